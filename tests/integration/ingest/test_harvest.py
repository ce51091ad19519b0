"""The manifest's sources over real HTTP: fetched politely, believed with care, as one step."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.host import Answer, Asked, Host
from tests.integration.ingest.conftest import WORLD
from tests.integration.ingest.feeds import TEN, Feeds, error, live, summary, table
from wayfinder.domain.service import Service
from wayfinder.errors import NotFound
from wayfinder.ingest.harvest import chosen, harvest
from wayfinder.ingest.run import FORMATS, bring_in
from wayfinder.ingest.sources import Declaration, load_sources
from wayfinder.ingest.summary import Summary
from wayfinder.location.place import AreaRef, AreaType
from wayfinder.store.alerts import alerts
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import reading

MANIFEST = """
[[source]]
id = "good"
name = "Good"
format = "csv"
file = "good.csv"
enabled = true

[[source]]
id = "broken"
name = "Broken"
format = "oruk"
file = "broken.json"
enabled = true

[[source]]
id = "off"
name = "Off"
format = "csv"
file = "good.csv"
"""

Offered = Callable[[], dict[str, Service]]


@pytest.fixture
def declared(tmp_path: Path) -> tuple[Declaration, ...]:
    (tmp_path / "sources.toml").write_text(MANIFEST)
    (tmp_path / "good.csv").write_text("id,name,organization\na,Advice,Friends\n")
    (tmp_path / "broken.json").write_text("<html>")
    return load_sources(tmp_path / "sources.toml", frozenset(FORMATS))


def now() -> datetime:
    return datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_source_that_fails_stops_no_other(
    engine: Engine, tmp_path: Path, declared: tuple[Declaration, ...]
) -> None:
    turned = (declared[1], declared[0])
    broken, good = harvest(engine, turned, tmp_path, WORLD, now=now).sources
    assert broken.summary is None
    assert broken.error is not None
    assert "web page" in broken.error.detail
    assert good.summary is not None
    assert (good.summary.source, good.summary.added) == ("good", 1)


def test_only_enabled_sources_run_unless_named(declared: tuple[Declaration, ...]) -> None:
    assert [one.id for one in chosen(declared, [])] == ["good", "broken"]
    assert [one.id for one in chosen(declared, ["off"])] == ["off"]
    with pytest.raises(NotFound, match="No source 'nil' is declared; there are good, broken, off"):
        chosen(declared, ["nil"])


def test_a_declared_area_holds_where_a_record_states_none(
    engine: Engine, tmp_path: Path, declared: tuple[Declaration, ...]
) -> None:
    local = replace(declared[0], coverage=("Hertfordshire",))
    (unknown,) = harvest(engine, [local], tmp_path, WORLD, now=now).sources
    assert "'Hertfordshire' is no area we know" in error(unknown).detail

    county = AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire")
    world = replace(WORLD, areas=lambda _: county)
    (done,) = harvest(engine, [local], tmp_path, world, now=now).sources
    assert done.summary is not None
    assert done.summary.added == 1
    with reading(engine) as connection:
        assert [it.coverage.is_default for it in offered_services(connection)] == [True]


@pytest.fixture
def feeds(host: Host, engine: Engine, tmp_path: Path) -> Feeds:
    return Feeds(host, engine, tmp_path / "feeds")


def test_all_sources_become_one_release(feeds: Feeds, offered: Offered) -> None:
    feeds.host.file("/a.csv", table("a"))
    feeds.host.file("/b.csv", table("b"))
    one, two = feeds.run(feeds.source("one", "/a.csv"), feeds.source("two", "/b.csv"))
    assert (summary(one).added, summary(two).added, feeds.release) == (1, 1, 1)
    assert set(offered()) == {"Service a", "Service b"}


def test_a_feed_that_has_not_changed_is_neither_sent_nor_read(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table(*TEN) + "k,,Friends\n", etag='"1"')
    source = feeds.source("one", "/a.csv")
    first = summary(*feeds.run(source))
    again = summary(*feeds.run(source))
    assert (first.not_modified, again.not_modified) == (False, True)
    assert (again.release, again.published, again.added, again.unchanged) == (1, False, 0, 10)
    for told in ("read", "offered", "rejected", "reasons", "rejections"):
        assert getattr(again, told) == getattr(first, told), "what stands is told all the same"
    assert feeds.host.asked[-1].headers["if-none-match"] == '"1"'
    feeds.host.file("/a.csv", table(*TEN, "k"), etag='"2"')
    assert summary(*feeds.run(source)).added == 1


def test_last_modified_serves_as_well(feeds: Feeds) -> None:
    day = "Fri, 01 May 2026 12:00:00 GMT"

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("if-modified-since") == day:
            return Answer(304)
        return Answer(body=table("a"), headers={"Last-Modified": day})

    feeds.host.answers["/a.csv"] = answer
    feeds.run(feeds.source("one", "/a.csv"))
    assert summary(*feeds.run(feeds.source("one", "/a.csv"))).not_modified


def test_whoever_reads_it_otherwise_reads_all_of_it(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"), etag='"1"')
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    mapped = replace(source, fields={"id": "id", "name": "organization", "organization": "name"})
    assert summary(*feeds.run(mapped)).changed == 1
    assert summary(*feeds.run(mapped)).not_modified
    assert not summary(*feeds.run(mapped, afresh=True)).not_modified


def test_a_live_feed_is_unchanged_if_all_its_answers_are(feeds: Feeds) -> None:
    live(feeds.host, etag=True)
    source = feeds.source("live", "/v3", "oruk")
    assert summary(*feeds.run(source)).added == 4
    assert summary(*feeds.run(source)).not_modified
    new = json.dumps({"id": "2b", "name": "Service 2b", "description": "Other words"})
    feeds.host.file("/v3/services/2b", new, '"e"')
    news = summary(*feeds.run(source))
    assert (news.read, news.changed, news.unchanged) == (4, 1, 3)


FIRST, SECOND = (f"/v3/services?page={number}&per_page=100" for number in (1, 2))


def test_a_run_that_died_asks_for_the_whole_list_again(feeds: Feeds) -> None:
    live(feeds.host)
    feeds.host.answers[SECOND] = [Answer(403)]
    source = feeds.source("live", "/v3", "oruk")
    assert "status 403" in error(*feeds.run(source)).detail
    before = len(feeds.host.paths)
    live(feeds.host)
    assert summary(*feeds.again(source)).added == 4
    assert feeds.host.paths[before:].count(FIRST) == 2  # A list is read twice.


def test_an_interrupted_harvest_leaves_all_as_it_was(
    feeds: Feeds, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds.host.file("/a.csv", table(*TEN))
    live(feeds.host)
    sources = (feeds.source("one", "/a.csv"), feeds.source("live", "/v3", "oruk"))
    feeds.run(*sources)
    before = offered()
    feeds.host.file("/a.csv", table(*TEN, "k"))

    count = iter(range(9))

    def interrupted(*args: Any, **others: Any) -> Summary:
        if next(count):
            raise KeyboardInterrupt
        return bring_in(*args, **others)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("wayfinder.ingest.harvest.bring_in", interrupted)
        feeds.run(*sources)
    assert (offered(), feeds.release, feeds.alerts) == (before, 1, [])
    asked = len(feeds.host.paths)
    assert summary(feeds.again(*sources)[0]).added == 1
    assert not [path for path in feeds.host.paths[asked:] if path.startswith("/v3/services/")]


def test_a_harvest_interrupted_while_fetching_calls_its_threads_back(
    feeds: Feeds, offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def for_ever(_: Asked) -> Answer:
        asked.set()
        return Answer(503)

    def interrupted(_future: object) -> None:
        asked.wait(timeout=30)
        raise KeyboardInterrupt

    feeds.host.answers["/a.csv"] = for_ever
    monkeypatch.setattr("concurrent.futures.Future.result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        feeds.run(feeds.source("one", "/a.csv"))
    assert offered() == {}
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]


def test_a_private_address_needs_leave(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"))
    kept_out = replace(feeds.source("one", "/a.csv"), allow_private=False)
    assert "not on the public internet" in error(*feeds.run(kept_out)).detail
    assert feeds.host.asked == []


def test_no_secret_of_an_address_comes_into_messages_alerts_or_the_data_folder(
    feeds: Feeds, tmp_path: Path
) -> None:
    feeds.host.answers["/a.csv"] = [Answer(body=table("a"))]
    source = feeds.source("one", "/a.csv?key=sesame")
    feeds.run(source)
    feeds.host.answers["/a.csv"] = [Answer(403)]
    assert "sesame" not in error(*feeds.run(source)).detail
    with reading(feeds.engine) as connection:
        assert "sesame" not in str(alerts(connection))
    assert not [each for each in (tmp_path / "feeds").iterdir() if b"sesame" in each.read_bytes()]
