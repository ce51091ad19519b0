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
_KEY_BYTES = 40
"""How far before its list a key is looked for: the longest key, its colon and some space."""

_STRING_REST = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SEPARATOR = re.compile(rb"[\s,]*\Z")
_BETWEEN_LISTS = -1


class Element(NamedTuple):
    """One object of the feed: its row number, counted from 1, and its bytes."""

    row: int
    raw: bytes


def json_objects(feed: Feed) -> Iterator[Element]:
    """Every row of a page (`{"contents": [...]}`), an array, JSON lines, or one bare object. A page
    with two such lists (`contents` and `data`) has the rows of both.

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
        self._in_string = False
        self._row_start = 0
        self._depth = 0
        self._rows_depth = 0
        self._row = 1

    def cut(self, chunk: bytes) -> Iterator[Element]:
        """The rows that this chunk completes."""
        self._held += chunk
        if self._in_string:
            self._leave_string()
        if not self._in_string:
            yield from self._cut_tokens()
        self._forget()

    def finish(self) -> None:
        """Raise FeedError unless the document ended where a document may end."""
        if self._depth or not _SEPARATOR.match(self._held, self._row_start):
            raise self._error("it breaks off or is not JSON")

    def _cut_tokens(self) -> Iterator[Element]:
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
                    self._in_string = True
                    self._leave_string()
                    return
        self._scanned = len(self._held)

    def _leave_string(self) -> None:
        """Move on to the end of the string that is open, or of what has come of it so far: a long
        one is read once, not again with every chunk."""
        if rest := _STRING_REST.match(self._held, self._scanned):
            self._scanned, self._in_string = rest.end(), False
            return
        come = self._held[self._scanned :]
        escaping = (len(come) - len(come.rstrip(b"\\"))) % 2
        self._scanned = len(self._held) - escaping

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
        if self._depth != 1 or self._rows_depth not in (0, _BETWEEN_LISTS):
            return False
        return bool(_ROWS_KEY.search(self._held, max(self._row_start, at - _KEY_BYTES), at))

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
            self._rows_depth, self._row_start = _BETWEEN_LISTS, end
        if self._depth == 0:
            self._rows_depth, self._row_start = 0, end

    def _expect_separator(self, at: int) -> None:
        between = self._held[self._row_start : at]
        if not _SEPARATOR.match(between):
            raise self._error(f"{between.strip()[:30].decode('utf-8', 'replace')!r} is no object")

    def _forget(self) -> None:
        """Drop what no row needs any more, and refuse a row that grows without end."""
        keep = self._row_start
        if self._rows_depth == _BETWEEN_LISTS:
            keep = max(keep, self._scanned - _KEY_BYTES)
        self._held = self._held[keep:]
        self._scanned -= keep
        self._row_start = 0
        if len(self._held) > self._feed.limits.row_bytes:
            raise too_long(self._feed, self._row)

    def _error(self, what: str) -> FeedError:
        return FeedError(f"{self._feed.name}, row {self._row}: {what}. Nothing of it was used.")
