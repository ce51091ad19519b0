"""The places of a joint record: whose they are, what is filled in, and when they differ."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.ingest.merging.making import (
    LAST_WEEK,
    MONDAY,
    TODAY,
    at,
    member,
    phone,
)
from wayfinder.domain.hours import Session
from wayfinder.ingest.merging.merge import merge


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"lat_deg": 51.9000, "lon_deg": -0.2}, {"lat_deg": 51.9005, "lon_deg": -0.2}, False),
        ({"lat_deg": 51.9000, "lon_deg": -0.2}, {"lat_deg": 51.9020, "lon_deg": -0.2}, True),
        ({"lat_deg": 51.9000, "lon_deg": -0.2}, {}, False),
        ({"lat_deg": 51.9000, "lon_deg": -0.2}, {"lat_deg": 51.9020, "lon_deg": -0.2,
                                                 "position_source": "postcode"}, False),
        ({"lat_deg": 51.9000, "lon_deg": -0.2}, {"lat_deg": 51.9060, "lon_deg": -0.2,
                                                 "position_source": "postcode"}, True),
    ],
)  # fmt: skip
def test_points_of_one_place_differ_when_neither_can_be_the_other(
    one: dict[str, Any], other: dict[str, Any], told: bool
) -> None:
    members = [member("a", 0.9, LAST_WEEK, locations=(at(**one),))]
    members += [member("b", 0.5, LAST_WEEK, locations=(at(**other),))]
    assert ("locations" in merge(members, TODAY).conflicts) is told


def test_what_others_know_of_a_place_is_filled_in_and_is_theirs() -> None:
    rough: dict[str, Any] = {"lat_deg": 51.9, "lon_deg": -0.2, "position_source": "postcode"}
    known: dict[str, Any] = {"accessibility": ("Ramp",), "lat_deg": 51.901, "lon_deg": -0.2}
    members = [member("a", 0.9, LAST_WEEK, locations=(at(name="Hub", **rough),))]
    members += [member("b", 0.5, LAST_WEEK, locations=(at(phones=phone("111"), **known),))]
    members += [member("c", 0.4, LAST_WEEK, locations=(at(sessions=(MONDAY,)),))]
    joint = merge(members, TODAY)
    (place,) = joint.locations
    assert (place.location.name, place.location.accessibility) == ("Hub", ("Ramp",))
    assert place.location.lat_deg == 51.901, "a stated point before a postcode's"
    whose = {it.removeprefix("locations.p."): joint.origins[it].source_id for it in joint.origins}
    assert {it: whose[it] for it in ("accessibility", "position", "phones", "sessions")} == {
        "accessibility": "b",
        "position": "b",
        "phones": "b",
        "sessions": "c",
    }
    assert not joint.conflicts, "nobody says otherwise"


def test_hours_of_the_same_place_are_taken_from_whoever_knows_them() -> None:
    joint = merge(
        [
            member("a", 0.9, LAST_WEEK, locations=(at("SG1 1EJ"), at("AL1 3JE"))),
            member("b", 0.5, LAST_WEEK, locations=(at("AL1 3JE", sessions=(MONDAY,)),)),
        ],
        TODAY,
    )
    assert [it.sessions for it in joint.locations] == [(), (MONDAY,)]
    assert joint.origin("locations").source_id == "a"
    assert joint.origins["locations.p.sessions"].source_id == "b"


def test_hours_that_differ_at_one_place_are_a_conflict() -> None:
    longer, shorter = (at(sessions=(MONDAY,)),), (at(sessions=(Session(0, 600, 720),)),)
    members = [member("a", 0.9, LAST_WEEK, locations=longer)]
    members += [member("b", 0.5, LAST_WEEK, locations=shorter)]
    joint = merge(members, TODAY)
    assert joint.locations == longer
    (claim,) = joint.conflicts["locations"]
    assert claim.value[0]["sessions"][0]["opens_min"] == 600


def test_another_house_at_the_postcode_keeps_its_own_hours() -> None:
    one, other = at(address_lines=("1 High St",)), at(address_lines=("99 High St",))
    with_hours = replace(other, sessions=(MONDAY,), phones=phone("01438 111111"))
    members = [member("a", 0.9, LAST_WEEK, locations=(one,))]
    members += [member("b", 0.5, LAST_WEEK, locations=(with_hours,))]
    joint = merge(members, TODAY)
    assert joint.locations == (one,)
    assert "locations" in joint.conflicts


def test_hours_of_a_place_never_outdo_those_of_a_service_that_is_believed_more() -> None:
    members = [member("a", 0.9, LAST_WEEK, sessions=(MONDAY,), locations=(at(),))]
    members += [member("b", 0.5, LAST_WEEK, locations=(at(sessions=(Session(0, 600, 720),)),))]
    joint = merge(members, TODAY)
    assert joint.hours_at(joint.locations[0]).sessions == (MONDAY,)
    assert "locations" in joint.conflicts


def test_what_one_source_hides_no_other_tells() -> None:
    open_place = at("SG1 1EJ", address_lines=("12 Quiet Lane",))
    joint = merge(
        [
            member("a", 0.9, LAST_WEEK, locations=(open_place,)),
            member("b", 0.1, None, locations=(at("SG1 1AA", confidential=True),)),
        ],
        TODAY,
    )
    assert all(it.location.confidential for it in joint.locations)
    assert "locations" not in joint.conflicts


def test_an_address_that_a_feed_gives_as_a_name_too_is_no_name() -> None:
    street = ("4 Bedwell Crescent",)
    members = [member("a", 0.9, LAST_WEEK, locations=(at(address_lines=("4 Bedwell Cresc",)),))]
    for source, name in (("b", "4 Bedwell Crescent"), ("c", "The Hub")):
        place = at(name=name, address_lines=street)
        members.append(member(source, 0.5, LAST_WEEK, locations=(place,)))
    joint = merge(members, TODAY)
    assert joint.locations[0].location.name == "The Hub"
    assert joint.origins["locations.p.name"].source_id == "c"
