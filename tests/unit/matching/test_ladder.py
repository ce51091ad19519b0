"""When little is found the search is widened rung by rung, and every rung is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from tests.answering import CAMBRIDGESHIRE, HERTFORDSHIRE, HOME, away, named, numbered
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.answer import Answer
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Filters
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Location, Service, ServiceAtLocation

MILE_M = 1_609.344
RELATED, MILES_25, MILES_50, NOT_OPEN, NOTHING = (
    "related_needs",
    "distance_25_miles",
    "distance_50_miles",
    "open_now",
    "nothing_found",
)

Fields = dict[str, object]

UNPLACED = ServiceAtLocation(location=Location(id="hall", address_lines=("The hall",)))
HELPLINE: Fields = {}
SOMEWHERE: Fields = {"locations": (UNPLACED,)}
THERE_OR_NEARBY: Fields = {"coverage": areas(CAMBRIDGESHIRE, unresolved=("and nearby",))}
FOR_HERE: Fields = {"coverage": areas(HERTFORDSHIRE)}
OPEN: Fields = {"sessions": (Session(5, 540, 1020),)}
SHUT: Fields = {"sessions": (Session(0, 540, 1020),)}


def miles(distance: float) -> Fields:
    return {"locations": (away(distance * MILE_M),)}


def within(distance: float) -> Fields:
    """Serves only those who live that many miles away at most."""
    rule = CoverageRule(kind=CoverageKind.RADIUS, text="nearby", radius_m=distance * MILE_M)
    return {"coverage": Coverage(rules=(rule,))}


def falls(named_fields: Mapping[str, Fields], need: str = "falls") -> Iterable[Service]:
    """Services that state the need; "falls" has the related need "debt"."""
    return (
        numbered(number, name, **({"needs": (need,), "url": "https://example.org"} | fields))
        for number, (name, fields) in enumerate(named_fields.items())
    )


def climbed(answer: Answer) -> tuple[list[str], list[str]]:
    return [named(m.service) for m in answer.matches], [each.step for each in answer.relaxed]


DEBT: Fields = {"needs": ("debt",)}
THREE_HERE = {f"{distance} miles": miles(distance) for distance in (1, 5, 9.9)}


@pytest.mark.parametrize(
    ("directory", "offered", "relaxed"),
    [
        # three here are enough: neither related help nor anything further is looked for
        (THREE_HERE | {"12 miles": miles(12), "rent": DEBT | miles(1)}, [*THREE_HERE], []),
        # what serves the county is enough wherever it is
        (
            {"a": FOR_HERE, "b": FOR_HERE | miles(60), "c": FOR_HERE, "12 miles": miles(12)},
            ["a", "c", "b"],
            [],
        ),
        # related help here only makes up for what is missing, and stands behind what was asked for
        (
            {"1 mile": miles(1), "12 miles": miles(12)}
            | {f"rent {n}": DEBT | miles(n) for n in (2, 3)},
            ["1 mile", "12 miles", "rent 2"],
            [MILES_25, RELATED],
        ),
        # one rung at a time
        (
            {
                "1 mile": miles(1),
                "12 miles": miles(12),
                "24 miles": miles(24),
                "30 miles": miles(30),
            },
            ["1 mile", "12 miles", "24 miles"],
            [MILES_25],
        ),
        # a rung that brings nothing is not told
        (
            {"30 miles": miles(30), "49 miles": miles(49), "51 miles": miles(51)},
            ["30 miles", "49 miles"],
            [MILES_50],
        ),
        # nobody is sent that far who has anything nearer
        ({"1 mile": miles(1), "30 miles": miles(30)}, ["1 mile"], []),
        (
            {"rent": DEBT | miles(2), "12 miles": miles(12), "40 miles": miles(40)},
            ["12 miles", "rent"],
            [MILES_25, RELATED],
        ),
        # beyond the last rung is beyond reach, and that is told
        ({"51 miles": miles(51)}, [], [NOTHING]),
        # what is for elsewhere, and perhaps for here, is for want of anything surer
        ({"there": THERE_OR_NEARBY}, ["there"], []),
        (THREE_HERE | {"there": THERE_OR_NEARBY}, [*THREE_HERE], []),
        # what may be anywhere is offered, but does not make enough
        (
            {"a": HELPLINE, "b": HELPLINE, "c": SOMEWHERE, "d": HELPLINE, "12 miles": miles(12)},
            ["a", "b", "d", "c", "12 miles"],
            [MILES_25],
        ),
        # what keeps to a distance is not reached by looking further
        ({"here": miles(1), "keeps to itself": miles(12) | within(5)}, ["here"], []),
    ],
)
def test_from_a_place(
    open_directory: Open, directory: dict[str, Fields], offered: list[str], relaxed: list[str]
) -> None:
    asked = open_directory(falls(directory))
    assert climbed(asked(needs=("falls",), postcode=HOME)) == (offered, relaxed)


@pytest.mark.parametrize(
    ("directory", "offered", "relaxed"),
    [
        # without a place a helpline is as sure as anything
        ({"a": HELPLINE, "b": HELPLINE, "c": HELPLINE, "rent": DEBT}, ["a", "b", "c"], []),
        ({"a": HELPLINE, "b": miles(60), "rent": DEBT}, ["a", "b", "rent"], [RELATED]),
    ],
)
def test_without_a_place_there_is_no_further(
    open_directory: Open, directory: dict[str, Fields], offered: list[str], relaxed: list[str]
) -> None:
    assert climbed(open_directory(falls(directory))(needs=("falls",))) == (offered, relaxed)


@pytest.mark.parametrize(
    ("directory", "offered", "relaxed"),
    [
        ({"a": OPEN, "b": OPEN, "c": OPEN, "shut": SHUT, "unsaid": HELPLINE}, ["a", "b", "c"], []),
        # the wish to be open is the last to go, and what is open still stands first
        (
            {"shut": SHUT, "unsaid": HELPLINE, "open": OPEN},
            ["open", "unsaid", "shut"],
            [NOT_OPEN],
        ),
        (
            {"shut": SHUT, "rent": DEBT | OPEN, "open": OPEN},
            ["open", "shut", "rent"],
            [NOT_OPEN, RELATED],
        ),
        ({"open": OPEN}, ["open"], []),
    ],
)
def test_when_it_must_be_open(
    open_directory: Open, directory: dict[str, Fields], offered: list[str], relaxed: list[str]
) -> None:
    asked = open_directory(falls(directory))
    answer = asked(needs=("falls",), filters=Filters(open_now=True))
    assert climbed(answer) == (offered, relaxed)


@pytest.mark.parametrize(
    ("wished", "offered", "relaxed"),
    [
        (3, ["1 mile", "rent"], [RELATED]),
        (20, ["1 mile", "12 miles", "rent"], [RELATED]),
        (80, ["1 mile", "12 miles", "60 miles"], []),
    ],
)
def test_a_distance_that_was_wished_stands_for_all_rungs(
    open_directory: Open, wished: float, offered: list[str], relaxed: list[str]
) -> None:
    known = {"1 mile": miles(1), "12 miles": miles(12), "60 miles": miles(60)}
    asked = open_directory(falls(known | {"rent": DEBT | miles(2)}))
    wish = Filters(max_distance_m=wished * MILE_M)
    answer = asked(needs=("falls",), postcode=HOME, filters=wish)
    assert climbed(answer) == (offered, relaxed)


def test_two_places_of_one_service_are_one_service(open_directory: Open) -> None:
    thrice: Fields = {"locations": (away(100), away(200), away(300))}
    asked = open_directory(falls({"thrice": thrice, "12 miles": miles(12)}))
    assert climbed(asked(needs=("falls",), postcode=HOME)) == (["thrice", "12 miles"], [MILES_25])


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            {"rent": DEBT | miles(2), "12": miles(12)},
            [
                "Little was found within 10 miles; looked up to 25 miles away.",
                "Little was found for this, so related help is shown too.",
            ],
        ),
        ({"40": miles(40)}, ["Little was found within 10 miles; looked up to 50 miles away."]),
        (
            {"rent": DEBT | miles(2)},
            ["Nothing was found that does just this. What is shown is related help."],
        ),
        (
            {"mould": {"needs": ("damp",)}},
            ["No service was found for this. Whoever takes any enquiry can look further."],
        ),
    ],
)
def test_what_is_told_can_be_read_aloud(
    open_directory: Open, known: dict[str, Fields], told: list[str]
) -> None:
    asked = open_directory(falls(known))
    assert [each.text for each in asked(needs=("falls",), postcode=HOME).relaxed] == told


@pytest.mark.parametrize("postcode", [None, HOME])
def test_where_nothing_is_found_there_is_still_somebody_to_turn_to(
    open_directory: Open, postcode: str | None
) -> None:
    answer = open_directory(falls(THREE_HERE))("xyzzy plugh", postcode)
    assert (answer.matches, answer.total) == ((), 0)
    assert [each.step for each in answer.relaxed] == [NOTHING]
    assert answer.front_doors
    assert answer.next_question
