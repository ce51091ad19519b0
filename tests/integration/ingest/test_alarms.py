"""A feed that loses much at once, or cannot be read, changes nothing and raises an alert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.host import Answer, Host
from tests.integration.ingest.feeds import TEN, Feeds, error, summary, table
from wayfinder.domain.service import Service

Offered = Callable[[], dict[str, Service]]


@pytest.fixture
def feeds(host: Host, engine: Engine, tmp_path: Path) -> Feeds:
    return Feeds(host, engine, tmp_path / "feeds")


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
