"""Short ways to say a service, a feed and an import in a test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Engine

from wayfinder.domain.service import Location, Organization, Origin, Service, ServiceAtLocation
from wayfinder.domain.source import Source
from wayfinder.store import (
    Changes,
    StagedRecord,
    StagedRejection,
    offered_services,
    reading,
    transaction,
)
from wayfinder.store import stage as stage_records

COUNCIL = Source(id="council", name="A council")
CHARITY = Source(id="charity", name="A charity")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def uuid_of(word: str) -> str:
    return str(uuid5(NAMESPACE_URL, word))


def organization(word: str, **more: Any) -> Organization:
    return Organization(**{"id": uuid_of(word), "name": word, **more})


def place(word: str, **more: Any) -> ServiceAtLocation:
    return ServiceAtLocation(location=Location(**{"id": uuid_of(word), "name": word, **more}))


def service(word: str, source: Source = COUNCIL, as_of: date | None = None, **more: Any) -> Service:
    return Service(
        **{
            "id": uuid_of(word),
            "name": word,
            "organization": organization("The owner"),
            "origins": {"*": Origin(source.id, word, as_of)},
            **more,
        }
    )


def record(word: str, row: int = 1, source: Source = COUNCIL, **more: Any) -> StagedRecord:
    return StagedRecord(word, row, "offered", None, service(word, source, **more))


def records(*words: str, **more: Any) -> list[StagedRecord]:
    return [record(word, row, **more) for row, word in enumerate(words, 1)]


def stage(
    engine: Engine,
    told: Iterable[StagedRecord],
    refused: Iterable[StagedRejection] = (),
    source: Source = COUNCIL,
    now: datetime = MONDAY,
) -> Changes:
    with transaction(engine) as connection:
        return stage_records(connection, source, told, refused, now)


def offered(engine: Engine) -> list[Service]:
    with reading(engine) as connection:
        return list(offered_services(connection))


def names(engine: Engine) -> list[str]:
    return sorted(found.name for found in offered(engine))
