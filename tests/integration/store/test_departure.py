"""How a service left the directory is read from the changes, as any release has it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from tests.integration.store.making import MONDAY, uuid_of
from wayfinder import archive as archives
from wayfinder.archive import Archive
from wayfinder.domain.changes import Change, ChangeKind, Departure
from wayfinder.store.changes import departure, keep_changes
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.releases import declare

HALL, CLUB, LUNCH = map(uuid_of, ("hall", "club", "lunch"))
HISTORY: tuple[tuple[tuple[str, ChangeKind, str | None], ...], ...] = (
    ((HALL, "added", None), (CLUB, "added", None), (LUNCH, "added", None)),
    ((HALL, "merged", CLUB),),
    ((CLUB, "merged", LUNCH), (LUNCH, "changed", None)),
    ((LUNCH, "withdrawn", None),),
    ((HALL, "added", None), (LUNCH, "added", None)),
)


def kept(engine: Engine, history: Sequence[Sequence[tuple[str, ChangeKind, str | None]]]) -> None:
    for day, changes in enumerate(history):
        said = [Change(service_id=own, kind=kind, merged_into=into) for own, kind, into in changes]
        with transaction(engine) as connection:
            now = MONDAY + timedelta(days=day)
            release = declare(connection, now, services=1, organizations=1, locations=1)
            keep_changes(connection, release.number, said)


def left(release: int, merged_into: str | None = None) -> Departure:
    at = MONDAY + timedelta(days=release - 1)
    return Departure(release=release, at=at, merged_into=merged_into)


@pytest.mark.parametrize(
    ("service_id", "upto", "told"),
    [
        (HALL, 1, None),
        (HALL, 2, left(2, CLUB)),
        (HALL, 3, left(3, LUNCH)),
        (HALL, 4, left(4)),
        (CLUB, 4, left(4)),
        (LUNCH, 3, None),
        (LUNCH, 4, left(4)),
        (HALL, 5, None),
        (CLUB, 5, left(3, LUNCH)),
        (uuid_of("never there"), 5, None),
    ],
)
def test_it_is_followed_to_the_last_it_went_on_as(
    engine: Engine, service_id: str, upto: int, told: Departure | None
) -> None:
    kept(engine, HISTORY)
    with reading(engine) as connection:
        assert departure(connection, service_id, upto) == told


def test_an_id_of_any_shape_is_asked_for(url: str, engine: Engine) -> None:
    kept(engine, HISTORY)
    with closing(Archive(url)) as archive:
        assert archive.departure(HALL.upper(), 2) == left(2, CLUB)
        assert archive.departure("É'; --", 2) is None


def test_all_who_ask_first_open_the_database_once(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    at_once = Barrier(4)

    def noted(url: str) -> Engine:
        opened.append(url)
        return open_engine(url)

    def ask(archive: Archive) -> object:
        at_once.wait(10)
        return archive.holder("wfk_none")

    monkeypatch.setattr(archives, "open_engine", noted)
    with closing(Archive(url)) as archive, ThreadPoolExecutor(4) as pool:
        assert [it.result() for it in [pool.submit(ask, archive) for _ in range(4)]] == [None] * 4
    assert opened == [url]


def test_what_was_never_opened_is_not_opened_to_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(archives, "open_engine", opened.append)
    Archive("sqlite://").close()
    assert opened == []
