"""Wishes take out only what is known to be otherwise; what nobody knows stays."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.answering import HERTFORDSHIRE, HOME, Asked, away, numbered
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Filters, Person
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Location,
    Organization,
    Phone,
    ReferralRoute,
    Sector,
    ServiceAtLocation,
)


def of(sector: Sector | None) -> dict[str, object]:
    return {"organization": Organization(id="o", name="Owner", sector=sector)}


def costing(*amounts: float | None) -> dict[str, object]:
    return {"costs": tuple(CostOption(amount=amount) for amount in amounts)}


def opening(hour: int, until: int) -> dict[str, object]:
    return {"sessions": (Session(5, hour * 60, until * 60),)}


def aged(low: float | None, high: float | None) -> dict[str, object]:
    return {"eligibility": Eligibility(minimum_age=low, maximum_age=high)}


HALL = ServiceAtLocation(location=Location(id="hall", postcode="AL1 1AA"))
RINGS = replace(HALL, phones=(Phone(number="01727 000000"),))
FOR_DOCTORS = (Phone(number="01727 999999", audience=Audience.CLINICIAN),)

KNOWN: dict[str, dict[str, object]] = {
    "nothing known": {},
    "free": costing(0),
    "paid": costing(4.5),
    "partly paid": costing(0, 3),
    "paid, or not told": costing(3, None),
    "free, or not told": costing(0, None),
    "price not told": costing(None),
    "by phone": {"channels": (Channel.PHONE,)},
    "with a number": {"phones": (Phone(number="111"),)},
    "with a number at its hall": {"locations": (RINGS,)},
    "with a number for doctors": {"phones": FOR_DOCTORS, "channels": (Channel.ONLINE,)},
    "by text": {"phones": (Phone(number="85258", sms=True),)},
    "online": {"channels": (Channel.ONLINE,)},
    "at a hall": {"locations": (HALL,)},
    "for whoever asks": {"referral_routes": (ReferralRoute.SELF, ReferralRoute.GP)},
    "through a GP": {"referral_routes": (ReferralRoute.GP,)},
    "in Polish": {"languages": ("pl",)},
    "in Urdu and Polish": {"languages": ("ur", "pl")},
    "in Urdu": {"languages": ("ur",)},
    "NHS": of(Sector.NHS),
    "voluntary": of(Sector.VOLUNTARY),
    "council": of(Sector.LOCAL_AUTHORITY),
    "sector not told": of(None),
    "open": opening(9, 17),
    "open too": opening(11, 13),
    "open as well": opening(0, 24),
    "shut": opening(13, 17),
    "for adults": aged(18, None),
    "for 11 to 17": aged(11, 17),
    "for babies": aged(None, 1.5),
}
ALL = set(KNOWN)


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    return open_directory(
        numbered(number, name, needs=("damp",), **fields)
        for number, (name, fields) in enumerate(KNOWN.items())
    )


@pytest.mark.parametrize(
    ("wish", "taken_out"),
    [
        (Filters(), set()),
        (Filters(free=True), {"paid", "partly paid", "paid, or not told"}),
        (
            Filters(channels=(Channel.PHONE,)),
            {"with a number for doctors", "by text", "online", "at a hall"},
        ),
        (
            Filters(channels=(Channel.PHONE, Channel.TEXT)),
            {"with a number for doctors", "online", "at a hall"},
        ),
        (
            Filters(channels=(Channel.IN_PERSON,)),
            {"by phone", "with a number", "with a number for doctors", "by text", "online"},
        ),
        (Filters(referral=(ReferralRoute.SELF,)), {"through a GP"}),
        (Filters(referral=(ReferralRoute.SELF, ReferralRoute.GP)), set()),
        (Filters(referral=(ReferralRoute.FAMILY,)), {"through a GP", "for whoever asks"}),
        (Filters(languages=("pl",)), {"in Urdu"}),
        (Filters(languages=(" PL ",)), {"in Urdu"}),
        (Filters(languages=("ur", "pl")), set()),
        (Filters(languages=("cy",)), {"in Urdu", "in Polish", "in Urdu and Polish"}),
        (Filters(sectors=(Sector.VOLUNTARY,)), {"NHS", "council"}),
        (Filters(sectors=(Sector.VOLUNTARY, Sector.NHS)), {"council"}),
        (Filters(sectors=(Sector.PRIVATE,)), {"NHS", "council", "voluntary"}),
    ],
)
def test_what_a_wish_takes_out(asked: Asked, wish: Filters, taken_out: set[str]) -> None:
    assert ALL - set(asked.names(needs=("damp",), filters=wish)) == taken_out


@pytest.mark.parametrize(
    ("age", "taken_out"),
    [
        (None, set()),
        (1.5, {"for adults", "for 11 to 17"}),
        (1.6, {"for adults", "for 11 to 17", "for babies"}),
        (11, {"for adults", "for babies"}),
        (17.9, {"for adults", "for babies"}),  # 17 lasts until the 18th birthday
        (18, {"for 11 to 17", "for babies"}),
        (90, {"for 11 to 17", "for babies"}),
    ],
)
def test_an_age_takes_out_what_states_another(
    asked: Asked, age: float | None, taken_out: set[str]
) -> None:
    assert ALL - set(asked.names(needs=("damp",), person=Person(age=age))) == taken_out


def test_open_now_is_a_wish_for_what_is_known_to_be_open(asked: Asked) -> None:
    """The one wish that takes out the unknown: nobody should go there to find out."""
    offered = asked.names(needs=("damp",), filters=Filters(open_now=True))
    assert set(offered) == {"open", "open too", "open as well"}


def test_wishes_add_up(open_directory: Open) -> None:
    asked = open_directory(
        numbered(number, name, needs=("damp",), **fields)
        for number, (name, fields) in enumerate(
            {
                "both": costing(0) | of(Sector.NHS),
                "neither known": {},
                "free, council": costing(0) | of(Sector.LOCAL_AUTHORITY),
                "NHS, paid": costing(2) | of(Sector.NHS),
            }.items()
        )
    )
    wish = Filters(free=True, sectors=(Sector.NHS,))
    assert asked.names(needs=("damp",), filters=wish) == ["both", "neither known"]


PLACES: dict[str, dict[str, object]] = {
    "1 km away": {"locations": (away(1_000),)},
    "2 km away": {"locations": (away(1_999),)},
    "3 km away": {"locations": (away(3_000),)},
    "here and far": {"locations": (away(1_500), away(9_000))},
    "far, for the county": {
        "locations": (away(9_000),),
        "coverage": areas(HERTFORDSHIRE),
    },
    "nowhere to go to": {},
    "somewhere, we cannot tell where": {"locations": (replace(HALL),)},
}


@pytest.mark.parametrize(
    ("wish", "taken_out"),
    [
        (Filters(max_distance_m=2_000), {"3 km away", "far, for the county"}),
        (Filters(max_distance_m=5_000), {"far, for the county"}),
        (Filters(max_distance_m=50_000), set()),
    ],
)
def test_a_distance_takes_out_what_is_known_to_be_further(
    open_directory: Open, wish: Filters, taken_out: set[str]
) -> None:
    asked = open_directory(
        numbered(number, name, needs=("damp",), **fields)
        for number, (name, fields) in enumerate(PLACES.items())
    )
    assert set(PLACES) - set(asked.names(needs=("damp",), postcode=HOME, filters=wish)) == taken_out
    assert set(asked.names(needs=("damp",), filters=wish)) == set(PLACES), "no place, no distance"
