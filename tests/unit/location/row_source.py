"""A list of postcodes made by hand, for a gazetteer to be built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct

from wayfinder.location import postcode_key
from wayfinder.location.postcode import Postcode
from wayfinder.location.postcode_source import Block


class PostcodeRow(Struct, frozen=True):
    """One postcode of a list that already has WGS84 positions."""

    postcode: str
    lat_deg: float
    lon_deg: float
    area_codes: tuple[str, ...]


class RowSource:
    """Postcodes given row by row."""

    def __init__(self, rows: Iterable[PostcodeRow], name: str, version: str) -> None:
        self.name = name
        self.version = version
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return 1

    def blocks(self) -> Iterator[Block]:
        """One block. Raises MalformedPostcode."""
        read = [Postcode.parse(row.postcode) for row in self._rows]
        yield Block(
            np.array([postcode_key.key(p.outward, p.inward) for p in read], np.uint32),
            np.array([row.lat_deg for row in self._rows], np.float64),
            np.array([row.lon_deg for row in self._rows], np.float64),
            [row.area_codes for row in self._rows],
        )
