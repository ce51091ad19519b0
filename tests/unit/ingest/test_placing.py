"""A postcode places what its source does not; a source's own point stands."""

from __future__ import annotations

import pytest

from wayfinder.domain.service import Location, Organization, Origin, Service, ServiceAtLocation
from wayfinder.ingest.placing import placed
from wayfinder.store.staging import StagedRecord

POINTS = {"AL1 3JE": (51.75, -0.34)}


def record(location: Location | None) -> StagedRecord:
    service = Service(
        id="1",
        name="Café",
        organization=Organization(id="o", name="Friends"),
        origins={"*": Origin("test", "1")},
        locations=(ServiceAtLocation(location=location),) if location else (),
    )
    return StagedRecord("1", 1, "offered", service=service)


@pytest.mark.parametrize(
    ("location", "point", "by"),
    [
        (Location(id="l", postcode="AL1 3JE"), (51.75, -0.34), "postcode"),
        (Location(id="l", postcode="AL1 9ZZ"), (None, None), None),
        (Location(id="l", city="St Albans"), (None, None), None),
        (
            Location(
                id="l", postcode="AL1 3JE", lat_deg=51.0, lon_deg=-1.0, position_source="feed"
            ),
            (51.0, -1.0),
            "feed",
        ),
    ],
)
def test_a_postcode_places_what_the_source_does_not(
    location: Location, point: tuple[float | None, float | None], by: str | None
) -> None:
    service = placed(record(location), POINTS.get).service
    assert service is not None
    (at,) = service.locations
    assert (at.location.lat_deg, at.location.lon_deg) == point
    assert at.location.position_source == by


def test_what_has_no_place_is_kept_as_it_is() -> None:
    for untouched in (record(None), StagedRecord("1", 1, "not_offered", "not a practice")):
        assert placed(untouched, POINTS.get) is untouched
