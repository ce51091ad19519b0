"""Files that are not what they say are refused before anything of them is used."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wayfinder.errors import FeedError
from wayfinder.ingest.reading import Feed, Limits, csv_rows, open_feed

TABLE = "id,name\n1,Café\n2,Library\n"


def content(path: Path, limits: Limits | None = None) -> bytes:
    with open_feed(str(path), limits=limits or Limits()) as feed:
        return b"".join(feed.chunks)


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(TABLE.encode(), id="plain"),
        pytest.param(TABLE.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(gzip.compress(TABLE.encode()), id="gzip, whatever the name"),
        pytest.param(gzip.compress(b"id,name\n") + gzip.compress(TABLE[8:].encode()), id="two"),
    ],
)
def test_bytes_are_unpacked(tmp_path: Path, stored: bytes) -> None:
    file = tmp_path / "feed"
    file.write_bytes(stored)
    assert content(file) == TABLE.encode()


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"<!DOCTYPE html><html><body>Moved</body></html>", "is a web page"),
        (b"\n  <html>", "is a web page"),
        ("id,name\n1,Café\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "zip archive"),
        (gzip.compress(TABLE.encode() * 9_999, mtime=0)[:-9], "is cut short or damaged"),
        (gzip.compress(b"<html>", mtime=0), "is a web page"),
    ],
)
def test_what_is_no_feed_is_refused(tmp_path: Path, stored: bytes, says: str) -> None:
    file = tmp_path / "feed.csv"
    file.write_bytes(stored)
    with pytest.raises(FeedError, match=says) as caught:
        content(file)
    assert str(file) in caught.value.detail


def test_a_truncated_file_tells_how_much_of_it_could_be_read(tmp_path: Path) -> None:
    file = tmp_path / "feed.gz"
    file.write_bytes(gzip.compress(b"x" * 5_000_000)[:-200])
    with pytest.raises(FeedError, match=r"ends after \d+ MB of readable content"):
        content(file)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FeedError, match=r"/nowhere/feed\.csv cannot be opened: No such file"):
        content(Path("/nowhere/feed.csv"))


def test_a_small_file_cannot_unpack_into_a_large_one(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"0" * 3_000_000))
    with pytest.raises(FeedError, match="more than 1 MB unpacked"):
        content(bomb, Limits(total_bytes=1 << 20))


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(feed: Callable[..., Feed]) -> None:
    text = 'id,note\n1,"two\nlines"\n\n2,"a ""quote"", a comma"\r\n3,é'
    assert list(csv_rows(feed(text))) == [
        (1, ["id", "note"]),
        (2, ["1", "two\nlines"]),
        (4, ["2", 'a "quote", a comma']),
        (5, ["3", "é"]),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,name\n1,a\n2,Café\n".encode("cp1252"), r"row 3, column 2: byte 0xE9 is not UTF-8"),
        ('"a, b",name\n1,\xe9"'.encode("latin-1"), r"row 2, column 2: byte 0xE9"),
        (b'id,name\n1,"never closed\n2,b\n', r"row 2: unexpected end of data"),
        (b"id,name\n1," + b"x" * 200_000, r"row 2: field larger than field limit"),
    ],
)
def test_damage_is_named_by_row(feed: Callable[..., Feed], content: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        list(csv_rows(feed(content, chunk=4096)))


def test_a_row_of_200_mb_is_refused_without_being_read() -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield b"id,name\n1,"
        for _ in range(200):
            read += 1
            yield b"x" * (1 << 20)

    with pytest.raises(FeedError, match=r"big\.csv, row 2 is longer than 8 MB"):
        list(csv_rows(Feed("big.csv", endless())))
    assert read < 12


def test_a_row_cannot_grow_without_end_by_quoted_line_breaks(feed: Callable[..., Feed]) -> None:
    text = "id\n" + ",".join(['"a\nb"'] * 5_000)
    with pytest.raises(FeedError, match="row 2 is longer than 9 KB"):
        list(csv_rows(feed(text, chunk=512, limits=Limits(row_bytes=10_000))))
