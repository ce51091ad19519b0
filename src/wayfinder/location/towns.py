"""The towns and councils' grounds that people name when they say where they live.

Facts lie in `directory/areas/towns.csv`; how they were computed, in the README beside it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from wayfinder.errors import DirectoryError

TOWNS_FILE = "towns.csv"
COLUMNS = (
    "name",
    "type",
    "councils",
    "latitude",
    "longitude",
    "aliases",
    "points",
    "source",
    "as_of",
)

_WORDS = re.compile(r"[a-z0-9]+")


class Town(Struct, frozen=True, kw_only=True):
    """A town (or a whole district) by name, the middle of it, and where that is from.

    `councils` are the codes of every district that an address of the town may lie in: with one
    only, the district is certain.
    """

    name: str
    councils: tuple[str, ...]
    lat_deg: float
    lon_deg: float
    source: str
    aliases: tuple[str, ...] = ()


class Towns:
    """The towns by the words of their names. Immutable."""

    def __init__(self, towns: Iterable[Town] = ()) -> None:
        self._by_words = {
            town_words(name): town for town in towns for name in (town.name, *town.aliases)
        }
        self.councils = frozenset(
            code for town in self._by_words.values() for code in town.councils
        )
        self.first_words = frozenset(words[0] for words in self._by_words)
        self._longest = max(map(len, self._by_words), default=0)

    def starting(self, words: Sequence[str]) -> tuple[Town, int] | None:
        """The town whose name these folded words start with, and how many words it takes.

        The longest name wins: "welwyn garden city" is not Welwyn. None when there is none.
        """
        for size in range(min(self._longest, len(words)), 0, -1):
            town = self._by_words.get(tuple(words[:size]))
            if town is not None:
                return town, size
        return None


def read_towns(folder: Path) -> tuple[Town, ...]:
    """The towns of `folder`; none where it has no such file. Raises DirectoryError by row."""
    path = folder / TOWNS_FILE
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DirectoryError(f"{path.name} row 1: the columns must be {','.join(COLUMNS)}")
        return tuple(_town(f"{path.name} row {reader.line_num}", cells) for cells in reader)


def town_words(name: str) -> tuple[str, ...]:
    """A name as the words it is recognised by: "Bishop's Stortford" is ("bishops", "stortford")."""
    return tuple(_WORDS.findall(name.lower().replace("'", "")))


def _town(where: str, cells: dict[str, str]) -> Town:
    try:
        town = Town(
            name=cells["name"],
            councils=tuple(cells["councils"].split()),
            lat_deg=float(cells["latitude"]),
            lon_deg=float(cells["longitude"]),
            source=f"{cells['source']} ({cells['as_of']})",
            aliases=tuple(name.strip() for name in cells["aliases"].split(";") if name.strip()),
        )
    except ValueError as error:
        raise DirectoryError(f"{where}: {error}") from error
    if not town.councils or not all(map(town_words, (town.name, *town.aliases))):
        raise DirectoryError(f"{where}: a town needs a name and the code of its council")
    return town
