"""One owner of commit: writers come one after another, readers see whole states only."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

import wayfinder
from tests.integration.store.making import (
    CHARITY,
    COUNCIL,
    MONDAY,
    names,
    offered,
    record,
    records,
    stage,
)
from wayfinder.errors import StoreBusy
from wayfinder.store import (
    StagedRecord,
    offered_services,
    open_engine,
    reading,
    transaction,
)
from wayfinder.store import stage as stage_records

SOURCE = Path(wayfinder.__file__).parent
OPENS_TRANSACTIONS = re.compile(r"\.(commit|begin|begin_nested)\(|\bautocommit\b", re.IGNORECASE)
MANY = [f"C{number:05}" for number in range(2_500)]


def test_nothing_but_transaction_opens_or_commits() -> None:
    files = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if OPENS_TRANSACTIONS.search(path.read_text(encoding="utf-8"))
    }
    assert files == {"store/engine.py"}


def test_what_is_written_without_transaction_is_not_kept(engine: Engine) -> None:
    with engine.connect() as connection:
        stage_records(connection, COUNCIL, records("A"), [], MONDAY)
    assert names(engine) == []


def test_a_reader_during_an_import_sees_the_state_before(engine: Engine) -> None:
    stage(engine, records("A", "B"))
    with transaction(engine) as connection:
        stage_records(connection, COUNCIL, records(*MANY), [], MONDAY)
        assert names(engine) == ["A", "B"]
    assert names(engine) == MANY


def test_a_reader_sees_one_state_to_its_end(engine: Engine) -> None:
    stage(engine, records(*MANY))
    with reading(engine) as connection:
        services = offered_services(connection)
        seen = [next(services)]
        stage(engine, records("A"))
        seen.extend(services)
    assert sorted(it.name for it in seen) == MANY
    assert names(engine) == ["A"]


def test_two_imports_at_once_come_one_after_another(engine: Engine) -> None:
    """The second starts while the first is half way, and must not compare with a half state."""
    half_way, second_started = threading.Event(), threading.Event()
    results = {}

    def first_feed() -> Iterator[StagedRecord]:
        yield from records(*MANY)
        half_way.set()
        assert second_started.wait(20)
        yield record("last", 9_999)

    def first() -> None:
        results["first"] = stage(engine, first_feed())

    def second() -> None:
        assert half_way.wait(20)
        second_started.set()
        results["second"] = stage(engine, [record("A", 1), record("last", 2)])

    _run_together(first, second)
    assert results["first"].added == len(MANY) + 1
    assert (results["second"].added, results["second"].unchanged) == (1, 1)
    assert results["second"].withdrawn == len(MANY)
    assert names(engine) == ["A", "last"]


def test_imports_of_two_sources_at_once_both_arrive_whole(engine: Engine) -> None:
    _run_together(
        lambda: stage(engine, records(*MANY), source=COUNCIL),
        lambda: stage(engine, records(*MANY, source=CHARITY), source=CHARITY),
    )
    found = offered(engine)
    assert len({it.id for it in found}) == len(found) == 2 * len(MANY)


def test_a_writer_that_waits_too_long_is_told_so(url: str, engine: Engine) -> None:
    hasty = open_engine(url, lock_timeout_s=0.05)
    with transaction(engine):
        with pytest.raises(StoreBusy, match="Another import is running"):
            stage(hasty, records("A"))
        assert names(hasty) == []
    assert stage(hasty, records("A")).added == 1
    hasty.dispose()


def test_a_reader_cannot_write_on_postgresql(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no read-only transactions; what is written is rolled back")
    with reading(engine) as connection, pytest.raises(Exception, match="read-only transaction"):
        connection.execute(text("DELETE FROM services"))


def _run_together(*tasks: object) -> None:
    errors: list[BaseException] = []

    def guarded(task: object) -> None:
        try:
            task()  # type: ignore[operator]
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
