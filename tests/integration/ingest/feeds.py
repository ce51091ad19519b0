"""Feeds of a host on this machine, harvested day after day into one store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Engine

from tests.host import Host, Watch
from tests.integration.ingest.conftest import WORLD
from wayfinder.errors import FeedError
from wayfinder.ingest.harvest import Harvested, harvest
from wayfinder.ingest.sources import Declaration
from wayfinder.ingest.summary import Summary
from wayfinder.store.alerts import alerts
from wayfinder.store.engine import reading
from wayfinder.store.releases import latest_release

HEADER = "id,name,organization\n"


def table(*ids: str) -> str:
    return HEADER + "".join(f"{own},Service {own},Friends\n" for own in ids)


TEN = tuple("abcdefghij")


class Feeds:
    """Feeds of one host, harvested on one day after another into one store."""

    def __init__(self, host: Host, engine: Engine, folder: Path) -> None:
        self.host = host
        self.engine = engine
        self.watch = Watch()
        self._folder = folder
        self._now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def source(self, own: str, path: str, format: str = "csv", **told: Any) -> Declaration:
        return Declaration(
            id=own, name=own, format=format, url=self.host.url + path, allow_private=True, **told
        )

    def run(self, *declared: Declaration, **how: Any) -> tuple[Harvested, ...]:
        """A day later, with nothing kept in memory from the day before."""
        self._now += timedelta(days=1)
        return self.again(*declared, **how)

    def again(self, *declared: Declaration, **how: Any) -> tuple[Harvested, ...]:
        """A moment later."""
        self._now += timedelta(seconds=1)
        world = replace(WORLD, web=self.watch.web(self._folder))
        done = harvest(*(self.engine, declared, self._folder, world), now=lambda: self._now, **how)
        return done.sources

    @property
    def now(self) -> datetime:
        """The moment of the latest harvest."""
        return self._now

    @property
    def alerts(self) -> list[tuple[str, str]]:
        with reading(self.engine) as connection:
            return [(alert.source_id, alert.code) for alert in alerts(connection)]

    @property
    def release(self) -> int | None:
        with reading(self.engine) as connection:
            latest = latest_release(connection)
        return latest.number if latest else None


def summary(harvested: Harvested) -> Summary:
    assert harvested.summary is not None, harvested.error
    return harvested.summary


def error(harvested: Harvested) -> FeedError:
    assert harvested.error is not None
    return harvested.error


def live(host: Host, *, etag: bool = False) -> None:
    """A live feed of two pages, two shallow services on each."""
    for number in (1, 2):
        items = [{"id": own, "name": f"Service {own}"} for own in (f"{number}a", f"{number}b")]
        page = json.dumps({"total_pages": 2, "contents": items})
        host.file(f"/v3/services?page={number}&per_page=100", page, '"p"' if etag else None)
        for item in items:
            detail = json.dumps({**item, "description": "In full"})
            host.file(f"/v3/services/{item['id']}", detail, '"d"' if etag else None)
