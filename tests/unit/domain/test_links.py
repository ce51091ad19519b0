"""What a person sees of two records to tell whether they are one service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.links import PairCursor, compared, side
from wayfinder.domain.service import (
    Location,
    Organization,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)

OURS: dict[str, object] = {
    "name": "Lily Refuge Harlow",
    "phones": (Phone(number="01279 111000"),),
    "url": "https://www.lily.example/",
    "email": "Help@lily.example",
    "locations": (ServiceAtLocation(location=Location(id="a", postcode="CM20 1HP")),),
}


def told(**other: object) -> Service:
    organization = Organization(id="o", name=str(other.pop("owner", "Lily Refuge")))
    origins = {"*": Origin("vol", "v9")}
    return Service(id="s", organization=organization, origins=origins, **{**OURS, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "field", "agreement"),
    [
        ({"name": "Harlow: Lily refuge"}, "name", "same"),
        ({"name": "Lily Outreach"}, "name", "differs"),
        ({"owner": "LILY REFUGE"}, "organization", "same"),
        ({"phones": (Phone(number="+44 1279 111 000"),)}, "phones", "same"),
        ({"phones": (Phone(number="01279 222000"),)}, "phones", "differs"),
        ({"phones": ()}, "phones", None),
        ({"url": "http://lily.example"}, "url", "same"),
        ({"email": "help@lily.example"}, "email", "same"),
        ({"locations": ()}, "places", None),
    ],
)
def test_a_field_agrees_in_whatever_spelling(
    other: dict[str, object], field: str, agreement: str | None
) -> None:
    assert compared(told(), told(**other)).get(field) == agreement


def test_of_a_confidential_place_there_is_only_that_there_is_one() -> None:
    hidden = Location(id="a", postcode="CM20 1HP", city="Harlow", confidential=True)
    service = told(locations=(ServiceAtLocation(location=hidden),))
    shown = side(service)
    assert (shown.places, shown.address_withheld) == ((), True)
    assert "places" not in compared(service, told())


SCORES = st.integers(1, 1_000).map(lambda it: it / 1_000)


@given(SCORES, st.integers(0, 99), st.uuids(version=4), st.uuids(version=4))
def test_a_cursor_reads_as_it_is_written(
    score: float, evidence: int, left: object, right: object
) -> None:
    cursor = PairCursor(score, evidence, str(left), str(right))
    assert PairCursor.read(str(cursor)) == cursor
