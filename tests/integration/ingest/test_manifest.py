"""The manifest is edited: what that changes, what it leaves, and how a source is taken out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.host import Host
from tests.integration.ingest.feeds import TEN, Feeds, summary, table
from wayfinder.domain.changes import Cursor
from wayfinder.domain.service import Sector, Service
from wayfinder.domain.withheld import not_known
from wayfinder.errors import NotFound
from wayfinder.ingest.manifest import UNDECLARED
from wayfinder.ingest.retiring import Retired, retire
from wayfinder.ingest.standing import standings
from wayfinder.store.changes import changes_after
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import joint_services
from wayfinder.store.sources import last_imports, list_sources

Offered = Callable[[], dict[str, Service]]


@pytest.fixture
def feeds(host: Host, engine: Engine, tmp_path: Path) -> Feeds:
    return Feeds(host, engine, tmp_path / "feeds")


def shown_names(feeds: Feeds) -> list[str]:
    with reading(feeds.engine) as connection:
        return sorted(service.name for service in joint_services(connection))


@pytest.mark.parametrize("told", [{"trust": 0.9}, {"trust": None}])
def test_a_source_trusted_otherwise_makes_a_release_although_no_feed_changed(
    feeds: Feeds, told: dict[str, Any]
) -> None:
    feeds.host.file("/a.csv", table("a"))
    before = feeds.source("one", "/a.csv", trust=0.5)
    feeds.run(before, manifest=(before,))
    after = feeds.source("one", "/a.csv", **told)
    assert summary(*feeds.run(after, manifest=(after,))).changed == 0
    assert feeds.release == 2
    feeds.run(after, manifest=(after,))
    assert feeds.release == 2


def test_a_default_that_records_take_is_read_into_them_though_the_host_has_nothing_new(
    feeds: Feeds, offered: Offered
) -> None:
    feeds.host.file("/a.csv", table("a"), etag='"1"')
    friends = {"publisher": "Friends"}
    feeds.run(feeds.source("one", "/a.csv", **friends))
    told = feeds.source("one", "/a.csv", sector=Sector.VOLUNTARY, **friends)
    news = summary(*feeds.run(told))
    assert (news.not_modified, news.changed, feeds.release) == (False, 1, 2)
    assert offered()["Service a"].organization.sector is Sector.VOLUNTARY


def test_whoever_is_not_asked_this_time_is_trusted_otherwise_too(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"))
    feeds.host.file("/b.csv", table("b"))
    one, two = feeds.source("one", "/a.csv"), feeds.source("two", "/b.csv", trust=0.5)
    feeds.run(one, two, manifest=(one, two))
    otherwise = feeds.source("two", "/b.csv", trust=0.1)
    feeds.run(one, manifest=(one, otherwise), publish=False)
    assert feeds.release == 1
    feeds.run(one, manifest=(one, otherwise))
    assert feeds.release == 2
    with reading(feeds.engine) as connection:
        assert {each.id: each.trust for each in list_sources(connection)}["two"] == 0.1


def test_what_the_joint_directory_does_not_tell_makes_no_release(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"))
    before = feeds.source("one", "/a.csv", trust=0.5)
    feeds.run(before, manifest=(before,))
    after = feeds.source("one", "/a.csv", trust=0.5, notes="Ask Ann.", schedule="hourly")
    feeds.run(after, manifest=(after,))
    assert feeds.release == 1


def test_a_source_that_has_gone_from_the_manifest_is_told_of_until_somebody_acts(
    feeds: Feeds, offered: Offered
) -> None:
    feeds.host.file("/a.csv", table("a"))
    one, two = feeds.source("one", "/a.csv"), feeds.source("two", "/a.csv")
    feeds.run(one, two, manifest=(one, two))
    for _ in range(2):
        feeds.run(one, manifest=(one,))
        assert feeds.alerts == [("two", UNDECLARED)]
    assert len(offered()) == 1
    feeds.run(one, manifest=(one, two))  # Back, though it is not asked.
    assert feeds.alerts == []
    feeds.run(one, manifest=(one,))
    assert taken_out(feeds, "two").withdrawn == 1
    feeds.run(one, manifest=(one,))
    assert feeds.alerts == []


def test_what_was_only_ever_imported_by_hand_is_no_alarm(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"))
    one, by_hand = feeds.source("one", "/a.csv"), feeds.source("hand", "/a.csv")
    feeds.run(by_hand)
    feeds.run(one, manifest=(one,))
    assert feeds.alerts == []


def test_what_was_raised_about_a_feed_imported_by_hand_outlives_a_harvest_of_others(
    feeds: Feeds,
) -> None:
    feeds.host.file("/a.csv", table("a"))
    feeds.host.file("/b.csv", table(*TEN))
    one, by_hand = feeds.source("one", "/a.csv"), feeds.source("hand", "/b.csv")
    feeds.run(by_hand)
    feeds.host.file("/b.csv", table("a"))
    feeds.run(by_hand)
    assert feeds.alerts == [("hand", "feed_shrank")]
    feeds.run(one, manifest=(one,))
    assert feeds.alerts == [("hand", "feed_shrank")]


def taken_out(feeds: Feeds, own: str, **how: Any) -> Retired:
    with transaction(feeds.engine) as connection:
        return retire(connection, own, feeds.now, not_known, publish=True, **how)


def test_a_retired_source_is_withdrawn_published_and_kept(feeds: Feeds, offered: Offered) -> None:
    feeds.host.file("/a.csv", table(*TEN), etag='"1"')
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    assert taken_out(feeds, "one") == Retired(
        source="one", offered=10, withdrawn=10, release=2, published=True
    )
    assert (offered(), shown_names(feeds)) == ({}, [])
    with reading(feeds.engine) as connection:
        found = changes_after(connection, Cursor(1, 10_000), 20, 2)
    assert {change.kind for change in found} == {"withdrawn"}
    assert taken_out(feeds, "one") == Retired(source="one", offered=0, withdrawn=0, release=2)


def test_a_retired_source_comes_back_with_its_harvest_under_the_same_ids(
    feeds: Feeds, offered: Offered
) -> None:
    feeds.host.file("/a.csv", table(*TEN), etag='"1"')
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    before = {service.id for service in offered().values()}
    taken_out(feeds, "one")
    again = summary(*feeds.run(source))
    assert (again.not_modified, again.added, feeds.release) == (False, 10, 3)
    assert {service.id for service in offered().values()} == before


def test_only_what_was_imported_can_be_retired(feeds: Feeds) -> None:
    feeds.host.file("/a.csv", table("a"))
    feeds.run(feeds.source("one", "/a.csv"))
    with pytest.raises(NotFound, match="No source 'two' was ever imported; there are one"):
        taken_out(feeds, "two")


def test_how_each_source_stands(feeds: Feeds, tmp_path: Path) -> None:
    feeds.host.file("/a.csv", table("a", "b"))
    one = feeds.source("one", "/a.csv", enabled=True, schedule="hourly", publisher="The council")
    off = feeds.source("off", "/none.csv")
    feeds.run(one, feeds.source("hand", "/a.csv"))
    feeds.run(one, off, manifest=(one, off))
    taken_out(feeds, "hand")
    with reading(feeds.engine) as connection:
        imported = last_imports(connection)
        listed = standings(connection, (one, off), lambda own: tmp_path / own, feeds.now)
    first, second, third = listed
    assert (first.id, first.publisher, first.schedule) == ("one", "The council", "hourly")
    assert (first.services, first.due, first.last_heard) == (2, False, imported["one"])
    assert first.last_changed is not None
    assert first.last_heard is not None
    assert first.last_changed < first.last_heard
    assert (second.id, second.last_heard, second.services) == ("off", None, 0)
    assert [alert.code for alert in second.alerts] == ["feed_unreadable"]
    assert (third.id, third.declared, third.services) == ("hand", False, 0)
    assert third.last_heard is not None
    assert third.last_heard < imported["hand"]  # To be retired is not to be heard.
