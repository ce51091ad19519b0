"""A fault of a feed, a folder, a setting or the disk is a plain message and an exit code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.commands.conftest import ROWS, Run, imported, written
from wayfinder.settings import Settings
from wayfinder.store import engine


def test_a_feed_that_cannot_be_read_is_exit_1(run: Run, own: Settings) -> None:
    code, _, err = run("import", str(own.data_dir / "no.csv"), "--format", "csv", "--source", "x")
    assert code == 1
    assert "no.csv" in err


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYFINDER_PORT", "harbour")
    code, _, err = run("match", "falls")
    assert code == 2
    assert "WAYFINDER_PORT" in err


@pytest.mark.parametrize(
    ("variable", "value", "good"),
    [
        ("WAYFINDER_DATABASE_URL", "garbage", "postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME"),
        ("WAYFINDER_DATABASE_URL", "mysql://u:hush@h/d", "postgresql+psycopg://"),
        ("WAYFINDER_DATABASE_URL", "postgresql+psycopg://u:hush@h:port/d", "5432/NAME"),
        ("WAYFINDER_DATA_DIR", "/dev/null/var", "for example /var/lib/wayfinder"),
        ("WAYFINDER_DATA_DIR", "/dev/null", "for example /var/lib/wayfinder"),
    ],
)
def test_a_folder_or_database_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, good: str
) -> None:
    monkeypatch.setenv(variable, value)
    code, _, err = run("reindex")
    said = " ".join(err.split())
    assert (code, variable in said, good in said) == (2, True, True)
    assert "hush" not in said


def test_json_nested_without_end_is_a_plain_message(run: Run, own: Settings) -> None:
    deep = own.data_dir / "deep.json"
    deep.write_text('[{"id": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}]")
    code, _, err = run("import", str(deep), "--format", "oruk", "--source", "x")
    assert (code, "nested too deep" in err) == (1, True)


def test_a_database_that_is_none_is_a_plain_message(run: Run, own: Settings) -> None:
    (own.data_dir / "wayfinder.db").write_bytes(b"no database" * 1000)
    code, _, err = run("reindex")
    assert (code, "The database cannot be used" in err) == (1, True)


def test_a_disk_without_room_is_a_plain_message(
    run: Run, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(run, written(own.data_dir, *ROWS))
    prepare = engine._prepare_sqlite

    def without_room(connection: Any, record: object) -> None:
        prepare(connection, record)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    monkeypatch.setattr(engine, "_prepare_sqlite", without_room)
    rows = (f"{n},Service {n},Village Hall Trust,{'x' * 900},,,," for n in range(400))
    where = written(own.data_dir, *rows)
    code, _, err = run("import", where, "--format", "csv", "--source", "more")
    assert (code, "database or disk is full" in err) == (1, True)


def test_an_index_folder_that_cannot_be_written_is_a_plain_message(run: Run, own: Settings) -> None:
    own.index_dir.write_text("in the way")
    where = written(own.data_dir, *ROWS)
    code, _, err = run("import", where, "--format", "csv", "--source", "hall")
    assert (code, str(own.index_dir) in "".join(err.split())) == (1, True)
