"""`kill -9` at any moment of an import leaves the state before, and the next import is clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.store.making import COUNCIL, MONDAY, TUESDAY, names, records, stage
from wayfinder.ingest.publishing import publish
from wayfinder.store import (
    StagedRecord,
    latest_release,
    open_engine,
    reading,
    transaction,
)
from wayfinder.store import stage as stage_records

OLD = ["A", "B", "C"]
NEW = ["B", *(f"N{number:05}" for number in range(4_500))]
# Before anything is written, between two chunks, when all records are written but none withdrawn,
# and after everything, one moment before the commit.
MOMENTS = ["first record", "second chunk", "end of the feed", "before commit"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_import_leaves_the_state_before(url: str, engine: Engine, moment: str) -> None:
    with transaction(engine) as connection:
        stage_records(connection, COUNCIL, records(*OLD), [], MONDAY)
        release = publish(connection, MONDAY)
    assert _import_and_be_killed(url, moment) == -signal.SIGKILL
    assert names(engine) == OLD
    with reading(engine) as connection:
        assert latest_release(connection) == release
    changes = stage(engine, records(*NEW), now=TUESDAY)
    assert (changes.added, changes.withdrawn, changes.unchanged) == (len(NEW) - 1, 2, 1)
    assert names(engine) == NEW


def _import_and_be_killed(url: str, moment: str) -> int:
    """Runs this file as a process of its own; its exit code (minus the signal's number)."""
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    command = [sys.executable, __file__, url, moment]
    return subprocess.run(command, env=environment, timeout=60, check=False).returncode


def _kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _records_killed_at(moment: str) -> Iterator[StagedRecord]:
    for number, told in enumerate(records(*NEW)):
        if (number, moment) in {(0, "first record"), (4_100, "second chunk")}:
            _kill_me()
        yield told
    if moment == "end of the feed":
        _kill_me()


def _import(url: str, moment: str) -> None:
    engine = open_engine(url)
    with transaction(engine) as connection:
        told = _records_killed_at(moment)
        stage_records(connection, COUNCIL, told, [], TUESDAY)
        publish(connection, TUESDAY)
        _kill_me()


if __name__ == "__main__":
    _import(*sys.argv[1:])
