"""Objects of a JSON feed one at a time, whatever their wrapping, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wayfinder.errors import FeedError
from wayfinder.ingest.reading import Feed, too_long

ENVELOPE_KEYS = ("contents", "content", "items", "data", "services")
"""Spellings of "the rows of this page": ORUK 3.0, ORUK 1.0 (`content`), and what feeds invent."""

# A string that closes, a bracket, or the quote of a string that goes on in the next chunk.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|"', re.DOTALL)
_ROWS_KEY = re.compile(rb'"(?:' + "|".join(ENVELOPE_KEYS).encode() + rb')"\s*:\s*\Z')
_SEPARATOR = re.compile(rb"[\s,]*\Z")
_NO_MORE_ROWS = -1


class Element(NamedTuple):
    """One object of the feed: its row number, counted from 1, and its bytes."""

    row: int
    raw: bytes


def json_objects(feed: Feed) -> Iterator[Element]:
    """Every row of a page (`{"contents": [...]}`), an array, JSON lines, or one bare object.

    Rows are cut out by their brackets without reading the whole document, so a feed of any size
    costs the memory of one row. Raises FeedError naming the row if the document breaks off,
    holds something that is not an object, or a row is beyond the limit.
    """
    cutter = _Cutter(feed)
    for chunk in feed.chunks:
        yield from cutter.cut(chunk)
    cutter.finish()


class _Cutter:
    """Cuts rows out of chunks. `depth` counts open brackets; a row opens at `rows_depth`."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._held = b""
        self._scanned = 0
        self._row_start = 0
        self._depth = 0
        self._rows_depth = 0
        self._row = 1

    def cut(self, chunk: bytes) -> Iterator[Element]:
        """The rows that this chunk completes."""
        self._held += chunk
        for token in _TOKEN.finditer(self._held, self._scanned):
            self._scanned = token.end()
            match token.group():
                case b"{":
                    self._open_object(token.start())
                case b"[":
                    self._open_array(token.start())
                case b"}" | b"]":
                    yield from self._close(token.end())
                case b'"':
                    self._scanned = token.start()
                    break
        else:
            self._scanned = len(self._held)
        self._forget()

    def finish(self) -> None:
        """Raise FeedError unless the document ended where a document may end."""
        if self._depth or not _SEPARATOR.match(self._held, self._row_start):
            raise self._error("it breaks off or is not JSON")

    def _open_object(self, at: int) -> None:
        if self._depth == self._rows_depth:
            self._expect_separator(at)
            self._row_start = at
        self._depth += 1

    def _open_array(self, at: int) -> None:
        if self._depth == self._rows_depth:
            self._expect_separator(at)
            if self._depth:
                raise self._error('a list stands where an object such as {"id": ...} should')
            self._rows_depth, self._row_start = 1, at + 1
        elif self._envelope_opens(at):
            self._rows_depth, self._row_start = 2, at + 1
        self._depth += 1

    def _envelope_opens(self, at: int) -> bool:
        if self._depth != 1 or self._rows_depth != 0:
            return False
        return bool(_ROWS_KEY.search(self._held, max(self._row_start, at - 40), at))

    def _close(self, end: int) -> Iterator[Element]:
        self._depth -= 1
        if self._depth < 0:
            raise self._error("a bracket closes that was never opened")
        if self._depth == self._rows_depth:
            yield Element(self._row, self._held[self._row_start : end])
            self._row += 1
            self._row_start = end
        elif self._depth < self._rows_depth:
            self._expect_separator(end - 1)
            self._rows_depth = _NO_MORE_ROWS
        if self._depth == 0:
            self._rows_depth, self._row_start = 0, end

    def _expect_separator(self, at: int) -> None:
        between = self._held[self._row_start : at]
        if not _SEPARATOR.match(between):
            raise self._error(f"{between.strip()[:30].decode('utf-8', 'replace')!r} is no object")

    def _forget(self) -> None:
        """Drop what no row needs any more, and refuse a row that grows without end."""
        keep = self._scanned if self._rows_depth == _NO_MORE_ROWS else self._row_start
        self._held = self._held[keep:]
        self._scanned -= keep
        self._row_start = 0
        if len(self._held) > self._feed.limits.row_bytes:
            raise too_long(self._feed, self._row)

    def _error(self, what: str) -> FeedError:
        return FeedError(f"{self._feed.name}, row {self._row}: {what}. Nothing of it was used.")
