"""Reads the small areas of postcodes from a list: the ONS Postcode Directory, or one like it.

What a list has no column for stays untold.
"""

from __future__ import annotations

import csv
import gzip
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.errors import FeedError, MalformedPostcode
from wayfinder.location import postcode_key
from wayfinder.location.area_codes import CODES, GSS_CODE
from wayfinder.location.place import AreaType
from wayfinder.location.postcode import Postcode
from wayfinder.location.postcode_source import NOT_GREAT_BRITAIN
from wayfinder.location.small_area_columns import HAS, Layout, layout_of
from wayfinder.location.small_area_names import Names, names_beside
from wayfinder.location.small_areas import LEVELS, NO_SUCH, UNTOLD

Progress = Callable[[int], None]
"""Told how many rows have been read so far."""

PROGRESS_ROWS = 10_000
MOST_REFUSALS = 100
"""Refused rows that are told one by one; all are counted."""

_HIGHEST_RANK = 999_999

OUTSIDE = "not in Great Britain: left out"
TWICE = "postcode: it is in the list twice"

_LACKS = HAS.replace("has", "lacks", 1)

_SMALL_AREAS_OF = {2019: 32_844, 2025: 33_755}
"""How many small areas of England each edition ranks (MHCLG)."""


def deciles_of_ranks(ranks: NDArray[np.integer], year: int) -> NDArray[np.uint8]:
    """The deciles, 1 the most deprived, of ranks in the English index of that year; 0 for none.

    Ten groups as equal as can be (MHCLG): of 32,844, rank 3,284 is of decile 1, 3,285 of decile 2.
    """
    return (-(-10 * ranks.astype(np.int64) // _SMALL_AREAS_OF[year])).astype(np.uint8)


class Refused(Struct, frozen=True):
    """A row that was not taken, by its number (the header is row 1), and why."""

    row: int
    reason: str


class SmallAreaRows(Struct, frozen=True, kw_only=True):
    """A list as read: columns of one length, without what was left out or refused.

    `numbers` are indexes into `groups`, each the codes of LEVELS. `deciles` are 0 where none is
    told.
    """

    source: str
    names: Names
    read: int
    keys: NDArray[np.uint32]
    numbers: NDArray[np.uint32]
    groups: Sequence[tuple[str, ...]]
    deciles: NDArray[np.uint8]
    refused: tuple[Refused, ...]
    reasons: Mapping[str, int]


class _Row(Struct, frozen=True):
    key: int
    codes: tuple[str, ...]
    imd: int


class _BadRow(Exception):
    """Carries the reason."""


def read_small_areas(path: Path, name: str, progress: Progress | None = None) -> SmallAreaRows:
    """Read a CSV (plain or gzip) of postcodes with ward, LSOA, ICB or sub-ICB columns, or the one
    such CSV in a folder; `name` is that of the source. Names are looked for in the files beside it.

    Raises FeedError for a file that cannot be read as such, or of which no row can be used.
    """
    path = _only_list(path) if path.is_dir() else path
    with _opened(path) as file:
        reader = csv.DictReader(file)
        layout = layout_of(reader.fieldnames or ())
        if layout is None:
            raise FeedError(f"{path.name} {_LACKS}; nothing was changed.")
        reading = _Reading(layout, names_beside(path))
        for count, cells in enumerate(reader, start=1):
            reading.add(count + 1, cells)
            if progress and count % PROGRESS_ROWS == 0:
                progress(count)
    return reading.done(path, name)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield file
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise FeedError(f"{path.name} cannot be read: {error}; nothing was changed.") from error


def _only_list(folder: Path) -> Path:
    """The list in a folder, or in the `Data` of the ONS Postcode Directory."""
    files = (path for inside in (folder, folder / "Data") for path in sorted(inside.glob("*.csv*")))
    lists = [path for path in files if _is_list(path)]
    if len(lists) == 1:
        return lists[0]
    found = f"several: {', '.join(path.name for path in lists)}" if lists else "none"
    raise FeedError(f"In {folder.name} is no one file that {HAS} ({found}); nothing was changed.")


def _is_list(path: Path) -> bool:
    with _opened(path) as file:
        return layout_of(next(csv.reader(file), ())) is not None


class _Reading:
    """Gathers the rows of a list."""

    def __init__(self, layout: Layout, names: Names) -> None:
        self._layout = layout
        self._names = names
        self._read = 0
        # Arrays, for there may be 2.7 million.
        self._keys, self._at = array("I"), array("I")
        self._numbers, self._imds = array("I"), array("I")
        self._groups: dict[tuple[str, ...], int] = {}
        self._refused: list[Refused] = []
        self._reasons: Counter[str] = Counter()

    def add(self, number: int, cells: Mapping[str, str | None]) -> None:
        """Take in one row, or count it out with the reason."""
        self._read += 1
        try:
            row = self._row(cells)
        except _BadRow as bad:
            self._refuse(number, str(bad))
            return
        if row is None:
            self._reasons[OUTSIDE] += 1
        else:
            self._keys.append(row.key)
            self._at.append(number)
            self._numbers.append(self._groups.setdefault(row.codes, len(self._groups)))
            self._imds.append(row.imd)

    def done(self, path: Path, name: str) -> SmallAreaRows:
        if not self._keys:
            first = self._refused[0] if self._refused else Refused(1, "there is no row after it")
            raise FeedError(
                f"None of the {self._read} rows of {path.name} can be used; nothing was changed. "
                f"Row {first.row}: {first.reason}"
            )
        once = self._once()
        year, deciles = self._deciles()
        index = f", English Index of Multiple Deprivation {year}" if year else ""
        return SmallAreaRows(
            source=f"{name} ({path.name}{index})",
            names=self._names,
            read=self._read,
            keys=np.array(self._keys, np.uint32)[once],
            numbers=np.array(self._numbers, np.uint32)[once],
            groups=list(self._groups),
            deciles=deciles[once],
            refused=tuple(sorted(self._refused, key=lambda each: each.row)),
            reasons=dict(self._reasons.most_common()),
        )

    def _once(self) -> NDArray[np.bool_]:
        """True for the first row of each postcode; the others are refused."""
        keys = np.array(self._keys, np.uint32)
        order = np.argsort(keys, kind="stable")
        once = np.ones(len(keys), np.bool_)
        once[order[1:]] = keys[order[1:]] != keys[order[:-1]]
        for row in np.array(self._at, np.uint32)[~once].tolist():
            self._refuse(row, TWICE)
        return once

    def _refuse(self, number: int, reason: str) -> None:
        self._reasons[reason] += 1
        if len(self._refused) < MOST_REFUSALS:
            self._refused.append(Refused(number, reason))

    def _row(self, cells: Mapping[str, str | None]) -> _Row | None:
        try:
            postcode = Postcode.parse(_cell(cells, self._layout.postcode))
        except MalformedPostcode:
            raise _BadRow("postcode: not the shape of a UK postcode") from None
        if postcode.outward_code.area in NOT_GREAT_BRITAIN:
            return None
        codes = tuple(
            self._code(level, column, cells)
            for level, column in zip(LEVELS, self._layout.levels, strict=True)
        )
        imd = self._imd(cells) if codes[0].startswith("E") else 0
        return _Row(postcode_key.key(postcode.outward, postcode.inward), codes, imd)

    def _code(self, level: AreaType, column: str | None, cells: Mapping[str, str | None]) -> str:
        told = _cell(cells, column)
        if told == UNTOLD or CODES[level].fullmatch(told):
            return self._names.code(told)
        if GSS_CODE.fullmatch(told):
            return NO_SUCH  # W99999999, or a health board of Wales where England has a sub-ICB.
        raise _BadRow(f"{column}: not a code of the ONS or the NHS, such as E05011061 or QM7")

    def _imd(self, cells: Mapping[str, str | None]) -> int:
        told = _cell(cells, self._layout.imd)
        if not told or (told == "0" and self._layout.ranked):
            return 0  # As the directory writes it where a nation has no index.
        if told.isdecimal() and 1 <= int(told) <= (_HIGHEST_RANK if self._layout.ranked else 10):
            return int(told)
        raise _BadRow(f"{self._layout.imd}: not a rank, or a decile from 1 to 10")

    def _deciles(self) -> tuple[int | None, NDArray[np.uint8]]:
        """The edition and the deciles; (None, zeros) where the ranks cannot be of that edition."""
        told, year = np.array(self._imds, np.uint32), self._layout.imd_year
        if year is None or not self._layout.ranked:
            return year, told.astype(np.uint8)
        size = _SMALL_AREAS_OF[year]
        if told.max() > size:
            column = self._layout.imd
            reason = f"{column}: ranks beyond {size:,} are not of {year}; none was taken"
            self._reasons[reason] += 1
            return None, np.zeros(len(told), np.uint8)
        return year, deciles_of_ranks(told, year)


def _cell(cells: Mapping[str, str | None], column: str | None) -> str:
    """Empty too where the list has no such column."""
    cell = cells[column] if column else UNTOLD
    if cell is None:
        raise _BadRow(f"{column}: the row is cut short before it")
    return cell.strip()
