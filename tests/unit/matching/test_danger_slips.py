"""A slip of the pen hides no danger, and no slip makes one of everyday life."""

from __future__ import annotations

import pytest

from tests import made_up
from tests.answering import HOME
from tests.conftest import DIRECTORY
from tests.unit.matching.conftest import Open
from wayfinder.errors import UnknownPostcode
from wayfinder.index.spelling import Mended
from wayfinder.matching.danger_confused import as_meant, confused_words
from wayfinder.matching.danger_heard import put_right
from wayfinder.matching.danger_words import tokens
from wayfinder.matching.triage import load_danger_rules, triage

RULES = load_danger_rules(DIRECTORY / "safety")


def categories(text: str, meant: str = "") -> list[str]:
    return [urgent.category for urgent in triage(text, RULES, frozenset(), meant)]


class Mending:
    """Puts right what it is told to, as the spelling of an index does."""

    def __init__(self, **slips: str) -> None:
        self.slips = {typed.replace("_", " "): meant for typed, meant in slips.items()}

    def mend(self, typed: list[str]) -> list[Mended]:
        if not typed:
            return []
        torn, (first, *rest) = " ".join(typed[:2]), typed
        if torn in self.slips:
            return [Mended(torn, self.slips[torn]), *self.mend(typed[2:])]
        return [Mended(first, self.slips.get(first, first)), *self.mend(rest)]


# --- both readings ---


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("flat pian", "chest pain", ["life_at_risk"]),
        ("chest pain", "cheese pan", ["life_at_risk"]),
        ("wants to kill himself", "not suicidal", ["suicide_self_harm"]),
        ("not suicidal", "wants to kill himself", ["suicide_self_harm"]),
        ("husband hits me", "chest pain", ["life_at_risk", "domestic_abuse"]),
        ("not suicidal", "not suicidal at all", []),
    ],
)
def test_what_either_reading_calls_for_is_signposted(
    typed: str, meant: str, expected: list[str]
) -> None:
    assert categories(typed, meant) == expected


@pytest.mark.parametrize(
    ("need", "slips", "expected"),
    [
        ("stabed, \u017ftabed", {"stabed": "stabbed"}, "stabbed, \u017ftabed"),
        ("Chest PIAN, can't move", {"pian": "pain"}, "Chest pain, can't move"),
        ("my chil  dren are ill", {"chil_dren": "children"}, "my children are ill"),
        ("nothing wrong here.", {"wrog": "wrong"}, "nothing wrong here."),
        ("he is a pianist", {"pian": "pain"}, "he is a pianist"),
    ],
)
def test_words_are_put_right_where_they_stand(
    need: str, slips: dict[str, str], expected: str
) -> None:
    assert put_right(need, Mending(**slips)) == expected  # type: ignore[arg-type]


def test_the_search_and_its_signposts_read_the_same_words(open_directory: Open) -> None:
    asked = open_directory([made_up.service("For the beaten")])
    answer = asked("beatin by husband", HOME)
    assert [(put.from_, put.to) for put in answer.understood.corrections] == [("beatin", "beaten")]
    assert [urgent.category for urgent in answer.urgent] == ["domestic_abuse"]
    assert asked("beatin by husband", HOME, as_typed=True).urgent == ()


def test_a_slip_hides_no_danger_behind_a_postcode_nobody_knows(open_directory: Open) -> None:
    asked = open_directory([made_up.service("damp")])
    with pytest.raises(UnknownPostcode) as raised:
        asked("my son is fiting", "AL9 9ZZ")
    assert [urgent.category for urgent in raised.value.facts["urgent"]] == [  # type: ignore[attr-defined]
        "life_at_risk"
    ]


# --- real words for others ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("taken an overdoes", "life_at_risk"),
        ("od'd last night", "life_at_risk"),
        ("od\u2019d last night", "life_at_risk"),
        ("od on tablets", "life_at_risk"),
        ("taken to many tablets", "life_at_risk"),
        ("think hes took to many", "life_at_risk"),
        ("child chocking on a grape", "life_at_risk"),
        ("my son is fiting", "life_at_risk"),
        ("fitting on the floor", "life_at_risk"),
        ("hes having a stoke", "life_at_risk"),
        ("having a hart attack", "life_at_risk"),
        ("got chest pane", "life_at_risk"),
        ("alarm going of, carbon monoxide", "gas_leak"),
        ("rapped by my boyfriend last nite", "sexual_violence"),
        ("better of without me", "suicide_self_harm"),
        ("i want too die", "suicide_self_harm"),
        ("i just want to dye", "suicide_self_harm"),
        ("dont want to be hear anymore", "suicide_self_harm"),
        ("my shelf harm is worse, shelf harming again", "suicide_self_harm"),
        ("scarred of my husband", "domestic_abuse"),
        ("he beets me", "domestic_abuse"),
        ("im scared i will shack my baby", "child_at_risk"),
        ("carer is steeling from my nan", "adult_safeguarding"),
        ("no were to sleep tonight", "homeless_tonight"),
        ("they forced me to mary", "honour_forced_marriage"),
        ("hes got a nife to her throte", "life_at_risk"),
    ],
)
def test_a_real_word_for_another_hides_no_danger(text: str, expected: str) -> None:
    assert expected in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        "rapped on the door",
        "moving to stoke on trent",
        "had a stoke city season ticket",
        "chocking wheels",
        "fitting a kitchen",
        "new boiler fitting on the floor above",
        "overdoes it at the gym",
        "od green bin not collected",
        "i took to many bags to the charity shop",
        "better of the two bus routes",
        "want to dye my hair",
        "scarred knee from an old operation",
        "beet root growing allotment",
        "shack in the garden fell down",
        "depo injection",
        "IELTS",
    ],
)
def test_the_same_words_in_everyday_company_raise_nothing(text: str) -> None:
    assert categories(text) == []


def test_a_confused_word_is_read_as_meant_only_in_its_company() -> None:
    table = confused_words(("having a|another {mini} stoke|stork>stroke .",), {"mini": ("mini",)})
    assert as_meant(tokens("having a mini stork"), table) == tokens("having a mini stroke")
    for other in ("having a mini stork party", "a mini stork", "stork", "having a stork"):
        assert as_meant(tokens(other), table) == tokens(other)


def test_no_word_of_a_rules_own_example_is_confused() -> None:
    confused = RULES.lexicon.spelling.confused
    told = [phrase for rule in RULES.rules for phrase in rule.fires_on]
    changed = [text for text in told if as_meant(tokens(text), confused) != tokens(text)]
    assert changed == []


# --- causes ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doesnt see the point in going on", "suicide_self_harm"),
        ("feel like harming baby", "child_at_risk"),
        ("daughter 13 pregnant", "child_at_risk"),
        ("severe allergic reaction to a bee sting", "life_at_risk"),
        ("shes bleeding heavy 30 wks pregnant", "life_at_risk"),
        ("waters broke 28 weeks", "urgent_physical"),
        ("can't cope any more, want it to end", "suicide_self_harm"),
        ("caring for mum, cant cope anymore, want to die", "suicide_self_harm"),
        ("baby going blue in the face", "life_at_risk"),
        ("noisy neighbours and my husband hits me", "domestic_abuse"),
    ],
)
def test_missed_by_a_receptionist(text: str, expected: str) -> None:
    assert expected in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        "cant cope with stairs anymore",
        "im caring for my mum who has dementia and cant cope anymore need a brake",
        "I don't know a soul here. I used to play a bit of bowls",
        "fell off the scaffold in May",
        "rung the council till I'm blue in the face",
        "noisy neighbours and I'm frightened to go home",
        "my daughter is 13 weeks pregnant",
        "jumped in front of train died",
        "clothes for a homeless man",
        "talk about dying",
        "lost touch with my girls",
    ],
)
def test_alarms_that_told_of_no_danger_are_gone(text: str) -> None:
    assert categories(text) == []
