"""What is kept of one source's answers between harvests, in the data folder.

Two things are served by it: an answer that has not changed need not be sent again (ETag,
Last-Modified: RFC 9110, 13), and a harvest that died goes on where it was. Only what came of an
import that went through is asked about by its validators; addresses are kept as digests alone,
for there may be a key in them.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from wayfinder.errors import FileUnusable

RESUMED_WITHIN = timedelta(hours=3)
"""How old an answer may be for a new run to go on with it in place of asking again."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, status INTEGER NOT NULL, etag TEXT, last_modified TEXT, body BLOB,
    fetched_at TEXT NOT NULL, basis TEXT);
CREATE TABLE IF NOT EXISTS checks (checked_at TEXT NOT NULL);
"""
_COLUMNS = "SELECT status, etag, last_modified, body FROM answers WHERE key = ?"


class Answer(NamedTuple):
    """One answer as it came: `body` is None where only its validators were kept."""

    status: int
    etag: str | None
    last_modified: str | None
    body: bytes | None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask whether it still holds; none where it had no validators."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


class Kept:
    """The answers of one source. Rows without a basis are of a run that has not come through.

    `basis` says on what the settled answers rest: which declaration, imported when. Answers that
    rest on another are forgotten; with None all settled ones are. `path` None keeps nothing
    beyond this run.
    """

    def __init__(self, path: Path | None, basis: str | None, now: datetime) -> None:
        self._now = now.isoformat()
        self._path = path
        self._database = _opened(path)
        self._fresh: set[str] = set()
        self.renewed = 0
        self.same = 0
        since = (now - RESUMED_WITHIN).isoformat()
        self._database.execute(
            "DELETE FROM answers WHERE (basis IS NOT NULL AND basis IS NOT ?)"
            " OR (basis IS NULL AND fetched_at < ?)",
            (basis, since),
        )
        rows = self._database.execute(
            "SELECT key FROM answers WHERE basis IS NULL AND body NOTNULL"
        )
        self._left_behind: set[str] = {key for (key,) in rows}

    @property
    def unchanged(self) -> bool:
        """Whether every answer of this run was the same as when it was imported."""
        return self.same > 0 and self.renewed == 0

    def left_behind(self, url: str) -> Answer | None:
        """What a run that died had fetched, once: who asks again wants to know anew."""
        key = _key(url)
        if key not in self._left_behind:
            return None
        self._left_behind.remove(key)
        self._fresh.add(key)
        self.renewed += 1
        return self._read(key)

    def known(self, url: str) -> Answer | None:
        """What may be asked about by its validators: an answer that was imported, or a body that
        this run holds or one that died left; None where there is neither."""
        key = _key(url)
        found = self._database.execute(
            "SELECT basis NOTNULL OR body NOTNULL AND ? FROM answers WHERE key = ?",
            (key in self._fresh or key in self._left_behind, key),
        ).fetchone()
        return self._read(key) if found and found[0] else None

    def keep_same(self, url: str) -> None:
        """The answer is as it is known: when it was imported, if it ever was."""
        key = _key(url)
        if key in self._left_behind:
            self._left_behind.remove(key)
            self.renewed += 1
        else:
            self.same += 1
        self._fresh.add(key)

    def keep(self, url: str, answer: Answer) -> None:
        """A new answer, on the disk before the next is asked for."""
        key = _key(url)
        self._fresh.add(key)
        self.renewed += 1
        packed = None if answer.body is None else zlib.compress(answer.body, 1)
        row = (key, *answer[:3], packed, self._now)
        self._database.execute("REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, NULL)", row)

    def settle(self, basis: str) -> None:
        """The run has come through: what it asked rests on `basis` now, all else is forgotten."""
        with told_plainly(self._path):
            self._settle(basis)

    def _settle(self, basis: str) -> None:
        execute = self._database.execute
        execute("BEGIN")
        execute("CREATE TEMP TABLE IF NOT EXISTS fresh (key TEXT PRIMARY KEY)")
        self._database.executemany("INSERT INTO fresh VALUES (?)", [(key,) for key in self._fresh])
        execute(
            "DELETE FROM answers WHERE key NOT IN fresh"
            " OR (status = 200 AND etag IS NULL AND last_modified IS NULL)"
        )
        execute("UPDATE answers SET basis = ?", (basis,))
        execute("DELETE FROM checks")
        execute("INSERT INTO checks VALUES (?)", (self._now,))
        execute("COMMIT")

    def discard(self) -> None:
        """What was fetched could not be used: the next run asks for all of it."""
        with told_plainly(self._path):
            self._database.execute("DELETE FROM answers")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _read(self, key: str) -> Answer | None:
        row = self._database.execute(_COLUMNS, (key,)).fetchone()
        if row is None:
            return None
        status, etag, last_modified, packed = row
        body = None if packed is None else zlib.decompress(packed)
        return Answer(status, etag, last_modified, body)


def last_checked(path: Path | None) -> datetime | None:
    """When the source last came through, whether or not it had anything new; None if never."""
    if path is None or not path.exists():
        return None
    with suppress(sqlite3.Error):
        database = sqlite3.connect(path)
        try:
            row = database.execute("SELECT checked_at FROM checks").fetchone()
        finally:
            database.close()
        return datetime.fromisoformat(row[0]) if row else None
    return None


@contextmanager
def told_plainly(path: Path | None) -> Iterator[None]:
    """Raise FileUnusable where the file of kept answers fails us: a full disk, a lost folder."""
    try:
        yield
    except sqlite3.Error as error:
        raise FileUnusable(f"{path or 'The memory'} cannot be used: {error}.") from error


def conditions(known: Answer | None) -> Mapping[str, str]:
    """The headers that ask only for news."""
    return known.conditions if known else {}


def _key(url: str) -> str:
    return blake2b(url.encode(), digest_size=16).hexdigest()


def _opened(path: Path | None) -> sqlite3.Connection:
    """The file's database; one that is damaged is begun anew, for nothing in it is precious."""
    if path is None:
        return _prepared(":memory:")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(str(path))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        path.unlink()
        return _prepared(str(path))


def _prepared(name: str) -> sqlite3.Connection:
    # Fetched by one thread and settled by another, but never by both at a time.
    database = sqlite3.connect(name, timeout=30, isolation_level=None, check_same_thread=False)
    database.executescript(_TABLES)
    return database
