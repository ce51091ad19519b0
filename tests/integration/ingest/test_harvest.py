"""The manifest's sources over real HTTP: fetched politely, believed with care, as one step."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.host import Answer, Asked, Host, Watch, running_host
from tests.integration.ingest.conftest import WORLD
from wayfinder.domain.service import Service
from wayfinder.errors import DirectoryError, FeedError, NotFound
from wayfinder.ingest.harvest import Harvested, chosen, harvest
from wayfinder.ingest.run import FORMATS, Summary, bring_in
from wayfinder.ingest.sources import Declaration, load_sources
from wayfinder.location.place import AreaRef, AreaType
from wayfinder.store.alerts import alerts
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import open_engine, reading
from wayfinder.store.releases import latest_release
from wayfinder.store.schema import migrate

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
    broken, good = harvest(engine, turned, tmp_path, WORLD, now=now)
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
    with pytest.raises(DirectoryError, match="Source good: 'Hertfordshire' is no area we know"):
        harvest(engine, [local], tmp_path, WORLD, now=now)

    county = AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire")
    world = replace(WORLD, areas=lambda _: county)
    (done,) = harvest(engine, [local], tmp_path, world, now=now)
    assert done.summary is not None
    assert done.summary.added == 1


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
        self._now = now()

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
        return harvest(*(self.engine, declared, self._folder, world), now=lambda: self._now, **how)

    @property
    def alerts(self) -> list[tuple[str, str]]:
        with reading(self.engine) as connection:
            return [(alert.source_id, alert.code) for alert in alerts(connection)]

    @property
    def release(self) -> int | None:
        with reading(self.engine) as connection:
            latest = latest_release(connection)
        return latest.number if latest else None


@pytest.fixture
def host() -> Iterator[Host]:
    with running_host() as host:
        yield host


@pytest.fixture
def feeds(host: Host, engine: Engine, tmp_path: Path) -> Feeds:
    return Feeds(host, engine, tmp_path / "feeds")


def summary(harvested: Harvested) -> Summary:
    assert harvested.summary is not None, harvested.error
    return harvested.summary


def error(harvested: Harvested) -> FeedError:
    assert harvested.error is not None
    return harvested.error


def test_all_sources_become_one_release(feeds: Feeds, offered: Offered) -> None:
    feeds.host.file("/a.csv", table("a"))
    feeds.host.file("/b.csv", table("b"))
    one, two = feeds.run(feeds.source("one", "/a.csv"), feeds.source("two", "/b.csv"))
    assert (summary(one).added, summary(two).added, feeds.release) == (1, 1, 1)
    assert set(offered()) == {"Service a", "Service b"}


def test_a_feed_that_has_not_changed_is_neither_sent_nor_read(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table(*TEN), etag='"1"')
    source = feeds.source("one", "/a.csv")
    assert not summary(*feeds.run(source)).not_modified
    again = summary(*feeds.run(source))
    assert (again.not_modified, again.read, again.release, again.published) == (True, 0, 1, False)
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


def live(host: Host, *, etag: bool = False) -> None:
    """A live feed of two pages, two shallow services on each."""
    for number in (1, 2):
        items = [{"id": own, "name": f"Service {own}"} for own in (f"{number}a", f"{number}b")]
        page = json.dumps({"total_pages": 2, "contents": items})
        host.file(f"/v3/services?page={number}&per_page=100", page, '"p"' if etag else None)
        for item in items:
            detail = json.dumps({**item, "description": "In full"})
            host.file(f"/v3/services/{item['id']}", detail, '"d"' if etag else None)


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


def test_a_run_that_died_asks_once_less_for_what_it_had(feeds: Feeds) -> None:
    live(feeds.host)
    feeds.host.answers[SECOND] = [Answer(403)]
    source = feeds.source("live", "/v3", "oruk")
    assert "status 403" in error(*feeds.run(source)).detail
    before = len(feeds.host.paths)
    live(feeds.host)
    assert summary(*feeds.again(source)).added == 4
    assert feeds.host.paths[before:].count(FIRST) == 1  # A list is read twice.
    before = len(feeds.host.paths)
    feeds.again(source)
    assert feeds.host.paths[before:].count(FIRST) == 2


def test_what_an_hour_hand_has_passed_is_asked_for_again(feeds: Feeds) -> None:
    live(feeds.host)
    feeds.host.answers[SECOND] = [Answer(403)]
    source = feeds.source("live", "/v3", "oruk")
    feeds.run(source)
    live(feeds.host)
    before = len(feeds.host.paths)
    feeds.run(source)
    assert feeds.host.paths[before:].count(FIRST) == 2


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
    assert "/a.csv" in feeds.host.paths[asked:]
    assert not [path for path in feeds.host.paths[asked:] if "/services/" in path]


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


def test_a_feed_that_shrinks_suddenly_is_not_believed_until_a_person_does(
    feeds: Feeds, offered: Offered
) -> None:
    feeds.host.file("/a.csv", table(*TEN), etag='"1"')
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    feeds.host.file("/a.csv", table(*TEN[:5]), etag='"2"')
    for _ in range(2):  # Refused, it is not taken for known the next time.
        assert "would lose 5 of the 10" in error(*feeds.again(source)).detail
        assert (len(offered()), feeds.alerts) == (10, [("one", "feed_shrank")])
    assert summary(*feeds.run(source, accept_shrink=True)).withdrawn == 5
    assert (len(offered()), feeds.alerts) == (5, [])


def test_a_source_may_say_how_much_it_may_lose(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table(*TEN))
    feeds.run(feeds.source("one", "/a.csv"))
    feeds.host.file("/a.csv", table(*TEN[:5]))
    assert summary(*feeds.run(feeds.source("one", "/a.csv", max_shrink=0.5))).withdrawn == 5


def test_ids_that_all_change_at_once_are_a_loss_too(feeds: Feeds, offered: Offered) -> None:
    feeds.host.file("/a.csv", table(*TEN))
    feeds.run(feeds.source("one", "/a.csv"))
    feeds.host.file("/a.csv", table(*(f"{own}-2" for own in TEN)))
    assert "would lose 10 of the 10" in error(*feeds.run(feeds.source("one", "/a.csv"))).detail
    assert "Service a" in offered()


def test_an_alert_stands_until_the_source_is_well_again(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table(*TEN), etag='"1"')
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    well = feeds.host.answers["/a.csv"]
    feeds.host.answers["/a.csv"] = [Answer(500)]
    feeds.run(source)
    assert feeds.alerts == [("one", "feed_unreadable")]
    feeds.host.answers["/a.csv"] = well
    assert summary(*feeds.run(source)).not_modified
    assert feeds.alerts == []


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


# One fault or none for each of a run's answers; and what the feed is at that time.
FAULTS: dict[str, Sequence[Answer]] = {
    "none": (),
    "busy": [Answer(429, headers={"Retry-After": "3"})],
    "ill": [Answer(500), Answer(502)],
    "down": [Answer(503)] * 4,
    "forbidden": [Answer(403)],
    "web page": [Answer(body="<!doctype html>")],
    "cut short": [Answer(body='{"contents": [', breaks=True)] * 4,
    "no JSON": [Answer(body='{"contents": [')],
    "an empty page": [Answer(body='{"contents": [], "total_pages": 1}')],
    "led away": [Answer(302, headers={"Location": "http://169.254.169.254/"})],
}
RUNS = st.lists(
    st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(1, 5), st.integers(0, 12)),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with its schema and no rows."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(runs=RUNS)
def test_after_any_failures_the_store_is_as_before_or_as_the_feed(
    runs: list[tuple[str, int, int]], empty_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A run meets a fault at its n-th answer, in a feed that has so many services then."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "store.db").write_bytes(empty_store.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'store.db'}")
    before: set[str] = set()
    with running_host() as host:
        feeds = Feeds(host, engine, folder)
        for fault, place, size in runs:
            feed = {f"{number}" for number in range(size)}
            # A later page that is empty for once is the reader's to find out, not ours.
            at = 1 if fault == "an empty page" else place
            faulty(host, sorted(feed), FAULTS[fault], at)
            (done,) = feeds.again(feeds.source("live", "/v3", "oruk"))
            held = record_ids(engine)
            assert held == (before if done.error else feed)
            assert bool(feeds.alerts) == bool(done.error)
            before = held
    engine.dispose()


def faulty(host: Host, ids: Sequence[str], fault: Sequence[Answer], place: int) -> None:
    """A live feed, four services a page, each with all there is to say of it, whose `place`-th
    answer comes only after the fault's."""
    pages = [ids[at : at + 4] for at in range(0, len(ids), 4)] or [[]]
    host.answers.clear()
    answers = [list(fault) if at == place - 1 else [] for at in range(len(pages))]
    for number, (page, wrong) in enumerate(zip(pages, answers, strict=True), start=1):
        items = [
            {"id": own, "name": own, "organization": {"id": "o", "name": "O"}, "phones": [{}],
             "description": "All of it"}
            for own in page
        ]  # fmt: skip
        body = json.dumps({"total_pages": len(pages), "contents": items})
        host.answers[f"/v3/services?page={number}&per_page=100"] = [*wrong, Answer(body=body)]


def record_ids(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return {service.name for service in offered_services(connection)}
