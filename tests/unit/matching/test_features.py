"""What each feature is worth, one at a time: all else is equal, so it alone moves the score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import isclose

import pytest
from msgspec.structs import replace

from tests.answering import (
    BORDER,
    EAST_OF_ENGLAND,
    ENGLAND,
    HERTFORDSHIRE,
    HOME,
    SATURDAY_NOON,
    ST_ALBANS,
    UNITED_KINGDOM,
    Asked,
    away,
    named,
    numbered,
)
from tests.made_up import WITH_A_CRISIS, areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Audience,
    CostOption,
    Location,
    Origin,
    Phone,
    ServiceAtLocation,
)
from wayfinder.matching.features import features
from wayfinder.matching.weights import WEIGHTS

TODAY = SATURDAY_NOON.date()
FEATURES = {each.measure.__name__: each for each in features(WEIGHTS)}

NOBODY_SAYS = 0.5
"""What a feature counts when nothing is known of it: neither for nor against."""


UNCHECKED = 0.5 * 0.5 ** (20 / 540)
"""Never checked, and its source spoke of it twenty days ago (half of it is lost in 540 days)."""


def spoken_of(day: date | None) -> dict[str, object]:
    return {"origins": {"*": Origin("test", "1", day)}}


def checked(days_ago: int) -> dict[str, object]:
    return {"assured_date": TODAY - timedelta(days=days_ago)}


def costing(*amounts: float | None) -> dict[str, object]:
    return {"costs": tuple(CostOption(amount=amount) for amount in amounts)}


def opening(*hours: tuple[int, int]) -> dict[str, object]:
    return {"sessions": tuple(Session(5, start * 60, end * 60) for start, end in hours)}


UNPLACED = ServiceAtLocation(location=Location(id="hall", address_lines=("The hall",)))
NUMBER = Phone(number="01727 000000")
FOR_DOCTORS = replace(NUMBER, audience=Audience.CLINICIAN)
SECRET = replace(UNPLACED, location=Location(id="refuge", confidential=True))
SECRET_BUT_PLACED = ServiceAtLocation(
    location=Location(id="refuge", lat_deg=51.75, lon_deg=-0.33, confidential=True)
)
NEXT_DOOR_BUT_SHUT = replace(away(0), sessions=(Session(5, 60, 120),))

SITE = "https://example.org"
MAIL = "a@example.org"

CASES: dict[str, tuple[dict[str, object], dict[str, float]]] = {
    # what is known: the fields, and what the features they speak to count
    "nothing": ({}, {}),
    "at the door": ({"locations": (away(0),)}, {"nearness": 1.0}),
    "2 km away": ({"locations": (away(2_000),)}, {"nearness": 0.8}),
    "8 km away": ({"locations": (away(8_000),)}, {"nearness": 0.5}),
    "12 km away": ({"locations": (away(12_000),)}, {"nearness": 0.4}),
    "the nearer of two": ({"locations": (away(8_000), away(2_000))}, {"nearness": 0.8}),
    "somewhere unplaced": ({"locations": (UNPLACED,)}, {"nearness": 0.0}),
    "one placed, one not": ({"locations": (UNPLACED, away(2_000))}, {"nearness": 0.8}),
    "somewhere secret": ({"locations": (SECRET,)}, {"nearness": NOBODY_SAYS}),
    "secret and next door": ({"locations": (SECRET_BUT_PLACED,)}, {"nearness": NOBODY_SAYS}),
    "for the district": ({"coverage": areas(ST_ALBANS)}, {"serves": 1.0}),
    "for the county": ({"coverage": areas(HERTFORDSHIRE)}, {"serves": 1.0}),
    "for the region": ({"coverage": areas(EAST_OF_ENGLAND)}, {"serves": 0.7}),
    "for England": ({"coverage": areas(ENGLAND)}, {"serves": 0.7}),
    "for the kingdom": ({"coverage": areas(UNITED_KINGDOM)}, {"serves": 0.7}),
    "for here and England": ({"coverage": areas(ENGLAND, ST_ALBANS)}, {"serves": 1.0}),
    "checked today": (checked(0), {"freshness": 1.0}),
    "checked tomorrow": (checked(-1), {"freshness": 1.0}),
    "checked 73 days ago": (checked(73), {"freshness": 0.8}),
    "checked a year ago": (checked(365), {"freshness": 0.0}),
    "checked long ago": (checked(2_000), {"freshness": 0.0}),
    "spoken of today": (spoken_of(TODAY), {"freshness": 0.5}),
    "spoken of 540 days ago": (spoken_of(TODAY - timedelta(days=540)), {"freshness": 0.25}),
    "spoken of long ago": (spoken_of(TODAY - timedelta(days=5_400)), {"freshness": 0.0005}),
    "spoken of nobody knows when": (spoken_of(None), {"freshness": 0.25}),
    "modified today": (
        spoken_of(None) | {"last_modified": TODAY},
        {"freshness": 0.5},
    ),
    "modified today, checked long ago": (
        checked(2_000) | {"last_modified": TODAY},
        {"freshness": 0.0},
    ),
    "free": (costing(0), {"cost": 1.0}),
    "some of it free": (costing(0, 3), {"cost": 0.0}),
    "paid": (costing(4.5), {"cost": 0.0}),
    "free, and a price not told": (costing(0, None), {"cost": NOBODY_SAYS}),
    "a price not told": (costing(None), {"cost": NOBODY_SAYS}),
    "open now": (opening((9, 17)), {"openness": 1.0}),
    "opens at noon": (opening((12, 13)), {"openness": 1.0}),
    "closed at noon": (opening((9, 12)), {"openness": 0.0}),
    "in its lunch hour": (opening((9, 12), (13, 17)), {"openness": 0.0}),
    "with no contact": ({"email": None}, {"contact": 0.0}),
    "with a number for doctors": ({"email": None, "phones": (FOR_DOCTORS,)}, {"contact": 0.0}),
    "with a number": ({"email": None, "phones": (NUMBER,)}, {"contact": 1.0}),
    "with an e-mail": ({"email": MAIL}, {"contact": 1.0}),
    "with a website": ({"email": None, "url": SITE}, {"contact": 0.5}),
    "with a door only": (
        {"email": None, "locations": (away(2_000),)},
        {"contact": 0.5, "nearness": 0.8},
    ),
    "there for crises": ({"needs": ("damp", "flood")}, {"prevention": 0.0}),
    "open but not at this place": (
        {"locations": (NEXT_DOOR_BUT_SHUT,), **opening((9, 17))},
        {"openness": 0.0, "nearness": 1.0},
    ),
}

ORDER = [
    # better                    worse
    ("at the door", "2 km away"),
    ("2 km away", "8 km away"),
    ("12 km away", "somewhere unplaced"),
    ("nothing", "12 km away"),  # a helpline, against half an hour's drive
    ("for the district", "for England"),
    ("for England", "nothing"),
    ("checked today", "checked 73 days ago"),
    ("nothing", "checked a year ago"),
    ("spoken of today", "nothing"),
    ("nothing", "spoken of 540 days ago"),
    ("spoken of 540 days ago", "spoken of long ago"),
    ("free", "a price not told"),
    ("a price not told", "paid"),
    ("nothing", "with no contact"),
    ("nothing", "there for crises"),
    ("open now", "nothing"),
    ("nothing", "closed at noon"),
    ("at the door", "for the district"),  # near counts more than whom it serves,
    ("for the district", "checked today"),  # that more than when it was checked,
    ("checked today", "open now"),  # and that more than being open at this minute
]


def worth(name: str, by: Iterable[str] = FEATURES) -> float:
    """The score that a case must get by these features."""
    sure = {"relevance": 1.0, "contact": 1.0, "prevention": 1.0, "freshness": UNCHECKED}
    counts = sure | CASES[name][1]
    weights = {each: FEATURES[each].weight for each in by}
    earned = sum(weight * counts.get(each, NOBODY_SAYS) for each, weight in weights.items())
    return earned / sum(weights.values())


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    """Services that all state the same need, so that their relevance is 1.

    The better one is, the later it stands by id: no tie can put it where it should be.
    """
    return open_directory(
        [
            numbered(number, name, **({"needs": ("damp",), "email": MAIL} | CASES[name][0]))
            for number, name in enumerate(sorted(CASES, key=worth))
        ],
        WITH_A_CRISIS,
    )


def scores(asked: Asked, postcode: str | None) -> dict[str, float]:
    answer = asked(needs=("damp",), postcode=postcode)
    return {named(match.service): match.score for match in answer.matches}


@pytest.mark.parametrize("name", CASES)
def test_a_feature_moves_the_score_by_its_weight(asked: Asked, name: str) -> None:
    assert scores(asked, HOME)[name] == pytest.approx(worth(name), abs=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_without_a_place_the_other_weights_fill_the_whole(asked: Asked, name: str) -> None:
    unplaced = [each for each, feature in FEATURES.items() if not feature.needs_place]
    assert scores(asked, None)[name] == pytest.approx(worth(name, unplaced), abs=1e-4)


@pytest.mark.parametrize(("better", "worse"), ORDER)
def test_of_two_services_alike_in_all_else(asked: Asked, better: str, worse: str) -> None:
    order = asked.names(needs=("damp",), postcode=HOME)
    assert order.index(better) < order.index(worse)


def test_an_area_that_only_may_hold_the_place_counts_for_nothing(asked: Asked) -> None:
    """SG8 lies in two counties, half of its postcodes here in either: what serves one of them is as
    likely as not to serve this address."""
    given = scores(asked, BORDER)
    assert given["for the county"] == given["nothing"]
    assert given["for England"] > given["nothing"]


def test_everything_for_it_is_a_score_of_one_and_the_weights_are_whole(
    open_directory: Open,
) -> None:
    best: dict[str, object] = {
        "needs": ("damp",),
        "locations": (away(0),),
        "coverage": areas(ST_ALBANS),
        "email": MAIL,
        **checked(0),
        **costing(0),
        **opening((9, 17)),
    }
    (match,) = open_directory([numbered(1, "Repairs", **best)])(
        needs=("damp",), postcode=HOME
    ).matches
    assert match.score == 1.0
    assert isclose(sum(feature.weight for feature in FEATURES.values()), 1.0)


def test_equals_stand_nearest_first_and_then_by_id(open_directory: Open) -> None:
    """Nearness 0.5 is 8 km away, or nowhere to go to: the score is the same."""
    asked = open_directory(
        numbered(number, name, needs=("damp",), email=MAIL, **fields)
        for number, name, fields in (
            (1, "helpline, first", {}),
            (2, "helpline, second", {}),
            (3, "8 km away", {"locations": (away(8_000),)}),
        )
    )
    answer = asked(needs=("damp",), postcode=HOME)
    assert len({match.score for match in answer.matches}) == 1
    assert [named(match.service) for match in answer.matches] == [
        "8 km away",
        "helpline, first",
        "helpline, second",
    ]


def test_a_service_in_two_places_is_offered_once_at_the_nearer(open_directory: Open) -> None:
    asked = open_directory(
        [numbered(1, "Two", needs=("damp",), locations=(away(5_000), away(900)))]
    )
    answer = asked(needs=("damp",), postcode=HOME)
    assert [match.distance_m for match in answer.matches] == [900]
    assert answer.total == 1
