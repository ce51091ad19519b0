"""Where a list of postcodes has its small areas: the columns, by the names they have had.

The ONS has changed these over the years: "osward" and "wd25cd", "icb" and "icb23cd", "imd" and
"imd20ind".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from wayfinder.location.place import AreaType
from wayfinder.location.small_areas import LEVELS

HAS = (
    "has columns of a postcode and its small areas, such as "
    "pcds, wd25cd, lsoa21cd, icb23cd, sicbl24cd"
)
"""What a list must have, said to people."""

_POSTCODE = ("pcds", "pcd8", "pcd7", "pcd", "postcode")
_COLUMNS = {
    AreaType.LSOA: (r"lsoa21(cd)?", r"lsoa11(cd)?"),
    AreaType.WARD: (r"osward", r"wd\d\dcd", r"ward(_cd|_code)?"),
    AreaType.SUB_ICB: (r"sicbl(\d\d)?(cd)?",),
    AreaType.ICB: (r"icb(\d\d)?(cd)?",),
}
_DECILE = re.compile(r"imd\d{4}_?decile")
_RANKED = {"imd25ind": 2025, "imd20ind": 2019, "imd19ind": 2019, "imd": 2019}
"""The English edition behind the directory's columns of ranks; Scotland's of 2020 gave the name."""


class Layout(Struct, frozen=True):
    """Where a list has what."""

    postcode: str
    levels: tuple[str | None, ...]
    imd: str | None
    imd_year: int | None
    ranked: bool


def layout_of(header: Sequence[str]) -> Layout | None:
    """Where the columns are; None if they are not those of such a list."""
    columns = {name.strip().lower(): name for name in header}
    postcode = next((columns[name] for name in _POSTCODE if name in columns), None)
    levels = tuple(_first(columns, _COLUMNS[level]) for level in LEVELS)
    if postcode is None or not any(levels):
        return None
    if decile := _first(columns, (_DECILE.pattern,)):
        year = int("".join(c for c in decile if c.isdecimal()))
        return Layout(postcode, levels, decile, year, ranked=False)
    rank, year_ranked = _ranked(columns, has_icb=levels[LEVELS.index(AreaType.ICB)] is not None)
    return Layout(postcode, levels, rank, year_ranked, ranked=True)


def _ranked(columns: Mapping[str, str], *, has_icb: bool) -> tuple[str | None, int | None]:
    """The column of ranks and its edition; a plain "imd" from before there were ICBs (2022) may be
    of an earlier one."""
    for plain, year in _RANKED.items():
        if plain in columns and (has_icb or plain != "imd"):
            return columns[plain], year
    return None, None


def _first(columns: Mapping[str, str], patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for plain, name in columns.items():
            if re.fullmatch(pattern, plain):
                return name
    return None
