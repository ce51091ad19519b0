"""What would have matched but for a definite "no", each with all that speak against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.answering import CAMBRIDGESHIRE, HERTFORDSHIRE, HOME, Asked, away, named, numbered
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.answer import Answer
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Filters, Person
from wayfinder.domain.service import CostOption, Service
from wayfinder.matching.near_misses import MOST

Fields = dict[str, object]

ADULTS: Fields = {"eligibility": Eligibility(minimum_age=18)}
WOMEN = Eligibility(text="Women only", sex=Sex.FEMALE, words={"sex": "women only"})
CARERS: Fields = {"eligibility": Eligibility(circumstances=("carer",))}
THERE: Fields = {"coverage": areas(CAMBRIDGESHIRE)}
THERE_OR_NEARBY: Fields = {"coverage": areas(CAMBRIDGESHIRE, unresolved=("and nearby",))}
HERE: Fields = {"coverage": areas(HERTFORDSHIRE)}
WITHIN_1_KM: Fields = {
    "coverage": Coverage(
        rules=(CoverageRule(kind=CoverageKind.RADIUS, text="within 1 km", radius_m=1_000.0),)
    )
}


def near(metres: float) -> Fields:
    return {"locations": (away(metres),)}


KNOWN: dict[str, Fields] = {
    "for anybody": near(1_000),
    "for adults": ADULTS,
    "for carers": CARERS,
    "for adults, paid": ADULTS | {"costs": (CostOption(amount=3),)},
    "for there": THERE | near(2_000),
    "for there, from nowhere": THERE,
    "for there, 39 km away": THERE | near(39_000),
    "for there, 41 km away": THERE | near(41_000),
    "for there or nearby": THERE_OR_NEARBY | near(3_000),
    "for adults there": ADULTS | THERE,
    "for neighbours": WITHIN_1_KM | near(4_000),
    "for adults here": ADULTS | HERE,
    "for women": {"eligibility": WOMEN},
    "for no students": {"eligibility": Eligibility(excluded=("student",))},
}

BY_AGE = ("not_eligible", "For people aged 18 and over.")
BY_AREA = ("serves_no", f"Serves {CAMBRIDGESHIRE} only.")
BY_DISTANCE = ("serves_no", "Serves within 1 km only.")


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    return open_directory(services(KNOWN))


def services(known: Mapping[str, Mapping[str, object]]) -> Iterable[Service]:
    return (
        numbered(number, name, needs=("damp",), **fields)
        for number, (name, fields) in enumerate(known.items())
    )


def missed(answer: Answer) -> dict[str, tuple[str, str]]:
    return {
        named(miss.service): (miss.reason.code, miss.reason.text) for miss in answer.near_misses
    }


def ask(asked: Asked, **more: Any) -> Answer:
    return asked(needs=("damp",), include_near_misses=True, **more)


@pytest.mark.parametrize(
    ("age", "postcode", "expected"),
    [
        (None, None, {}),
        (40, None, {}),
        (
            17,
            None,
            {
                "for adults": BY_AGE,
                "for adults, paid": BY_AGE,
                "for adults there": BY_AGE,
                "for adults here": BY_AGE,
            },
        ),
        (
            40,
            HOME,
            {
                "for there": BY_AREA,
                "for there, from nowhere": BY_AREA,
                "for there, 39 km away": BY_AREA,
                "for adults there": BY_AREA,
                "for neighbours": BY_DISTANCE,
            },
        ),
        (
            17,
            HOME,  # what is refused twice over tells both
            {
                "for adults": BY_AGE,
                "for adults, paid": BY_AGE,
                "for adults here": BY_AGE,
                "for adults there": ("not_eligible", f"{BY_AGE[1]} {BY_AREA[1]}"),
                "for there": BY_AREA,
                "for there, from nowhere": BY_AREA,
                "for there, 39 km away": BY_AREA,
                "for neighbours": BY_DISTANCE,
            },
        ),
    ],
)
def test_each_is_named_with_what_speaks_against_it(
    asked: Asked, age: float | None, postcode: str | None, expected: dict[str, tuple[str, str]]
) -> None:
    answer = ask(asked, postcode=postcode, person=Person(age=age))
    assert missed(answer) == expected
    assert not expected.keys() & {named(match.service) for match in answer.matches}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(sex=Sex.MALE), {"for women": "For women (it says “women only”)."}),
        (Person(sex=Sex.FEMALE), {}),
        (
            Person(circumstances=("student",)),
            {"for no students": "Not for somebody who is a student."},
        ),
        (
            Person(not_circumstances=("carer",)),
            {"for carers": "For somebody who is a carer."},
        ),
    ],
)
def test_what_is_stated_of_the_person_is_brought_back_with_its_reason(
    asked: Asked, person: Person, expected: dict[str, str]
) -> None:
    answer = ask(asked, person=person)
    assert {name: text for name, (_, text) in missed(answer).items()} == expected
    assert not expected.keys() & {named(match.service) for match in answer.matches}


def test_a_sex_that_is_only_heard_refuses_nobody(asked: Asked) -> None:
    answer = asked("my husband has a damp flat", include_near_misses=True)
    assert missed(answer) == {}
    assert "for women" in {named(match.service) for match in answer.matches}


def test_a_condition_that_may_be_met_is_no_refusal(asked: Asked) -> None:
    offered = [named(match.service) for match in ask(asked, person=Person(age=17)).matches]
    assert "for carers" in offered


def test_what_a_wish_takes_out_is_no_near_miss(asked: Asked) -> None:
    found = missed(ask(asked, person=Person(age=17), filters=Filters(free=True)))
    assert set(found) == {"for adults", "for adults there", "for adults here"}


def test_a_wish_to_be_near_does_not_hide_that_another_area_would_serve(asked: Asked) -> None:
    found = missed(ask(asked, postcode=HOME, filters=Filters(max_distance_m=500)))
    assert "for there" in found


def test_none_are_told_unless_asked_for(asked: Asked) -> None:
    assert asked(needs=("damp",), person=Person(age=17)).near_misses == ()


def test_what_has_nothing_to_do_with_the_need_is_no_near_miss(asked: Asked) -> None:
    answer = asked(needs=("debt",), person=Person(age=17), include_near_misses=True)
    assert answer.near_misses == ()


def test_the_reason_names_the_field_and_its_source(asked: Asked) -> None:
    (reason, *_) = [miss.reason for miss in ask(asked, person=Person(age=17)).near_misses]
    assert (reason.field, reason.source, str(reason.as_of)) == ("eligibility", "test", "2026-11-01")


def test_none_is_hidden_by_the_many_that_were_found(open_directory: Open) -> None:
    good: dict[str, Fields] = {f"good {number}": {} for number in range(120)}
    answer = ask(open_directory(services(good | {"for adults": ADULTS})), person=Person(age=17))
    assert missed(answer) == {"for adults": BY_AGE}


def test_the_best_ten_are_told_best_first(open_directory: Open) -> None:
    many = {f"{metres} m away": ADULTS | near(metres) for metres in range(1_200, 0, -100)}
    answer = ask(open_directory(services(many)), postcode=HOME, person=Person(age=17))
    assert list(missed(answer)) == [f"{metres} m away" for metres in range(100, 1_001, 100)]
    assert len(answer.near_misses) == MOST
