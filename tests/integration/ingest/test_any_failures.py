"""Whatever fails, in whatever order: the store is as before, or as the feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.host import Answer, Host, running_host
from tests.integration.ingest.feeds import Feeds
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import open_engine, reading
from wayfinder.store.schema import migrate

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
    host.answers.clear()
    pages = [ids[at : at + 4] for at in range(0, len(ids), 4)] or [[]]
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
