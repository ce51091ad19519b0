"""Danger is seen, look-alikes are left alone, and whoever is shown a number can use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.errors import DirectoryError
from wayfinder.matching.danger_table import load_danger_table
from wayfinder.matching.danger_words import tokens
from wayfinder.matching.triage import load_danger_rules, triage

FOLDER = Path(__file__).parents[3] / "directory" / "safety"
RULES = load_danger_rules(FOLDER)
TABLE = load_danger_table(FOLDER, RULES.categories)

ENGLAND, BRITAIN = "E92000001", ("K03000001", "K02000001")
STEVENAGE = frozenset({"E07000243", "E10000015", ENGLAND, *BRITAIN})
HARLOW = frozenset({"E07000073", "E10000012", ENGLAND, *BRITAIN})
LEEDS = frozenset({"E08000035", ENGLAND, *BRITAIN})
GLASGOW = frozenset({"S12000049", "S92000003", *BRITAIN})
SOMEWHERE_IN_ENGLAND = frozenset({ENGLAND, *BRITAIN})
NOWHERE: frozenset[str] = frozenset()


def categories(text: str) -> list[str]:
    return [urgent.category for urgent in triage(text, RULES, NOWHERE)]


def phones(text: str, area_codes: frozenset[str]) -> set[str]:
    (urgent,) = triage(text, RULES, area_codes)
    return {contact.phone for contact in urgent.contacts if contact.phone}


@pytest.mark.parametrize(
    ("category", "rule", "phrase"),
    [(rule.category, rule.id, phrase) for rule in RULES.rules for phrase in rule.fires_on],
)
def test_a_rule_fires_on_what_it_says_it_fires_on(category: str, rule: str, phrase: str) -> None:
    assert category in categories(phrase), f"{rule} missed it"


@pytest.mark.parametrize(
    ("category", "rule", "phrase"),
    [(rule.category, rule.id, phrase) for rule in RULES.rules for phrase in rule.stays_silent_on],
)
def test_a_rule_stays_silent_on_what_it_says(category: str, rule: str, phrase: str) -> None:
    assert category not in categories(phrase), f"{rule} or a sibling fired"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sleping in a dorway tonihgt", ["homeless_tonight"]),
        ("sweeping the doorway tonight", []),
        ("he was poking fun", []),
    ],
)
def test_misspellings_are_put_right_and_english_words_left(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eight men in one house", []),
        ("eight men in one house, a van collects them every morning", []),
        (
            "eight men in one house, a van collects them every morning, they look terrified",
            ["modern_slavery"],
        ),
    ],
)
def test_signs_are_danger_only_together(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an essay about the causes of domestic violence", []),
        ("an essay about bees, and there is domestic violence at home", ["domestic_abuse"]),
    ],
)
def test_an_excuse_ends_where_its_clause_ends(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("volunteering at the refuge, and he hits me every night", ["domestic_abuse"]),
        ("sleeping in a car, they want second hand toddler toys", ["homeless_tonight"]),
        ("toddler in the car sleeping", []),
        ("living in my van and he needs a bus pass", ["homeless_tonight"]),
    ],
)
def test_the_next_clause_excuses_nothing(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no dentist will take me on", []),
        ("lost the will to live", ["suicide_self_harm"]),
        ("gran is raising three grandchildren on her own", []),
        ("she left three grandchildren on their own", ["child_at_risk"]),
        ("my lad is 19 and was thrown out by his mum", ["homeless_tonight"]),
        ("the baby was thrown against a wall", ["child_at_risk"]),
    ],
)
def test_a_word_is_taken_with_what_it_is_said_of(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


def test_signs_far_apart_in_a_story_are_not_taken_together() -> None:
    between = "We went to the shops. It rained. The bus was late. Nan made tea. "
    told = "eight men in one house. {}a van collects them every morning. {}they look terrified"
    assert categories(told.format("", "")) == ["modern_slavery"]
    assert categories(told.format(between, between)) == []


def test_the_table_is_none_of_the_rules_own_examples() -> None:
    own = {phrase for rule in RULES.rules for phrase in (*rule.fires_on, *rule.stays_silent_on)}
    assert own.isdisjoint(told.text for told in TABLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he has taken an overdose and wants to die", ["life_at_risk", "suicide_self_harm"]),
        (
            "raped by my husband and nowhere to sleep tonight",
            ["sexual_violence", "homeless_tonight"],
        ),
    ],
)
def test_the_most_severe_comes_first_and_each_category_once(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "suicidal all day",
        "lost my job and I'm suicidal",
        "not coping, suicidal",
        "not suicidal. Hearing voices. Suicidal last night",
        "widow, grieving and suicidal",
        "denies it but he is suicidal",
        "I work nights and feel suicidal",
        "training for a new job but want to kill myself",
        "No money and suicidal",
    ],
)
def test_an_excuse_further_off_excuses_nothing(text: str) -> None:
    assert "suicide_self_harm" in categories(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he's taken an overdose, he did this last year too", "life_at_risk"),
        ("collapsed 5 minutes ago", "life_at_risk"),
        ("6 months old and not breathing", "life_at_risk"),
        ("she was raped in 2019 and still cannot sleep", "sexual_violence"),
        ("attempted suicide last month", "suicide_self_harm"),
    ],
)
def test_history_excuses_only_what_is_over(text: str, expected: str) -> None:
    assert expected in categories(text)


@pytest.mark.parametrize(
    "text", ["DON'T WANT TO LIVE", "i don’t want to live", "i do not want to live"]
)
def test_case_apostrophes_and_long_forms_are_one(text: str) -> None:
    assert categories(text) == ["suicide_self_harm"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("want to kill my self", "suicide_self_harm"),
        ("took an over dose", "life_at_risk"),
        ("no where to sleep to night", "homeless_tonight"),
        ("scared of her other half", "domestic_abuse"),
        ("14yo missing since last night", "child_at_risk"),
        ("9 y/o left home alone", "child_at_risk"),
    ],
)
def test_words_written_apart_or_run_together_are_put_right(text: str, expected: str) -> None:
    assert expected in categories(text)


@pytest.mark.parametrize(
    ("excused", "taken_back", "expected"),
    [
        ("not suicidal", "not suicidal but I am", "suicide_self_harm"),
        ("not suicidal", "not suicidal. That was a lie", "suicide_self_harm"),
        ("not suicidal", "not suicidal but I am lonely", None),
        (
            "lost my mum to suicide",
            "lost my mum to suicide and feel the same way",
            "suicide_self_harm",
        ),
        (
            "took an overdose last year",
            "took an overdose last year and again tonight",
            "life_at_risk",
        ),
        ("took an overdose last year", "took an overdose last year, wants a walking group", None),
    ],
)
def test_what_is_said_next_takes_an_excuse_back(
    excused: str, taken_back: str, expected: str | None
) -> None:
    assert categories(excused) == []
    assert categories(taken_back) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mum will kill me if I fail maths", []),
        ("he'll kill me if I leave", ["life_at_risk", "domestic_abuse"]),
        ("my wife says she'll kill me if I go", ["life_at_risk", "domestic_abuse"]),
    ],
)
def test_a_threat_is_no_figure_of_speech(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bruises on my daughter", ["child_at_risk"]),
        ("bruises on my daughter, shes 6", ["child_at_risk"]),
        ("my daughter, 24, is in an abusive relationship", ["domestic_abuse"]),
        ("my grown up daughter is in an abusive relationship", ["domestic_abuse"]),
        ("my daughter is 20 weeks pregnant", []),
    ],
)
def test_a_daughter_of_age_is_no_child(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


def test_the_age_of_somebody_else_makes_no_child_older() -> None:
    assert "child_at_risk" in categories("my son is being groomed online by a man, hes 34")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chcę się zabić", "suicide_self_harm"),
        ("nie chce zyc", "suicide_self_harm"),
        ("我想死", "suicide_self_harm"),
        ("أريد أن أموت", "suicide_self_harm"),
        ("soțul meu mă bate", "domestic_abuse"),
        ("IWANTTODIE", "suicide_self_harm"),
        ("s u i c i d e", "suicide_self_harm"),
        ("K.M.S", "suicide_self_harm"),
        ("i want to k*ll myself", "suicide_self_harm"),
    ],
)
def test_other_languages_and_broken_letters_are_read(text: str, expected: str) -> None:
    assert expected in categories(text)


@pytest.mark.parametrize("text", ["g.p. appointment", "vitamin b c d", "café für alle", "🙂 bingo"])
def test_letters_and_languages_alone_are_no_danger(text: str) -> None:
    assert categories(text) == []


def test_those_named_first_are_first_to_be_called() -> None:
    (urgent,) = triage(SUICIDE, RULES, STEVENAGE)
    assert [contact.phone for contact in urgent.contacts][:3] == ["999", "116 123", "111"]
    places = [urgent.message.index(number) for number in ("999", "116 123", "111")]
    assert places == sorted(places)


HERTS = ["095", "096", "098", "099", "102", "103", "240", "241", "242", "243"]


@pytest.mark.parametrize("district", [f"E07000{number}" for number in HERTS])
def test_without_a_bed_the_own_council_is_named_and_999(district: str) -> None:
    (urgent,) = triage("homeless tonight", RULES, frozenset({district, ENGLAND, *BRITAIN}))
    assert "Council" in urgent.contacts[0].name
    assert "999" in {contact.phone for contact in urgent.contacts}


@pytest.mark.parametrize("text", ["smells gas in the kitchen", "whole flat stinks of gas"])
def test_gas_leads_to_those_who_mend_it(text: str) -> None:
    assert categories(text) == ["gas_leak"]
    assert {"0800 111 999", "999"} <= phones(text, STEVENAGE)


SUICIDE, CHILD = "I want to kill myself", "children left home alone"


@pytest.mark.parametrize(
    ("text", "area_codes", "shown", "not_shown"),
    [
        (SUICIDE, STEVENAGE, {"0800 6444 101", "116 123"}, set()),
        (SUICIDE, HARLOW, {"116 123", "0800 068 4141"}, {"0800 6444 101"}),
        (CHILD, STEVENAGE, {"0300 123 4043", "0808 800 5000"}, {"0345 603 7627"}),
        (CHILD, HARLOW, {"0345 603 7627", "0345 606 1212"}, {"0300 123 4043"}),
        (CHILD, LEEDS, {"0808 800 5000", "0800 1111"}, {"0300 123 4043", "0345 603 7627"}),
        (CHILD, NOWHERE, {"0300 123 4043", "0345 603 7627", "0800 1111"}, set()),
        (CHILD, SOMEWHERE_IN_ENGLAND, {"0300 123 4043", "0345 603 7627"}, set()),
        (CHILD, GLASGOW, {"0800 1111"}, {"0300 123 4043", "0345 603 7627"}),
        ("homeless tonight", HARLOW, {"01279 446655"}, {"01799 510510"}),
        ("run out of insulin", GLASGOW, {"111", "999"}, set()),
    ],
)
def test_the_numbers_are_those_of_the_address(
    text: str, area_codes: frozenset[str], shown: set[str], not_shown: set[str]
) -> None:
    found = phones(text, area_codes)
    assert shown <= found
    assert found.isdisjoint(not_shown)


@pytest.mark.parametrize("area_codes", [NOWHERE, STEVENAGE, HARLOW, LEEDS, GLASGOW])
@pytest.mark.parametrize("category", sorted(RULES.categories))
def test_every_signpost_leads_to_somebody_everywhere(
    category: str, area_codes: frozenset[str]
) -> None:
    text = next(rule.fires_on[0] for rule in RULES.rules if rule.category == category)
    urgent = next(u for u in triage(text, RULES, area_codes) if u.category == category)
    assert any(contact.phone or contact.text or contact.url for contact in urgent.contacts)
    assert urgent.message[0].isupper() and urgent.message.endswith(".")


@given(st.text(max_size=300))
def test_any_text_is_read_the_same_twice(text: str) -> None:
    assert triage(text, RULES, NOWHERE) == triage(text, RULES, NOWHERE)


@given(st.text(max_size=80))
def test_tokens_are_plain_words_and_breaks(text: str) -> None:
    assert all(word in ",." or (word.isascii() and word.isalnum()) for word in tokens(text))


def mistaken(tmp_path: Path, name: str, old: str, new: str) -> str:
    for path in FOLDER.glob("*.toml"):
        written = path.read_text()
        if path.name == name:
            assert old in written
            written = written.replace(old, new, 1)
        (tmp_path / path.name).write_text(written)
    with pytest.raises(DirectoryError) as raised:
        load_danger_rules(tmp_path)
    return raised.value.detail


SLAVERY = "08_modern_slavery.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (SLAVERY, "rank = 8", 'rank = "8"', "08_modern_slavery.toml: rank"),
        (SLAVERY, "rank = 8", "rnak = 8", "rnak"),
        (SLAVERY, '"999-silent"', '"998"', "contacts: '998' is not in contacts.toml"),
        (SLAVERY, '"denied"', '"denyed"', "rule modern_slavery: unless: 'denyed' is not in"),
        (SLAVERY, '"debt bondage"', '"{debt} bondage"', "names the unknown list 'debt'"),
        (SLAVERY, '"debt bondage"', '"Debt bondage"', "not one plain lower-case word"),
        (
            "words.toml",
            '"other half"',
            '"{other} half"',
            "together: '{other} half' names the unknown",
        ),
        ("contacts.toml", 'phone = "999 then 55"', "", "contact 999-silent: needs a phone"),
        ("words.toml", "suicidal = 2", 'suicidal = "2"', "words.toml: slips"),
    ],
)
def test_a_mistake_in_the_rules_names_file_rule_and_field(
    tmp_path: Path, name: str, old: str, new: str, complaint: str
) -> None:
    assert complaint in mistaken(tmp_path, name, old, new)


@pytest.mark.parametrize(
    "text",
    ["he hears voices through the night", "mum thinks the television is sending her messages"],
)
def test_where_nobody_spoke_of_suicide_no_wording_does(text: str) -> None:
    (urgent,) = triage(text, RULES, frozenset())
    assert urgent.category == "mental_health_crisis"
    assert "suicid" not in urgent.message.casefold()
    assert "samaritans" not in str(urgent.contacts).casefold()


def test_voices_that_say_die_are_both() -> None:
    assert categories("he hears voices telling him to kill himself") == [
        "suicide_self_harm",
        "mental_health_crisis",
    ]


@pytest.mark.parametrize("who", ["grandson", "nan", "our lodger", "my dad", "she"])
@pytest.mark.parametrize("told", ["{} lives with us now", "{} has left home now", "{} is ok now"])
def test_how_somebody_lives_now_is_no_danger(who: str, told: str) -> None:
    assert categories(told.format(who)) == []
