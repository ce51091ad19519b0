"""What sources say of one service, to be merged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tests.answering import numbered
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Location, Origin, Phone, ServiceAtLocation
from wayfinder.domain.source import Source
from wayfinder.ingest.merging.merge import Member

TODAY = date(2026, 11, 22)
LAST_WEEK, LAST_YEAR = TODAY - timedelta(days=7), TODAY - timedelta(days=365)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = Session(0, 540, 1020)


def member(source: str, trust: float, as_of: date | None, **fields: Any) -> Member:
    """What a source says; the longest known of several is the first of the alphabet."""
    number = ord(source[0])
    service = replace(
        numbered(number, fields.pop("name", "Warm Hub")),
        origins={"*": Origin(source, f"{source}-1", as_of)},
        **fields,
    )
    return Member(service, Source(id=source, name=source, trust=trust), SINCE)


def at(postcode: str | None = "SG1 1EJ", **fields: Any) -> ServiceAtLocation:
    of_place = {name: fields.pop(name) for name in ("sessions", "phones") if name in fields}
    return ServiceAtLocation(location=Location(id="p", postcode=postcode, **fields), **of_place)


def phone(number: str) -> tuple[Phone, ...]:
    return (Phone(number=number),)
