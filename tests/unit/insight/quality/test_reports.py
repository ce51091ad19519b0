"""Counts are made once for each state of the store; rows are made when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.made_up import service
from tests.unit.insight.quality.evidence import evidence
from wayfinder.errors import NotFound, NotReady
from wayfinder.insight.quality.reports import Reports
from wayfinder.store.evidence import Evidence


class Store:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.read = 0
        self.asked: list[str | None] = []
        self.release = 1

    @contextmanager
    def evidence(self, source: str | None) -> Iterator[Evidence]:
        self.read += 1
        self.asked.append(source)
        yield evidence([service("Falls")])


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def reports(store: Store) -> Reports:
    return Reports(store.evidence, lambda: store.release, lambda _: True)


def test_counts_are_kept_until_something_changes(store: Store, reports: Reports) -> None:
    first = reports.of_source(None)
    assert reports.counts() is first
    assert (store.read, first.fixes) == (1, ())
    store.release = 2
    assert reports.counts() == first
    assert store.read == 2


def test_while_one_has_them_made_the_others_are_not_kept_waiting(
    store: Store, reports: Reports
) -> None:
    with reports._in_the_making, pytest.raises(NotReady, match="ask again"):
        reports.counts()
    before = reports.counts()
    store.release = 2
    with reports._in_the_making:
        assert reports.counts() is before
    assert reports.counts() is not before


def test_of_one_source_every_row_is_told(reports: Reports) -> None:
    assert reports.of_source("test").fixes


def test_of_one_source_nothing_is_read_of_the_others(store: Store, reports: Reports) -> None:
    reports.of_source("test")
    reports.of_source(None)
    assert store.asked == ["test", None]


def test_a_source_that_is_not_known_is_said_to_be(reports: Reports) -> None:
    with pytest.raises(NotFound, match="no source 'tset'"):
        reports.of_source("tset")
