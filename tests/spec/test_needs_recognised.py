"""What the needs vocabulary hears in a sentence, as a table, read by the product's recogniser."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.domain.need import Need
from wayfinder.domain.vocabulary import load_needs
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize

NEEDS = load_needs(Path(__file__).parents[2] / "directory" / "needs")
BOOK = PhraseBook(NEEDS)


def recognised(told: str) -> frozenset[str]:
    return frozenset(BOOK.needs[hit.need].id for hit in BOOK.hear(tokenize(text.words(told))))


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ("My mum keeps falling over in the kitchen", {"falls"}),
        ("gran is very unsteady on her feet since the winter", {"falls"}),
        ("flat has mould and I'm behind with the rent", {"repairs-and-mould", "rent-arrears"}),
        ("patient can't pay her rent this month", {"rent-arrears"}),
        ("bailiffs were at the door this morning", {"debt"}),
        ("needs a foodbank, there is nothing to eat until Friday", {"food-bank"}),
        ("he is 17 and was kicked out by his parents", {"homeless-tonight"}),
        ("family served with an eviction notice", {"homelessness-prevention"}),
        ("new to town and wants to register with a GP", {"register-with-gp"}),
        ("find a gp close to home", {"register-with-gp"}),
        ("can't find an NHS dentist anywhere and has toothache", {"dentist"}),
        ("her husband died in March", {"grief"}),
        ("wants a group for people bereaved by suicide", {"suicide-bereavement"}),
        ("she has got nothing for the baby, not even a pram", {"baby-items"}),
        ("dad has dementia and mum needs a break from caring", {"dementia", "carer-breaks"}),
        ("14 year old is self harming", {"self-harm"}),
        ("partner hits her and she has fled with the children", {"domestic-abuse", "refuge"}),
        ("wants to quit smoking and lose weight", {"smoking", "weight-management"}),
        ("lonely since moving here, would like to make new friends", {"loneliness"}),
        ("applying for PIP and turned down for PIP last year", {"disability-benefits"}),
        ("can't afford heating and the boiler is broken", {"fuel-bills"}),
        ("toddler not talking yet", {"speech-and-language"}),
        ("autistic daughter refuses to go to school", {"autism", "school-attendance"}),
        ("needs a lift to hospital for his dialysis", {"hospital-transport"}),
        ("wife does not speak English, needs an interpreter", {"interpreting"}),
        ("drinks too much wine and has lost his job", {"alcohol", "jobs"}),
        ("looking after her mother, exhausted carer", {"unpaid-carers"}),
        ("hard of hearing and going blind", {"hearing-loss", "sight-loss"}),
        ("pregnant and scared of her husband", {"pregnancy", "domestic-abuse"}),
        ("ex army, sleeping rough by the station", {"armed-forces", "rough-sleeping"}),
        ("report a pothole outside number nine", {"roads-and-pavements"}),
    ],
)
def test_it_hears(told: str, heard: set[str]) -> None:
    assert heard <= recognised(told)


@pytest.mark.parametrize(
    ("told", "not_heard"),
    [
        ("he has fallen behind with rent", "falls"),
        ("falling out with family over money", "falls"),
        ("bereavement counselling after a suicide bereavement", "suicide"),
        ("lost someone to suicide", "suicide"),
        ("mum died last week", "suicide"),
        ("weight loss class", "grief"),
        ("guide dog owner", "uniformed-groups"),
        ("probation officer asks", "after-a-death"),
        ("free training for staff, no charge, please send an email", "send-support"),
        ("a museum in the heart of town", "heart"),
        ("council tax bill", "tax-advice"),
        ("health benefits of exercise", "benefits-advice"),
        ("child care places in the nursery", "care-leavers"),
        ("ask the volunteers on the day", "asylum"),
        ("disabled toilets and parking on site", "home-adaptations"),
        ("swimming stroke improvement for adults", "stroke"),
        ("the café is open all day and everyone is welcome", "warm-spaces"),
    ],
)
def test_it_does_not_hear(told: str, not_heard: str) -> None:
    assert not_heard not in recognised(told)


@pytest.mark.parametrize(
    "told",
    [
        "good morning, how can I help you today",
        "open Monday to Friday, nine until five, all year round",
        "please contact us by email for more details",
        "she lives with her son and two daughters near the town hall",
    ],
)
def test_it_hears_nothing_in_talk_without_a_need(told: str) -> None:
    assert recognised(told) == frozenset()


@pytest.mark.parametrize("need", NEEDS, ids=[need.id for need in NEEDS])
def test_every_phrase_is_heard_as_the_need_that_claims_it(need: Need) -> None:
    unheard = [p for p in need.phrases if need.id not in recognised(p)]
    assert not unheard, "an exclusion swallows the phrase"
