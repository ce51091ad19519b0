"""What a need's words refuse is not searched for; what they lament is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DIRECTORY
from wayfinder.domain.need import Need
from wayfinder.domain.vocabulary import load_needs
from wayfinder.index import text
from wayfinder.matching.danger_words import tokens
from wayfinder.matching.negation import LeftOut, left_out

NOWHERE: frozenset[int] = frozenset()


def aside(need: str) -> tuple[str, ...]:
    return left_out(need, text.words(need), NOWHERE).phrases


@pytest.mark.parametrize(
    ("need", "phrases"),
    [
        ("doesn't want counselling, just company", ("counselling",)),
        ("doesn’t want counselling just company", ("counselling",)),
        ("she does not want to go to a support group but is lonely", ("support group",)),
        ("dont want carers or a care home, wants to stay at home", ("carers or a care home",)),
        ("not interested in groups, lonely", ("groups",)),
        ("lonely, isn't interested in online", ("online",)),
        ("company rather than counselling", ("counselling",)),
        ("someone to talk to instead of an app", ("app",)),
        ("low mood, anything but tablets", ("tablets",)),
        ("advice about rent, not money", ("money",)),
        ("company not counselling", ("counselling",)),
        ("already has carers, keeps falling", ("carers",)),
        ("has already got a social worker. damp flat", ("social worker",)),
        ("has carers already, lonely", ("carers",)),
        ("tried IAPT, didn't help, still anxious", ("iapt",)),
        ("tried counselling but it did not work, low mood", ("counselling",)),
        ("it's not about debt, it's her boiler", ("debt",)),
        ("not a debt problem, her boiler is broken", ("debt",)),
        ("not pregnant, needs contraception", ("pregnant",)),
        ("not suicidal just fed up", ("suicidal",)),
        ("not debt, not benefits, it's my neighbour's noise", ("debt", "benefits")),
        ("no chest pain, just heartburn", ("chest pain",)),
        ("dont want citizens advice again, need debt help", ("citizens advice",)),
        ("citizens advice couldn't help with my debts", ("citizens advice",)),
        ("already tried Citizens Advice about my landlord", ("citizens advice",)),
        ("rang the CAB but they can't see me, bailiffs coming", ("the cab",)),
        ("Age UK turned him away, needs a befriender", ("age uk",)),
        ("StepChange were no help, drowning in debt", ("stepchange",)),
        ("phoned cruse and nobody has rung back, grieving", ("cruse",)),
        ("isn't a carer, lonely", ("a carer",)),
        ("not homeless, damp flat", ("homeless",)),
        ("no kids, needs somewhere to live", ("kids",)),
        ("no falls, no memory problems, lonely", ("falls", "memory problems")),
        ("no longer smoking, short of breath", ("smoking",)),
        ("doesn't smoke, cough", ("smoke",)),
    ],
)
def test_what_is_refused_is_set_aside(need: str, phrases: tuple[str, ...]) -> None:
    assert aside(need) == phrases


@pytest.mark.parametrize(
    "need",
    [
        "can't cope",
        "not coping with the children",
        "no food in the house",
        "not eating, not sleeping",
        "doesn't eat",
        "doesn't go out",
        "doesn't want to go out",
        "doesn't want to live any more",
        "doesn't want to go to school",
        "doesn't want to be alone",
        "doesn't want to lose her carers",
        "doesn't want the baby",
        "no carer, needs washing and dressing",
        "no carers turned up",
        "no counselling for months",
        "never leaves the house",
        "nowhere to live",
        "not suicidal but very low",
        "no interest in anything",
        "not interested in food",
        "not registered with a GP",
        "not on medication",
        "not taking his tablets",
        "has not had counselling",
        "cannot get counselling",
        "can not get carers",
        "not online, cannot use a computer",
        "drinks instead of eating",
        "gambling instead of paying rent",
        "has nobody apart from her carers",
        "already has carers but they do not come",
        "already has debts",
        "already has two children and no money",
        "tried counselling",
        "how do I contact citizens advice",
        "can I speak to citizens advice about my debts",
        "my mind won't switch off",
        "the council refused to house us",
        "no longer drinking",
        "no longer able to walk",
        "not homeless yet",
        "worried about debt, not just about rent",
        "not about to give up",
        "no children nearby",
        "no debt advice in the village",
        "no mental health support",
        "not enough money",
        "not getting carers",
        "rather than",
        "no",
        "",
    ],
)
def test_what_is_lamented_is_the_need(need: str) -> None:
    assert aside(need) == ()


def test_misspelt_refusals_are_understood_by_the_words_put_right() -> None:
    spelt = ["doesnt", "want", "counselling", "just", "company"]
    assert left_out("doesn't want councelling, just company", spelt, NOWHERE) == LeftOut(
        refused=frozenset({0, 1, 2}), phrases=("counselling",)
    )


def test_something_is_always_left_to_search_for() -> None:
    """A search for too much is better than none."""
    assert left_out("not counselling", ["not", "counselling"], NOWHERE) == LeftOut()
    assert left_out("in hitchin", ["in", "hitchin"], frozenset({1})) == LeftOut()
    assert left_out("came, not counselling", ["came", "not", "counselling"], NOWHERE) == LeftOut()
    words = ["lonely", "in", "hitchin"]
    assert left_out("lonely in hitchin", words, frozenset({2})) == LeftOut(frozenset({2}))


@pytest.mark.parametrize("need", load_needs(DIRECTORY / "needs"), ids=lambda need: need.id)
def test_no_wording_of_a_need_is_set_aside(need: Need) -> None:
    """All that people are known to say, alone and in a sentence."""
    for wording in (*need.phrases, *need.terms):
        for said in (wording, f"my mum {wording} and lives alone", f"{wording}, she is upset"):
            assert aside(said) == (), said


def test_words_are_numbered_as_the_search_numbers_them() -> None:
    need = "Over 65s. Doesn’t want counselling, lonely"
    numbers = left_out(need, text.words(need), NOWHERE).refused
    assert [text.words(need)[number] for number in sorted(numbers)] == [
        "doesnt",
        "want",
        "counselling",
    ]


@pytest.mark.parametrize(
    ("need", "asked"),
    [
        ("he does not want to go to the care home, lonely", "he lonely"),
        ("company rather than counselling", "company"),
        ("lonely, tried counselling but it did not work", "lonely"),
        ("lonely. not interested in groups", "lonely"),
        ("already has carers, keeps falling", "keeps falling"),
    ],
)
def test_the_words_that_refuse_ask_for_nothing_either(need: str, asked: str) -> None:
    words = text.words(need)
    refused = left_out(need, words, NOWHERE).refused
    assert [word for n, word in enumerate(words) if n not in refused] == asked.split()


@pytest.mark.parametrize("apostrophe", text.APOSTROPHES)
def test_every_apostrophe_refuses(apostrophe: str) -> None:
    need = f"don{apostrophe}t want counselling, lonely"
    assert aside(need) == ("counselling",)
    assert tokens(need)[0] == "dont"


SAID = st.lists(
    st.sampled_from(
        "not no doesn't want counselling, tried carers just about debt. or a é a'b'c came".split()
    ),
    max_size=12,
).map(" ".join)


@given(need=SAID | st.text(max_size=60))
def test_any_text_keeps_what_it_asks_for(need: str) -> None:
    words = text.words(need)
    refused = left_out(need, words, NOWHERE).refused
    assert all(0 <= number < len(words) for number in refused)
    kept = [word for number, word in enumerate(words) if number not in refused]
    assert any(map(text.tells, kept)) == any(map(text.tells, words))
