"""A feed that loses much at once, or cannot be read, changes nothing and raises an alert."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from tests.host import Answer, Host
from tests.integration.ingest.feeds import TEN, Feeds, error, summary, table
from wayfinder.domain.service import Service
from wayfinder.errors import FileUnusable, StoreBusy, StoreUnavailable
from wayfinder.ingest.harvest import Harvested
from wayfinder.ingest.run import bring_in, deliver
from wayfinder.store.alerts import alerts
from wayfinder.store.engine import reading

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


def test_what_would_go_is_named_but_a_confidential_one_only_by_its_id(feeds: Feeds) -> None:
    rows = "".join(f"{own},Service {own},Friends,\n" for own in "bcdefg")
    refuge = "a,Lily House Refuge,Lily,yes\n"
    feeds.host.file("/a.csv", "id,name,organization,confidential\n" + refuge + rows)
    source = feeds.source("one", "/a.csv")
    feeds.run(source)
    feeds.host.file("/a.csv", table("g"))
    refused = error(*feeds.run(source))
    named = "a; Service b (b); Service c (c); Service d (d); Service e (e) and 1 more"
    assert f"These would go: {named}." in refused.detail
    assert "Lily" not in refused.detail + str(refused.facts)
    assert [each.id for each in refused.facts["going"]] == list("abcdef")  # type: ignore[attr-defined]
    with reading(feeds.engine) as connection:
        (alert,) = alerts(connection)
    assert alert.detail == refused.detail


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"coverage": ("Narnia",)}, "sources.toml, bad: coverage: 'Narnia' is no area we know"),
        ({"as_of": date(2030, 1, 1)}, "as_of: 2030-01-01 has not come yet"),
    ],
)
def test_a_source_that_is_declared_wrongly_fails_alone(
    feeds: Feeds, caplog: pytest.LogCaptureFixture, wrong: dict[str, Any], says: str
) -> None:
    feeds.host.file("/a.csv", table("a"))
    bad, good = feeds.run(feeds.source("bad", "/a.csv", **wrong), feeds.source("good", "/a.csv"))
    assert error(bad).detail.startswith(says)
    assert (summary(good).added, feeds.release) == (1, 1)
    assert feeds.alerts == [("bad", "feed_unreadable")]
    assert caplog.text == ""


UNFORESEEN = [
    pytest.param((ValueError("a reader is wrong, sesame"), "ValueError"), id="our fault"),
    pytest.param((FileUnusable("feeds/bad.db is damaged"), "bad.db is damaged"), id="a file"),
]


def failing(at: str, trouble: BaseException, patch: pytest.MonkeyPatch) -> None:
    """Have the step of this name end in trouble for the source "bad"."""
    steps: dict[str, Callable[..., Any]] = {"bring_in": bring_in, "deliver": deliver}

    def step(*args: Any, **others: Any) -> Any:
        if any(getattr(getattr(each, "source", None), "id", "") == "bad" for each in args):
            raise trouble
        return steps[at](*args, **others)

    patch.setattr(f"wayfinder.ingest.harvest.{at}", step)


def run_both(feeds: Feeds) -> tuple[Harvested, ...]:
    feeds.host.file("/a.csv", table("a"))
    return feeds.run(feeds.source("bad", "/a.csv"), feeds.source("good", "/a.csv"))


@pytest.mark.parametrize("at", ["deliver", "bring_in"])
@pytest.mark.parametrize("unforeseen", UNFORESEEN)
def test_whatever_goes_wrong_with_one_source_stops_no_other(
    feeds: Feeds,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    at: str,
    unforeseen: tuple[Exception, str],
) -> None:
    trouble, says = unforeseen
    failing(at, trouble, monkeypatch)
    bad, good = run_both(feeds)
    assert says in error(bad).detail
    assert summary(good).added == 1
    assert (feeds.release, feeds.alerts) == (1, [("bad", "feed_unreadable")])
    (logged,) = [each for each in caplog.records if each.name == "wayfinder.faults"]
    assert logged.levelno == logging.ERROR
    assert "bad" in logged.getMessage()
    assert "sesame" not in caplog.text + error(bad).detail


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (StoreBusy("busy"), StoreBusy),
        (StoreUnavailable("gone"), StoreUnavailable),
        (OperationalError("SELECT", {}, Exception("disk full")), StoreUnavailable),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_trouble_of_the_store_is_no_source_s(
    feeds: Feeds,
    monkeypatch: pytest.MonkeyPatch,
    trouble: BaseException,
    told: type[BaseException],
) -> None:
    failing("bring_in", trouble, monkeypatch)
    with pytest.raises(told):
        run_both(feeds)
    assert (feeds.release, feeds.alerts) == (None, [])


def test_a_release_that_fails_takes_back_no_alert(
    feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failed(*_: object) -> None:
        raise ValueError

    feeds.host.answers["/gone.csv"] = [Answer(404)]
    feeds.host.file("/a.csv", table("a"))
    monkeypatch.setattr("wayfinder.ingest.harvest.publish_changes", failed)
    with pytest.raises(ValueError):
        feeds.run(feeds.source("gone", "/gone.csv"), feeds.source("one", "/a.csv"))
    assert (feeds.release, feeds.alerts) == (None, [("gone", "feed_unreadable")])


def test_alerts_of_sources_no_longer_declared_are_taken_back(feeds: Feeds) -> None:
    typo, other = feeds.source("typo", "/none.csv"), feeds.source("other", "/none.csv")
    feeds.run(typo, other, manifest=(typo, other))
    assert [own for own, _ in feeds.alerts] == ["other", "typo"]
    feeds.host.file("/a.csv", table("a"))
    one = feeds.source("one", "/a.csv")
    feeds.run(one, manifest=(one, other))
    assert feeds.alerts == [("other", "feed_unreadable")]


def test_answers_that_cannot_be_remembered_undo_no_harvest(
    feeds: Feeds, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failed(*_: object) -> None:
        raise FileUnusable("feeds/one.db is full")

    monkeypatch.setattr("wayfinder.ingest.delivery.Delivery.settle", failed)
    feeds.host.file("/a.csv", table("a"))
    assert summary(*feeds.run(feeds.source("one", "/a.csv"))).added == 1
    assert (feeds.release, feeds.alerts) == (1, [])
    assert "FileUnusable" in caplog.text
