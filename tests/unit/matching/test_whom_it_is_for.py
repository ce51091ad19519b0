"""What says that it is for others than this person stands lower, and what states so is out where
the age is told: a husband or a gran in the words may be another than the person."""

from __future__ import annotations

import pytest

from tests.answering import HOME, Asked, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Person

SITE = "https://example.org"
FOR_ALL = "For anybody"
SERVICES: dict[str, dict[str, object]] = {
    "For children": {"summary": "Repairs for children."},
    "For men": {"summary": "Repairs for men."},
    "For women": {"summary": "Repairs for women."},
    "For older people": {"summary": "Repairs for older people."},
    "Under 35": {"summary": "Repairs for people under 35."},
    "Schoolroom": {"eligibility": Eligibility(maximum_age=17)},
    FOR_ALL: {},
}


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    """What is for anybody stands last among equals."""
    return open_directory(
        numbered(number, name, needs=("damp",), url=SITE, **fields)
        for number, (name, fields) in enumerate(SERVICES.items())
    )


@pytest.mark.parametrize(
    ("words", "age", "behind", "out"),
    [
        ("mould", None, set(), set()),
        ("my husband has mould", None, {"For children", "For women", "Schoolroom"}, set()),
        ("her gran has mould", None, {"For children", "For men", "Schoolroom"}, set()),
        ("mould", 76, {"For children", "Under 35"}, {"Schoolroom"}),
        ("mould", 30, {"For children", "For older people"}, {"Schoolroom"}),
        ("mould, with two kids", 30, {"For older people"}, {"Schoolroom"}),
        ("mould", 12, {"For older people"}, set()),
    ],
)
def test_for_whom(
    asked: Asked, words: str, age: float | None, behind: set[str], out: set[str]
) -> None:
    offered = asked.names(words, HOME, person=Person(age=age))
    assert set(offered[offered.index(FOR_ALL) + 1 :]) == behind
    assert set(SERVICES) - set(offered) == out


def test_a_rule_that_a_grown_up_cannot_meet_is_a_near_miss(asked: Asked) -> None:
    answer = asked("my husband, 40, has mould", HOME, include_near_misses=True)
    assert [miss.reason.text for miss in answer.near_misses] == ["For people aged 17 and under."]
