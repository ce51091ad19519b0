"""The gazetteer's files: arrays that every process maps and none copies.

<folder>/current                     the name of the table in use
<folder>/table-<version>/manifest.json   Manifest
                         keys.npy        uint32 [n], rising (see `postcode_key`)
                         positions.npy   int32 [n, 2], latitude and longitude in millionths of
                                         a degree; NO_POSITION where there is none
                         area_sets.npy   uint16 or uint32 [n], index into Manifest.area_sets
                         by_cell.npy     uint32, rows that have a position, cell by cell
                         cell_starts.npy uint32 [rows * columns + 1], where each cell begins
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.errors import NotReady
from wayfinder.location.distance import bounding_box, distances_m
from wayfinder.location.swap import CURRENT

FORMAT = 2
NO_POSITION = np.iinfo(np.int32).min
MICRO = 1_000_000
MANIFEST = "manifest.json"


class Grid(Struct, frozen=True):
    """Cells of about 1.1 km, row by row from the south-west corner (millionths of a degree)."""

    south: int
    west: int
    rows: int
    columns: int
    cell_lat: int = 10_000
    cell_lon: int = 17_000

    def cell_rows(self, lats: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.clip((lats - self.south) // self.cell_lat, 0, self.rows - 1)

    def cell_columns(self, lons: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.clip((lons - self.west) // self.cell_lon, 0, self.columns - 1)


class Outward(Struct, frozen=True):
    """An outward code: the mean of its postcodes' positions, and every area set among them with
    the share of the postcodes that it has."""

    code: str
    lat_deg: float
    lon_deg: float
    area_sets: tuple[int, ...]
    shares: tuple[float, ...]


class Manifest(Struct, frozen=True, kw_only=True):
    """What a table holds. `area_sets` are tuples of area codes, most local first."""

    source: str
    grid: Grid
    area_sets: tuple[tuple[str, ...], ...]
    outwards: tuple[Outward, ...]


class PostcodeTable(Struct, frozen=True):
    """An open table."""

    manifest: Manifest
    keys: NDArray[np.uint32]
    positions: NDArray[np.int32]
    area_sets: NDArray[np.unsignedinteger]
    by_cell: NDArray[np.uint32]
    cell_starts: NDArray[np.uint32]

    @classmethod
    def open(cls, folder: Path) -> PostcodeTable:
        """Map the table in use. Raises NotReady if none has been built."""
        try:
            table = folder / (folder / CURRENT).read_text("utf-8")
            manifest = msgspec.json.decode((table / MANIFEST).read_bytes(), type=Manifest)
        except FileNotFoundError as error:
            raise NotReady("No table of postcodes is built yet; run `wayfinder serve`.") from error
        arrays = (mapped(table / f"{name}.npy") for name in cls.__struct_fields__[1:])
        return cls(manifest, *arrays)

    def row(self, key: int) -> int | None:
        """The row of a postcode's key, None if it is not there."""
        # np.uint32: with a Python int numpy would convert all 2.7 million keys first.
        row = int(self.keys.searchsorted(np.uint32(key)))
        return row if row < len(self.keys) and self.keys[row] == key else None

    def rows(self, keys: NDArray[np.uint32]) -> NDArray[np.int64]:
        """`row` for many; -1 where `row` is None."""
        rows = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)

    def position(self, row: int) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, None if the postcode has no position."""
        lat, lon = self.positions[row].tolist()
        return None if lat == NO_POSITION else (lat / MICRO, lon / MICRO)

    def within(
        self, lat_deg: float, lon_deg: float, radius_m: float
    ) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
        """(rows, metres) of every postcode within `radius_m` of a point, in no order."""
        rows = self._in_cells(lat_deg, lon_deg, radius_m)
        lats, lons = self.positions[rows].T / MICRO
        metres = distances_m(lat_deg, lon_deg, lats, lons)
        near = metres <= radius_m
        return rows[near], metres[near]

    def _in_cells(self, lat_deg: float, lon_deg: float, radius_m: float) -> NDArray[np.uint32]:
        box, grid = bounding_box(lat_deg, lon_deg, radius_m), self.manifest.grid
        lats = np.array([box.south_deg, box.north_deg]) * MICRO
        lons = np.array([box.west_deg, box.east_deg]) * MICRO
        bottom, top = grid.cell_rows(lats.astype(np.int64)).tolist()
        left, right = grid.cell_columns(lons.astype(np.int64)).tolist()
        first_cells = np.arange(bottom, top + 1) * grid.columns + left
        starts = self.cell_starts[first_cells].tolist()
        ends = self.cell_starts[first_cells + right - left + 1].tolist()
        strips = [self.by_cell[a:b] for a, b in zip(starts, ends, strict=True)]
        return np.concatenate(strips)


def mapped(path: Path) -> NDArray[Any]:
    # asarray: a plain view of the mapped pages is several times quicker to index than np.memmap.
    return np.asarray(np.load(path, mmap_mode="r"))
