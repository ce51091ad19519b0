"""Whatever is asked, from wherever: everybody leaves with somebody to turn to."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.caller import Caller
from wayfinder.app import create_app
from wayfinder.location.distance import METRES_PER_MILE
from wayfinder.settings import Settings

NATIONS = {
    "SG1 1EH": "East of England",
    "CM20 1XA": "East of England",
    "NE1 7RU": "North East England",
    "M1 1AE": "North West England",
    "LS1 1UR": "Yorkshire and The Humber",
    "NG1 5FS": "East Midlands",
    "B1 1BB": "West Midlands",
    "SW1A 1AA": "London",
    "BN1 1AE": "South East England",
    "TR1 2HH": "South West England",
    "CF10 1EP": "Wales",
    "LL57 2DG": "Wales",
    "EH1 1YZ": "Scotland",
    "ZE1 0LZ": "Scotland",
}
"""Streets of every region of England, of Wales and of Scotland, out to Shetland."""

FIRST_DOORS = {
    "Hertfordshire": "HertsHelp",
    "Essex": "Essex Wellbeing Service",
    "England": "NHS 111",
    "Wales": "NHS 111 Wales",
    "Scotland": "NHS 24",
}
LAST_DOOR = "Your local council (GOV.UK finds it)"


@pytest.fixture(scope="module")
def caller(filled: Settings) -> Caller:
    return Caller(create_app(filled))


def usable(contact: Mapping[str, Any]) -> bool:
    return any(contact.get(way) for way in ("phone", "text", "url"))


@pytest.mark.parametrize(("postcode", "region"), NATIONS.items())
def test_every_address_has_a_named_door_the_most_local_first(
    caller: Caller, postcode: str, region: str
) -> None:
    asked = {"need": "debt", "postcode": postcode}
    answer = caller.post("/v1/match", json=asked).json()
    areas = [area["name"] for area in answer["understood"]["place"]["areas"]]
    doors = answer["front_doors"]
    assert region in areas
    # The areas run from the most local to the widest, and so do the doors.
    assert doors[0]["name"] == next(FIRST_DOORS[name] for name in areas if name in FIRST_DOORS)
    assert doors[-1]["name"] == LAST_DOOR
    reach = [areas.index(door["area"]) for door in doors]
    assert reach == sorted(reach)
    assert all(map(usable, doors))
    assert any(door.get("phone") for door in doors)


@pytest.mark.parametrize(
    ("postcode", "first"),
    [("SG14 9ZZ", "HertsHelp"), ("CM17 9ZZ", "Essex Wellbeing Service"), ("M1 9ZZ", "NHS 111")],
)
def test_a_postcode_that_is_half_known_has_the_doors_of_its_half(
    caller: Caller, postcode: str, first: str
) -> None:
    problem = caller.post("/v1/match", json={"need": "debt", "postcode": postcode}).json()
    assert (problem["status"], problem["code"]) == (404, "postcode_unknown")
    assert problem["outward"] == postcode.partition(" ")[0]
    assert problem["front_doors"][0]["name"] == first
    assert not {"Wales", "Scotland"} & {door["area"] for door in problem["front_doors"]}


DANGERS = ("i want to kill myself", "he hits me and i am scared", "i can smell gas")
NEEDS = st.sampled_from(
    (
        *DANGERS,
        *("debt", "my mum keeps falling over", "xyzzy plugh", "zumba for hedgehogs", "childline"),
        *("warm space", "somewhere to sing", "a group for men", "library", "dentist", "food bank"),
    )
)
ADDRESSES = st.one_of(
    st.sampled_from([{"postcode": each} for each in NATIONS]),
    st.sampled_from([{}, {"postcode": "SG8"}, {"postcode": "TD15"}]),  # two counties, two nations
    st.builds(
        lambda lat, lon: {"latitude": lat, "longitude": lon},
        st.floats(51.6, 52.2),
        st.floats(-0.7, 0.4),
    ),
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "open_now": st.just(True),
        "free": st.just(True),
        "channels": st.lists(st.sampled_from(["in_person", "phone", "text"]), max_size=2),
        "languages": st.lists(st.sampled_from(["pl", "Klingon"]), max_size=1),
        "sectors": st.lists(st.sampled_from(["nhs", "voluntary"]), max_size=1),
        "max_distance_m": st.sampled_from([1, 500, 20_000, 2_000_000]),
    },
)
AGES, LIMITS = st.sampled_from([None, 0.5, 9, 40, 82]), st.sampled_from([1, 10, 50])


def enquiries(
    needs: st.SearchStrategy[str],
    places: st.SearchStrategy[dict[str, Any]],
    filters: st.SearchStrategy[dict[str, Any]],
    ages: st.SearchStrategy[float | None],
) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda need, place, filters, age, limit: {
            "need": need,
            **place,
            "filters": filters,
            "person": {"age": age},
            "limit": limit,
        },
        *(needs, places, filters, ages, LIMITS),
    )


GOOD = enquiries(NEEDS, ADDRESSES, FILTERS, AGES)
SLIPS = enquiries(
    NEEDS | st.sampled_from(["", "i want to kill myself " + "a" * 2001]),
    ADDRESSES
    | st.sampled_from(
        [
            *({"postcode": each} for each in ("BT1 1AA", "ZZ99 3VZ", "SG1 9ZZ", "not one")),
            {"latitude": 55.0, "longitude": 4.0},  # in the North Sea
            {"latitude": 49.0, "longitude": -20.0},
            {"latitude": 51.9},
        ]
    ),
    FILTERS | st.sampled_from([{"channels": ["fax"]}, {"max_distance_m": 0}, {"wish": 1}]),
    AGES | st.just(999),
)
SEARCHES = ("/v1/match", "/v1/match?as_of=1999-12-31", "/v1/match?as_of=soon")
CHECKS = ("/v1/services/{id}/check", "/v1/services/{id}/check?as_of=1999-12-31")
NO_SUCH = "/v1/services/no-such-id/check"


@pytest.fixture(scope="module")
def known(caller: Caller) -> str:
    """The id of a service."""
    found = caller.post("/v1/match", json={"need": "debt"}).json()
    return str(found["matches"][0]["service"]["id"])


def assert_somebody_to_turn_to(said: dict[str, Any], need: str) -> None:
    signposts = said.get("urgent", ())
    assert said["front_doors"]
    assert all(map(usable, said["front_doors"]))
    assert all(map(usable, chain.from_iterable(each["contacts"] for each in signposts)))
    if any(danger in need for danger in DANGERS):
        assert signposts


@settings(max_examples=150, deadline=None)
@given(st.sampled_from((*SEARCHES, *CHECKS, NO_SUCH)), SLIPS)
def test_every_answer_and_every_refusal_ends_in_somebody_to_turn_to(
    caller: Caller, known: str, address: str, enquiry: dict[str, Any]
) -> None:
    response = caller.post(address.format(id=known), json=enquiry)
    assert response.status_code in (200, 404, 410, 422)
    assert_somebody_to_turn_to(response.json(), enquiry["need"])


@settings(max_examples=150, deadline=None)
@given(GOOD)
def test_everything_that_was_relaxed_is_told(caller: Caller, enquiry: dict[str, Any]) -> None:
    response = caller.post("/v1/match", json=enquiry)
    assert response.status_code == 200, response.text
    assert_somebody_to_turn_to(response.json(), enquiry["need"])
    assert_nothing_is_relaxed_in_silence(response.json(), enquiry)


def assert_nothing_is_relaxed_in_silence(said: dict[str, Any], enquiry: dict[str, Any]) -> None:
    steps = {each["step"] for each in said["relaxed"]}
    assert all(each["text"] for each in said["relaxed"])
    assert ("nothing_found" in steps) == (said["total"] == 0)
    widest_m = max([10, *(int(step.split("_")[1]) for step in steps if "distance" in step)])
    for match in said["matches"]:
        if enquiry["filters"].get("open_now") and "open_now" not in steps:
            assert match["opening"]["status"] in ("open", "closes_soon")
        if match["distance_m"] is not None and match["serves"] != "yes":
            wished = enquiry["filters"].get("max_distance_m")
            assert match["distance_m"] <= (wished or widest_m * METRES_PER_MILE) + 1
        codes = {reason["code"] for reason in match["reasons"]}
        if "related_need" in codes and not codes & {"need", "text"}:
            assert "related_needs" in steps
        if enquiry["filters"].get("free"):
            assert match["service"]["cost"]["kind"] != "paid", "never relaxed"
        if enquiry["person"]["age"] is not None:
            assert match["eligibility"]["verdict"] != "not_met", "never relaxed"
