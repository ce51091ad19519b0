"""Builds the gazetteer's table beside the one in use, and swaps it in at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.errors import DirectoryError, FeedError
from wayfinder.location import postcode_key
from wayfinder.location.areas import Areas
from wayfinder.location.postcode_source import Block, PostcodeSource
from wayfinder.location.postcode_table import (
    FORMAT,
    MANIFEST,
    MICRO,
    NO_POSITION,
    Grid,
    Manifest,
    Outward,
)
from wayfinder.location.small_areas import SMALL_AREAS
from wayfinder.location.swap import stamped, swapped_in

Progress = Callable[[int, int], None]


class _Columns(Struct, frozen=True):
    keys: NDArray[np.uint32]
    positions: NDArray[np.int32]
    area_sets: NDArray[np.unsignedinteger]


def is_built(folder: Path, source: PostcodeSource) -> bool:
    """True if the table in use was made from this version of `source`, in today's layout."""
    return (stamped(folder) or "").startswith(_stamp(source))


def _stamp(source: PostcodeSource) -> str:
    return f"table-{FORMAT}-{source.version}-"


def build_table(
    folder: Path, areas: Areas, source: PostcodeSource, progress: Progress | None = None
) -> None:
    """Write the table of `source` into `folder` and make it the one in use.

    Readers of an earlier table keep it until they open again. `progress(done, total)` counts
    steps. Raises FeedError for a list that cannot be read, DirectoryError if `areas` lacks a code
    that the postcodes have.
    """
    with swapped_in(folder, _stamp(source), keep=(SMALL_AREAS,)) as table:
        blocks = _counted(source, progress or _silent)
        _write(table, blocks, areas, source.name)


def _silent(done: int, total: int) -> None:
    """No one is watching."""


def _counted(source: PostcodeSource, progress: Progress) -> list[Block]:
    total = len(source)
    blocks = []
    progress(0, total)
    for done, block in enumerate(source.blocks(), start=1):
        blocks.append(block)
        progress(done, total)
    return blocks


def _write(table: Path, blocks: list[Block], areas: Areas, source_name: str) -> None:
    columns, area_sets = _sorted_columns(blocks)
    _check_areas(area_sets, areas, source_name)
    grid, by_cell, cell_starts = _cells(columns.positions)
    outwards = _outwards(columns)
    for name in columns.__struct_fields__:
        np.save(table / f"{name}.npy", getattr(columns, name))
    np.save(table / "by_cell.npy", by_cell)
    np.save(table / "cell_starts.npy", cell_starts)
    manifest = Manifest(source=source_name, grid=grid, area_sets=area_sets, outwards=outwards)
    (table / MANIFEST).write_bytes(msgspec.json.encode(manifest))


def _sorted_columns(blocks: list[Block]) -> tuple[_Columns, tuple[tuple[str, ...], ...]]:
    keys = np.concatenate([block.keys for block in blocks])
    order = np.argsort(keys)
    keys = keys[order]
    if (same := np.flatnonzero(keys[1:] == keys[:-1])).size:
        outward = postcode_key.outward_of_rank(int(keys[same[0]]) // postcode_key.INWARDS)
        raise FeedError(f"The list of postcodes holds one of {outward} twice")
    numbers, area_sets = _number_sets(codes for block in blocks for codes in block.area_codes)
    lats = np.concatenate([block.lats_deg for block in blocks])[order]
    lons = np.concatenate([block.lons_deg for block in blocks])[order]
    return _Columns(keys, _micro_degrees(lats, lons), numbers[order]), area_sets


def _number_sets(
    sets: Iterable[tuple[str, ...]],
) -> tuple[NDArray[np.unsignedinteger], tuple[tuple[str, ...], ...]]:
    number_of: dict[tuple[str, ...], int] = {}
    numbers = [number_of.setdefault(codes, len(number_of)) for codes in sets]
    fitting = np.uint16 if len(number_of) <= 2**16 else np.uint32
    return np.array(numbers, fitting), tuple(number_of)


def _micro_degrees(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.int32]:
    degrees = np.stack([lats, lons], axis=1)
    known = np.isfinite(degrees).all(axis=1, keepdims=True)
    return np.where(known, np.round(np.where(known, degrees, 0) * MICRO), NO_POSITION).astype(
        np.int32
    )


def _check_areas(area_sets: tuple[tuple[str, ...], ...], areas: Areas, source_name: str) -> None:
    missing = sorted({code for codes in area_sets for code in codes if areas.get(code) is None})
    if missing:
        listed = ", ".join(missing[:5])
        raise DirectoryError(
            f"directory/areas has no {listed}, where {source_name} has postcodes: add "
            f"{'it' if len(missing) == 1 else f'them ({len(missing)})'} with the day it began"
        )


def _cells(
    positions: NDArray[np.int32],
) -> tuple[Grid, NDArray[np.uint32], NDArray[np.uint32]]:
    placed = np.flatnonzero(positions[:, 0] != NO_POSITION)
    if not placed.size:
        raise FeedError("The list of postcodes has none with a position")
    lats, lons = positions[placed].astype(np.int64).T
    corner = Grid(int(lats.min()), int(lons.min()), 1, 1)
    grid = msgspec.structs.replace(
        corner,
        rows=int(lats.max() - corner.south) // corner.cell_lat + 1,
        columns=int(lons.max() - corner.west) // corner.cell_lon + 1,
    )
    cells = grid.cell_rows(lats) * grid.columns + grid.cell_columns(lons)
    counts = np.bincount(cells, minlength=grid.rows * grid.columns)
    starts = np.concatenate([[0], np.cumsum(counts)])
    by_cell = placed[np.argsort(cells, kind="stable")]
    return grid, by_cell.astype(np.uint32), starts.astype(np.uint32)


def _outwards(columns: _Columns) -> tuple[Outward, ...]:
    """Outward codes with at least one postcode that has a position."""
    placed = columns.positions[:, 0] != NO_POSITION
    ranks = columns.keys[placed] // postcode_key.INWARDS
    positions = columns.positions[placed].astype(np.int64)
    area_sets = columns.area_sets[placed]
    codes, starts, counts = np.unique(ranks, return_index=True, return_counts=True)
    centres = np.add.reduceat(positions, starts) / counts[:, None] / MICRO
    return tuple(
        Outward(
            postcode_key.outward_of_rank(int(code)),
            round(float(lat), 6),
            round(float(lon), 6),
            *_shares(area_sets[start : start + count]),
        )
        for code, (lat, lon), start, count in zip(codes, centres, starts, counts, strict=True)
    )


def _shares(
    area_sets: NDArray[np.unsignedinteger],
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Each set once, ascending, and the share of the postcodes that it has."""
    sets, counts = np.unique(area_sets, return_counts=True)
    return tuple(sets.tolist()), tuple((counts / len(area_sets)).round(4).tolist())
