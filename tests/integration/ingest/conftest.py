"""Imports run against real databases: the store's own, SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.host import Host, running_host
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.ingest.run import World, import_feed
from wayfinder.ingest.summary import Summary
from wayfinder.location.place import AreaRef
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading

Import = Callable[..., Summary]


def no_area(text: str) -> AreaRef | None:
    del text
    return None


def everywhere(postcode: str) -> tuple[float, float]:
    """A point of its own for each postcode: the same one every time."""
    return 51.0 + sum(map(ord, postcode)) % 100 / 100, -0.3


WORLD = World(place=everywhere, areas=no_area)


@pytest.fixture
def run_import(engine: Engine, tmp_path: Path) -> Import:
    """Import a path, or a text written to a file, on a given day of 2026."""

    def run(
        what: Path | str | bytes,
        format: str = "csv",
        *,
        source: str = "test",
        day: int = 1,
        publish: bool = True,
    ) -> Summary:
        if not isinstance(what, Path):
            file = tmp_path / "feed"
            file.write_bytes(what if isinstance(what, bytes) else what.encode())
            what = file
        return import_feed(
            engine,
            Source(id=source, name=source),
            format,
            str(what),
            WORLD,
            now=datetime(2026, 5, day, 12, tzinfo=UTC),
            publish=publish,
        )

    return run


@pytest.fixture
def offered(engine: Engine) -> Callable[[], dict[str, Service]]:
    """What the directory offers now, by name."""

    def services() -> dict[str, Service]:
        with reading(engine) as connection:
            return {service.name: service for service in offered_services(connection)}

    return services


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as host:
        yield host
