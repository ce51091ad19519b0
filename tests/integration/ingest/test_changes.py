"""Partners mirror the directory by its changes: whatever sources say from day to day, a copy that
applies the pages in order is the directory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.integration.store.making import MONDAY, organization, record, service, stage
from wayfinder.archive import Archive
from wayfinder.domain.changes import Cursor
from wayfinder.domain.service import Phone, Service
from wayfinder.domain.service_view import ServiceView, service_view
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import not_known
from wayfinder.errors import InvalidInput, NotFound, NotReady
from wayfinder.ingest.publishing import publish
from wayfinder.ingest.retiring import retire
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import joint_services
from wayfinder.store.sources import keep_declared
from wayfinder.store.staging import StagedRecord

SOURCES = tuple(Source(id=own, name=own, trust=0.5) for own in ("north", "south"))


def next_release(engine: Engine, day: int, said: dict[Source, list[tuple[str, str]]]) -> None:
    """Each source says these (name, note) on a day, and the result is published."""
    now = MONDAY + timedelta(days=day)
    for source, rows in said.items():
        records = [record(name, n, note=note) for n, (name, note) in enumerate(rows, 1)]
        stage(engine, records, source=source, now=now)
    with transaction(engine) as connection:
        publish(connection, now)


def released(engine: Engine) -> dict[str, Service]:
    with reading(engine) as connection:
        return {it.id: it for it in joint_services(connection)}


class Mirror:
    """A partner's copy: the state of each service at the release when it was last told of."""

    def __init__(self, engine: Engine, archive: Archive) -> None:
        self._engine = engine
        self._archive = archive
        self._at = 0
        self.copy: dict[str, Service] = {}

    def catch_up(self, page: int) -> None:
        """Apply all pages, fetching what was added or changed."""
        now, cursor = released(self._engine), Cursor.behind(self._at)
        while True:
            told = self._archive.changes(cursor, page)
            for change in told.changes:
                if change.kind in ("added", "changed"):
                    self.copy[change.service_id] = now.get(change.service_id)  # type: ignore[assignment]
                else:
                    del self.copy[change.service_id]
            if told.next is None:
                self._at = told.release
                return
            cursor = Cursor.read(told.next) or cursor


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with closing(Archive(url)) as opened:
        yield opened


@pytest.mark.parametrize("seed", range(4))
def test_a_mirror_is_the_directory(engine: Engine, archive: Archive, seed: int) -> None:
    rng = random.Random(seed)
    often, seldom = Mirror(engine, archive), Mirror(engine, archive)
    names = [f"Service {n}" for n in range(9)]
    for day in range(8):
        said = {
            source: [(name, rng.choice(["old", "new"])) for name in names if rng.random() < 0.6]
            or [("Always", "old")]
            for source in SOURCES
        }
        next_release(engine, day, said)
        often.catch_up(page=rng.randint(1, 5))
    seldom.catch_up(page=3)
    assert often.copy == seldom.copy == released(engine)


def shown(services: dict[str, Service]) -> dict[str, ServiceView]:
    """What `GET /v1/services/{id}` tells of each, but for what the calendar alone moves."""
    return {own: service_view(it, None) for own, it in services.items()}


def some_day(engine: Engine, rng: random.Random, day: int) -> None:
    """Whatever sources do from one day to the next: a date moves, a record is another's member or
    comes under another id, trust changes, a source is retired; some of it, and a release."""
    now = MONDAY + timedelta(days=day)
    for source in SOURCES:
        if rng.random() < 0.2:
            with transaction(engine) as connection, suppress(NotFound):
                retire(connection, source.id, now, not_known, publish=False)
            continue
        told = replace(source, trust=rng.choice([0.2, 0.5, 0.9]))
        records = [
            StagedRecord(record_id, row, "offered", service=told_by(told, name, record_id, rng))
            for row, name in enumerate(("Hub", "Shed", "Choir"), 1)
            if rng.random() < 0.8
            for record_id in rng.choice([[name], [f"{name} 2"], [name, f"{name} 2"]])
        ]
        stage(engine, records, source=told, now=now)
        with transaction(engine) as connection:
            keep_declared(connection, [told], now)
    with transaction(engine) as connection:
        publish(connection, now)


def told_by(source: Source, name: str, record_id: str, rng: random.Random) -> Service:
    as_of = rng.choice([None, *(MONDAY.date() - timedelta(days=days) for days in (5, 90, 400))])
    own = service(record_id, source, as_of, note=rng.choice(["old", "new"]))
    return replace(
        own,
        id=f"{source.id}/{record_id}",
        name=name,
        url=f"https://{name.lower()}.org.uk/",
        organization=organization(name),
        phones=(Phone(number="01992 555555"),),
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_copy_tells_what_the_server_tells(engine: Engine, archive: Archive, seed: int) -> None:
    rng = random.Random(seed)
    partner = Mirror(engine, archive)
    joined = disputed = 0
    for day in range(12):
        some_day(engine, rng, day)
        partner.catch_up(page=rng.randint(1, 5))
        server = shown(released(engine))
        assert shown(partner.copy) == server, f"day {day}"
        joined += sum(bool(it.merged_ids) for it in server.values())
        disputed += sum(bool(it.conflicts) for it in server.values())
    assert joined, "days on which nothing is joint try little"
    assert disputed


def test_changes_tell_what_changed(engine: Engine, archive: Archive) -> None:
    (source, _) = SOURCES
    next_release(engine, 0, {source: [("A", "old"), ("B", "old"), ("C", "old")]})
    next_release(engine, 1, {source: [("A", "new"), ("C", "old"), ("D", "old")]})
    next_release(engine, 2, {source: [("A", "new"), ("C", "old"), ("D", "old")]})
    names = {it.id: it.name for it in released(engine).values()}
    page = archive.changes(Cursor.behind(1), 10)
    assert {(names.get(it.service_id), it.kind, it.fields) for it in page.changes} == {
        ("A", "changed", ("note",)),
        ("D", "added", ()),
        (None, "withdrawn", ()),
    }
    assert (page.release, page.next) == (3, None)
    assert archive.changes(Cursor.behind(3), 10).changes == ()


def test_a_release_that_is_yet_to_come_is_refused(engine: Engine, archive: Archive) -> None:
    with pytest.raises(NotReady):
        archive.changes(Cursor.behind(0), 10)
    next_release(engine, 0, {SOURCES[0]: [("A", "old")]})
    with pytest.raises(InvalidInput, match="since=1"):
        archive.changes(Cursor.behind(2), 10)
