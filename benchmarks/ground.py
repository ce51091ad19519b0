"""Real points of Great Britain, as dense as its people: postcodes, and the areas around them."""

from __future__ import annotations

import random
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import Struct

from wayfinder.location import postcode_key
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef, AreaType
from wayfinder.location.postcode_table import PostcodeTable

NEIGHBOURS = 15_000
"""How far along the list of postcodes a neighbouring one is looked for."""


class Point(Struct, frozen=True):
    """A postcode, where it is, and the areas that hold it, most local first."""

    postcode: str
    lat_deg: float
    lon_deg: float
    areas: tuple[AreaRef, ...]

    def area(self, *types: AreaType) -> AreaRef | None:
        """The most local area of these types."""
        return next((area for area in self.areas if area.type in types), None)


class Ground:
    """Postcodes to draw from. A postcode is some fifteen households, so towns weigh most."""

    def __init__(self, gazetteer_dir: Path, areas: Areas) -> None:
        if not Gazetteer.is_current(gazetteer_dir):
            Gazetteer.build(gazetteer_dir, areas)
        self._table = PostcodeTable.open(gazetteer_dir)
        self._areas = areas
        self._around = lru_cache(maxsize=None)(self._find_around)

    def draw(self, rng: random.Random) -> Point:
        """A random postcode that has a position and a council."""
        while True:
            point = self._point(rng.randrange(len(self._table.keys)))
            if point is not None:
                return point

    def draw_near(self, rng: random.Random, point: Point) -> Point:
        """A postcode of the same post town or one beside it in the alphabet."""
        here = self._row(point.postcode)
        while True:
            row = here + rng.randint(-NEIGHBOURS, NEIGHBOURS)
            near = self._point(row % len(self._table.keys))
            if near is not None:
                return near

    @cached_property
    def area_names(self) -> list[str]:
        """Names of all areas, which spelling must leave alone."""
        return [area.name for area in self._areas]

    def _row(self, postcode: str) -> int:
        outward, inward = postcode.split()
        row = self._table.row(postcode_key.key(outward, inward))
        assert row is not None, "points come from this table"  # noqa: S101
        return row

    def _point(self, row: int) -> Point | None:
        position = self._table.position(row)
        areas = self._around(int(self._table.area_sets[row]))
        if position is None or not areas:
            return None
        return Point(_postcode(int(self._table.keys[row])), *position, areas)

    def _find_around(self, area_set: int) -> tuple[AreaRef, ...]:
        codes = self._table.manifest.area_sets[area_set]
        return self._areas.containing(codes[0]) if codes else ()


def _postcode(key: int) -> str:
    rank, inward = divmod(key, postcode_key.INWARDS)
    sector, unit = divmod(inward, 676)
    first, second = divmod(unit, 26)
    return f"{postcode_key.outward_of_rank(rank)} {sector}{chr(65 + first)}{chr(65 + second)}"
