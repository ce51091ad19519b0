"""Bytes of a feed, opened, unpacked and bounded: no feed can fill the memory or pass for another.

Whatever is wrong with the file as a whole is a `FeedError` that names the file and how far it
could be read; nothing of such a feed is used.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct

from wayfinder.errors import FeedError

CHUNK_BYTES = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"

_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
_FOREIGN = {
    b"PK\x03\x04": "a zip archive or a spreadsheet: unpack it, or save it as CSV",
    b"\xff\xfe": 'UTF-16 text: save it as "CSV UTF-8"',
    b"\xfe\xff": 'UTF-16 text: save it as "CSV UTF-8"',
    b"%PDF": "a PDF document",
}


class Limits(Struct, frozen=True, kw_only=True):
    """How much one feed may hold, unpacked: of a single row, and altogether."""

    row_bytes: int = 8 << 20
    total_bytes: int = 2 << 30


DEFAULT_LIMITS = Limits()


class Feed(Struct, frozen=True):
    """A feed that is open for reading, once: its name for messages, and its unpacked bytes."""

    name: str
    chunks: Iterator[bytes]
    limits: Limits = DEFAULT_LIMITS


@contextmanager
def open_feed(path: str, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Feed]:
    """The feed at a path, as `feed_of`. Raises FeedError if it is missing."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise FeedError(f"{path} cannot be opened: {error.strerror}.") from error
        yield feed_of(stream, path, limits)


def feed_of(stream: BinaryIO, name: str, limits: Limits) -> Feed:
    """The feed in a file that is open, unpacked if it is gzip (told by its first bytes). Reading
    it raises FeedError if it is empty, too large, or not text."""
    return Feed(name, _checked(_unpacked(stream, name, limits), name), limits)


def _unpacked(stream: BinaryIO, name: str, limits: Limits) -> Iterator[bytes]:
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    source = cast(BinaryIO, GzipFile(fileobj=stream)) if packed else stream
    total = 0
    try:
        while chunk := source.read(CHUNK_BYTES):
            total += len(chunk)
            if total > limits.total_bytes:
                raise FeedError(f"{name} holds more than {_size(limits.total_bytes)} unpacked.")
            yield chunk
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise FeedError(
            f"{name} is cut short or damaged: the gzip file ends after {_size(total)} of "
            "readable content. Fetch it again."
        ) from error


def _checked(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The same chunks without a byte order mark, or FeedError if they are plainly not ours."""
    first = next(chunks, b"")
    for magic, what in _FOREIGN.items():
        if first.startswith(magic):
            raise FeedError(f"{name} is {what}.")
    first = first.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(first):
        raise FeedError(
            f"{name} is a web page (it begins with {_excerpt(first)!r}), not JSON or CSV. "
            "Check the address: a feed's begins with { or [, a table's with its first row."
        )
    if not first.strip():
        raise FeedError(f"{name} is empty.")
    yield first
    yield from chunks


def csv_rows(feed: Feed) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every row that is not blank; the first row of the file is 1.

    Raises FeedError naming the row for a quote that never closes, bytes that are not UTF-8, and a
    row longer than the limit, which is never read as a whole.
    """
    lines = _TextLines(feed)
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FeedError(f"{feed.name}, row {lines.row}: {error}.") from error
        if cells:
            yield lines.row, cells
        lines.next_row()


class _TextLines:
    """Decoded lines of a feed, knowing which row they belong to and how long it has become."""

    def __init__(self, feed: Feed) -> None:
        self.row = 1
        self._feed = feed
        self._spent = 0
        self._lines = self._split()

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._spend(len(line))
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FeedError(self._not_utf8(line, error.start)) from error

    def next_row(self) -> None:
        self.row += 1
        self._spent = 0

    def _split(self) -> Iterator[bytes]:
        tail = b""
        for chunk in self._feed.chunks:
            *whole, tail = (tail + chunk).split(b"\n")
            for line in whole:
                yield line + b"\n"
            if len(tail) > self._feed.limits.row_bytes:
                self._spend(len(tail))
        if tail:
            yield tail

    def _spend(self, length: int) -> None:
        self._spent += length
        if self._spent > self._feed.limits.row_bytes:
            raise too_long(self._feed, self.row)

    def _not_utf8(self, line: bytes, at: int) -> str:
        column = len(next(csv.reader([line[:at].decode("latin-1") + "?"])))
        return (
            f"{self._feed.name}, row {self.row}, column {column}: byte 0x{line[at]:02X} is not "
            'UTF-8 text. Save the file as "CSV UTF-8".'
        )


def too_long(feed: Feed, row: int) -> FeedError:
    """The error for a row beyond the limit: no honest record is that long."""
    limit = _size(feed.limits.row_bytes)
    return FeedError(f"{feed.name}, row {row} is longer than {limit}; is the file damaged?")


def _size(count: int) -> str:
    for unit in ("bytes", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count //= 1024
    return f"{count} GB"


def _excerpt(data: bytes) -> str:
    return data.strip()[:30].decode("utf-8", "replace")
