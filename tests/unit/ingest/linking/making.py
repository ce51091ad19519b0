"""Prints of made-up services."""

from __future__ import annotations

from typing import Any

from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)
from wayfinder.ingest.linking.prints import Print, print_of


def told(id: str, name: str, **fields: Any) -> Print:
    """What is compared of a service; the part of `id` before "/" is its source."""
    return print_of(service(id, name, **fields))


def service(
    id: str,
    name: str,
    *,
    org: str = "",
    ods: str = "",
    charity: str = "",
    phone: str = "",
    url: str | None = None,
    email: str | None = None,
    address: str = "",
    city: str | None = None,
    postcode: str = "",
    point: tuple[float, float] | None = None,
    confidential: bool = False,
    days: tuple[int, ...] = (),
    ages: tuple[float, float] | None = None,
) -> Service:
    """A service with what is given and nothing else."""
    numbers = (("ods", ods), ("charity-ew", charity))
    low, high = ages or (None, None)
    lat_deg, lon_deg = point or (None, None)
    place = Location(
        id=id,
        address_lines=tuple(part.strip() for part in address.split(",") if part),
        city=city,
        postcode=postcode or None,
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        confidential=confidential,
    )
    return Service(
        id=id,
        name=name,
        organization=Organization(
            id=f"{id}/owner",
            name=org or name,
            identifiers=tuple(Identifier(*it) for it in numbers if it[1]),
        ),
        origins={"*": Origin(id.partition("/")[0], id)},
        url=url,
        email=email,
        phones=(Phone(number=phone),) if phone else (),
        locations=(ServiceAtLocation(location=place),) if address or postcode or point else (),
        sessions=tuple(Session(day, 600, 720) for day in days),
        eligibility=Eligibility(minimum_age=low, maximum_age=high),
    )
