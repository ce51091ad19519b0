"""An HSDS data package: a folder or a zip archive of CSV tables, opened and bounded.

A `datapackage.json` (Frictionless Data) may name the tables; without one, the names of the files
do. Nothing of an archive is unpacked to the disk under a name of its own.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.reading import CHUNK_BYTES, Feed, Limits, csv_rows

MAX_FILES = 200
_MAX_DESCRIPTION_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"
# RuntimeError is how zipfile tells of a password, and of a way to pack that it does not know.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, RuntimeError),
)

Opener = Callable[[], IO[bytes]]


class Package:
    """The tables of a package by name, as its files or its description have them."""

    def __init__(self, name: str, files: dict[str, Opener], limits: Limits) -> None:
        self.name = name
        self._files = files
        self._limits = limits
        self._read_bytes = 0
        self._named = self._described()

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """(row number, cells that are not empty by heading) of a table; none where it is not there.
        The heading is row 1. Raises FeedError for what cannot be read, and for too much of it."""
        path = self._path(table)
        if path is None:
            return
        rows = csv_rows(Feed(f"{self.name}, {path}", self._chunks(path), self._limits))
        _, heading = next(rows, (1, []))
        keys = [cell.strip().lower() for cell in heading]
        for number, cells in rows:
            told = {key: cell.strip() for key, cell in zip(keys, cells, strict=False)}
            yield number, {key: cell for key, cell in told.items() if key and cell}

    def _path(self, table: str) -> str | None:
        if table in self._named:
            return self._named[table]
        found = [path for path in self._files if PurePosixPath(path).name.lower() == f"{table}.csv"]
        return min(found, key=len, default=None)

    def _chunks(self, path: str) -> Iterator[bytes]:
        """A file's bytes without a byte order mark, counted over the whole package: what an archive
        says of its size is not believed."""
        begun = False
        try:
            with self._files[path]() as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    self._read_bytes += len(chunk)
                    if self._read_bytes > self._limits.total_bytes:
                        limit = self._limits.total_bytes
                        raise FeedError(f"{self.name} holds more than {limit:,} bytes unpacked.")
                    yield chunk if begun else chunk.removeprefix(_BOM)
                    begun = True
        except _UNREADABLE as error:
            raise FeedError(f"{self.name}, {path} cannot be read: {error}.") from error

    def _described(self) -> dict[str, str]:
        """Tables named in `datapackage.json`, as far as their files are in the package."""
        paths = [path for path in self._files if PurePosixPath(path).name == "datapackage.json"]
        if not paths:
            return {}
        at = min(paths, key=len)
        text = b"".join(islice(self._chunks(at), _MAX_DESCRIPTION_BYTES // CHUNK_BYTES))
        try:
            told = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            raise FeedError(f"{self.name}, {at} is no description of a package: {error}.") from None
        given = told.get("resources") if isinstance(told, dict) else None
        tables: dict[str, str] = {}
        for one in given if isinstance(given, list) else []:
            name, path = (one.get("name"), one.get("path")) if isinstance(one, dict) else (0, 0)
            if isinstance(name, str) and isinstance(path, str):
                inside = str(PurePosixPath(at).parent / path)
                tables |= {name.lower(): inside} if inside in self._files else {}
        return tables


@contextmanager
def open_package(where: Path | BinaryIO, name: str, limits: Limits) -> Iterator[Package]:
    """The package in a folder, or in an archive that is a file or open. Raises FeedError."""
    if isinstance(where, Path) and where.is_dir():
        yield Package(name, _in_folder(where), limits)
        return
    try:
        archive = zipfile.ZipFile(where)
    except (zipfile.BadZipFile, OSError) as error:
        message = f"{name} is neither a folder nor a zip archive of CSV files: {error}."
        raise FeedError(message) from error
    with archive:
        yield Package(name, _in_archive(archive, name), limits)


def _in_folder(folder: Path) -> dict[str, Opener]:
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".json")]
    files += sorted(folder.glob("*/*.csv"))
    return {str(path.relative_to(folder).as_posix()): _opener(path) for path in files[:MAX_FILES]}


def _opener(path: Path) -> Opener:
    return lambda: path.open("rb")


def _in_archive(archive: zipfile.ZipFile, name: str) -> dict[str, Opener]:
    listed = [one for one in archive.infolist() if not one.is_dir()]
    files = [one for one in listed if _is_ours(PurePosixPath(one.filename))]
    if len(files) > MAX_FILES:
        raise FeedError(f"{name} holds more than {MAX_FILES} files; is it a package of tables?")
    return {one.filename: _member(archive, one) for one in files}


def _is_ours(path: PurePosixPath) -> bool:
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() in (".csv", ".json") and not hidden


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Opener:
    return lambda: archive.open(info)
