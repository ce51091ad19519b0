"""Reads and checks the area files of `directory/areas/`; a fault names its file and row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfinder.errors import DirectoryError
from wayfinder.location.area import Area
from wayfinder.location.area_names import full_key
from wayfinder.location.place import AreaType
from wayfinder.location.towns import TOWNS_FILE

COLUMNS = (
    "code",
    "type",
    "name",
    "within",
    "may_be_within",
    "start",
    "end",
    "successors",
    "aliases",
    "note",
)


class AreaRow(Struct, frozen=True):
    """An area and where it is written: "planned.csv row 3"."""

    where: str
    area: Area


def read_areas(folder: Path) -> tuple[AreaRow, ...]:
    """Every area of every `*.csv` in `folder`, checked one by one and against each other.

    The file of towns has another shape and is left alone.
    Raises DirectoryError naming the file and row (the header is row 1).
    """
    files = sorted(path for path in folder.glob("*.csv") if path.name != TOWNS_FILE)
    if not files:
        raise DirectoryError(f"No area files (*.csv) in {folder}")
    rows = tuple(row for path in files for row in _read_file(path))
    _check_codes(rows)
    _check_links(rows)
    _check_names(rows)
    return rows


def _read_file(path: Path) -> Iterator[AreaRow]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DirectoryError(f"{path.name} row 1: the columns must be {','.join(COLUMNS)}")
        for cells in reader:
            where = f"{path.name} row {reader.line_num}"
            if None in cells:
                raise DirectoryError(f"{where}: more cells than columns; quote text with commas")
            yield AreaRow(where, _read_area(where, cells))


def _read_area(where: str, cells: dict[str, str]) -> Area:
    try:
        area = Area(
            code=_required(cells, "code"),
            type=AreaType(cells["type"]),
            name=_required(cells, "name"),
            within=tuple(cells["within"].split()),
            may_be_within=tuple(cells["may_be_within"].split()),
            start=_day(cells["start"]),
            end=_day(cells["end"]),
            successors=tuple(cells["successors"].split()),
            aliases=tuple(alias.strip() for alias in cells["aliases"].split(";") if alias.strip()),
            note=cells["note"],
        )
    except ValueError as error:
        raise DirectoryError(f"{where}: {error}") from error
    if area.start and area.end and area.end < area.start:
        raise DirectoryError(f"{where}: the end {area.end} is before the start {area.start}")
    return area


def _required(cells: dict[str, str], column: str) -> str:
    if value := cells[column].strip():
        return value
    raise ValueError(f"`{column}` is empty")


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _check_codes(rows: tuple[AreaRow, ...]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if first := seen.get(row.area.code):
            raise DirectoryError(f"{row.where}: {row.area.code} is already at {first}")
        seen[row.area.code] = row.where


def _check_links(rows: tuple[AreaRow, ...]) -> None:
    by_code = {row.area.code: row.area for row in rows}
    for row in rows:
        area = row.area
        for code in (*area.within, *area.may_be_within, *area.successors):
            if code not in by_code:
                raise DirectoryError(f"{row.where}: {area.code} names {code}, which no file has")
        _check_loop(row, by_code)


def _check_loop(row: AreaRow, by_code: dict[str, Area]) -> None:
    for link in ("within", "successors"):
        reached = set[str]()
        ahead = list(getattr(row.area, link))
        while ahead:
            code = ahead.pop()
            if code == row.area.code:
                raise DirectoryError(f"{row.where}: {code} comes back to itself through `{link}`")
            if code not in reached and code in by_code:
                reached.add(code)
                ahead.extend(getattr(by_code[code], link))


def _check_names(rows: tuple[AreaRow, ...]) -> None:
    """Two areas of one type may share a name only if no day sees both."""
    owners: dict[tuple[AreaType, str], list[AreaRow]] = {}
    for row in rows:
        for key in {full_key(name) for name in (row.area.name, *row.area.aliases)}:
            for other in owners.setdefault((row.area.type, key), []):
                if row.area.overlaps(other.area):
                    raise DirectoryError(f'{row.where}: "{key}" is also a name of {other.where}')
            owners[row.area.type, key].append(row)
