"""What is kept of a source's answers: for whom it holds, and when it is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.ingest.fetching.conftest import NOW
from wayfinder.ingest.fetching.kept import RESUMED_WITHIN, Answer, Kept, last_checked

URL = "https://example.org/feed?key=secret"
ONE = Answer(200, '"1"', "Fri, 01 May 2026 12:00:00 GMT", b"one" * 99)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds" / "s.db"


def opened(path: Path, basis: str | None = "first", now: datetime = NOW) -> Kept:
    return Kept(path, basis, now)


def settled(path: Path, answer: Answer = ONE, basis: str = "first") -> None:
    kept = opened(path, None)
    kept.keep(URL, answer)
    kept.settle(basis)
    kept.close()


def test_what_came_through_is_asked_about_and_not_taken(path: Path) -> None:
    settled(path)
    kept = opened(path)
    assert kept.known(URL) == ONE
    assert kept.left_behind(URL) is None
    assert ONE.conditions == {"If-None-Match": ONE.etag, "If-Modified-Since": ONE.last_modified}
    kept.keep_same(URL)
    assert kept.unchanged


@pytest.mark.parametrize("basis", ["second", None])
def test_it_says_nothing_of_another_import(path: Path, basis: str | None) -> None:
    settled(path)
    assert opened(path, basis).known(URL) is None
    assert opened(path).known(URL) is None


def test_a_run_that_died_is_gone_on_with_once(path: Path) -> None:
    died = opened(path, None)
    died.keep(URL, ONE)
    died.close()
    kept = opened(path, None)
    assert kept.left_behind(URL) == ONE
    assert kept.left_behind(URL) is None
    assert not kept.unchanged


def test_after_hours_it_is_not(path: Path) -> None:
    died = opened(path, None)
    died.keep(URL, ONE)
    died.close()
    late = NOW + RESUMED_WITHIN + timedelta(seconds=1)
    assert opened(path, None, late).left_behind(URL) is None


def test_a_file_that_was_fetched_but_not_imported_is_fetched_again(path: Path) -> None:
    """Of a file no body is kept: to ask for news of it only would leave it out for ever."""
    died = opened(path, None)
    died.keep(URL, ONE._replace(body=None))
    died.close()
    kept = opened(path)
    assert kept.left_behind(URL) is None
    assert kept.known(URL) is None


def test_what_could_not_be_used_is_forgotten(path: Path) -> None:
    kept = opened(path, None)
    kept.keep(URL, ONE)
    kept.discard()
    kept.close()
    assert opened(path, None).left_behind(URL) is None


def test_what_was_not_asked_for_again_is_forgotten_with_what_cannot_be_asked_about(
    path: Path,
) -> None:
    settled(path)
    kept = opened(path)
    kept.keep("other", ONE)
    kept.keep("silent", Answer(200, None, None, b"x"))
    kept.keep("gone", Answer(404, None, None, None))
    kept.settle("second")
    kept.close()
    after = opened(path, "second")
    assert after.known("other") == ONE
    assert after.known("gone") == Answer(404, None, None, None)
    assert after.known(URL) is None
    assert after.known("silent") is None


def test_nothing_asked_is_not_unchanged(path: Path) -> None:
    settled(path)
    assert not opened(path).unchanged


def test_it_is_known_when_a_source_last_came_through(path: Path) -> None:
    assert last_checked(path) is None
    assert last_checked(None) is None
    settled(path)
    assert last_checked(path) == NOW
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 9)
    assert last_checked(path) is None


def test_a_damaged_file_is_begun_anew(path: Path) -> None:
    settled(path)
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 9)
    assert opened(path).known(URL) is None
    settled(path)
    assert opened(path).known(URL) == ONE


def test_no_address_is_written_down(path: Path) -> None:
    settled(path)
    assert b"example.org" not in path.read_bytes()
    assert b"secret" not in path.read_bytes()
