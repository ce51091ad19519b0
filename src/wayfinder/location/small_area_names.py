"""Names of small areas, and the NHS's codes for its own, from files that lie beside a list.

The ONS publishes one CSV for each level ("LSOA21CD, LSOA21NM"; "ICB23CD, ICB23CDH, ICB23NM" with
the NHS's own code); boundary files (GeoJSON) carry the same pairs as properties.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from wayfinder.errors import FeedError

_COLUMN = re.compile(r"(wd|ward|lsoa|icb|sicbl)(\d\d)(cd|cdh|cd_nhs|nm)", re.IGNORECASE)
_LONGEST_BYTES = 30_000_000
"""A file of names is far shorter; a second list of postcodes is longer."""


class Names(Struct, frozen=True):
    """`of` are names by code; `nhs` are the NHS's codes by those of the ONS (E54..., E38...)."""

    of: Mapping[str, str]
    nhs: Mapping[str, str]

    def code(self, code: str) -> str:
        """The code in the form that the areas are known by: the NHS's for what is the NHS's."""
        return self.nhs.get(code, code)


class _Pair(Struct, frozen=True):
    """Columns of one level: its code, the NHS's code and its name."""

    cd: str | None
    cdh: str | None
    nm: str | None


class _Feature(Struct):
    properties: dict[str, msgspec.Raw] | None = None


class _Map(Struct):
    features: list[_Feature] = []


def names_beside(listed: Path) -> Names:
    """All names in the files beside a list of postcodes, and in the `Documents` that the ONS
    Postcode Directory has beside its `Data`. Raises FeedError for a file that cannot be read."""
    of: dict[str, str] = {}
    nhs: dict[str, str] = {}
    folders = (listed.parent, listed.parent / "Documents", listed.parent.parent / "Documents")
    for path in dict.fromkeys(chain.from_iterable(map(_files, folders))):
        if path != listed:
            for code, nhs_code, name in _told(path):
                of |= {each: name for each in (code, nhs_code) if each and name}
                if code and nhs_code:
                    nhs[code] = nhs_code
    return Names(of, nhs)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        plain = path.name.removesuffix(".gz")
        if plain.endswith((".csv", ".geojson")) and path.stat().st_size < _LONGEST_BYTES:
            yield path


def _told(path: Path) -> Iterator[tuple[str | None, str | None, str | None]]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = _features(raw) if ".geojson" in path.suffixes else _csv_rows(raw)
        yield from _pairs_told(rows)
    except (OSError, EOFError, csv.Error, msgspec.DecodeError) as error:
        raise FeedError(f"{path.name} beside the list cannot be read: {error}") from error


def _features(raw: bytes) -> Iterator[dict[str, str]]:
    for feature in msgspec.json.decode(raw, type=_Map).features:
        told = {
            key: msgspec.json.decode(value) for key, value in (feature.properties or {}).items()
        }
        yield {key: value for key, value in told.items() if isinstance(value, str)}


def _csv_rows(raw: bytes) -> Iterator[dict[str, str]]:
    header = raw.partition(b"\n")[0].decode("latin-1")
    if not any(_COLUMN.fullmatch(cell.strip(' "\r')) for cell in header.split(",")):
        return iter(())
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # As older releases of the ONS are written.
    return iter(csv.DictReader(text.splitlines()))


def _pairs_told(
    rows: Iterable[Mapping[str, str]],
) -> Iterator[tuple[str | None, str | None, str | None]]:
    pairs: tuple[_Pair, ...] | None = None
    for row in rows:
        pairs = pairs if pairs is not None else _pairs(row)
        for pair in pairs:
            code, nhs_code, name = (_cell(row, column) for column in (pair.cd, pair.cdh, pair.nm))
            if code or nhs_code:
                yield code, nhs_code, name


def _pairs(columns: Iterable[str]) -> tuple[_Pair, ...]:
    """The columns of each level and year that has a name or a code of the NHS."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for column in columns:
        if match := _COLUMN.fullmatch(column.strip()):
            level, year, kind = (part.lower() for part in match.groups())
            found.setdefault((level, year), {})[kind.replace("cd_nhs", "cdh")] = column
    return tuple(
        _Pair(each.get("cd"), each.get("cdh"), each.get("nm"))
        for each in found.values()
        if len(each) > 1
    )


def _cell(row: Mapping[str, str], column: str | None) -> str | None:
    return ((row.get(column) or "").strip() or None) if column else None
