"""The narrow seam between matching and the index: who can be reached, and what matches there."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.index.postings import FULL_IMPACT, Floats, Ints
from wayfinder.index.rows import STRIP_DEG, STRIP_SPAN
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.distance import bounding_box

DENSE_SHARE = 20
"""A result larger than one in so many rows is gathered through a table instead of by sorting."""


class QueryTerm(Struct, frozen=True):
    """A word to look for: its term number (None: no service has it) and how telling it is."""

    term: int | None
    weight: float


class Candidates(Struct, frozen=True):
    """Rows that match in text or need. `text` and each line of `needs` run 0 to 1."""

    rows: Ints
    text: Floats
    needs: Floats


def reach_bounds(
    snapshot: Snapshot, lat_deg: float, lon_deg: float, radius_m: float, area_codes: Sequence[str]
) -> Ints:
    """Ranges of rows that can reach a point: near enough, serving its areas, or anywhere."""
    near = _near_ranges(snapshot, lat_deg, lon_deg, radius_m)
    areas = _area_ranges(snapshot, area_codes)
    anywhere = np.array([[snapshot.meta.area_end, snapshot.meta.rows]])
    return _merge(np.concatenate([near, areas, anywhere]))


def bound_rows(snapshot: Snapshot, rows: Ints, area_codes: Sequence[str]) -> NDArray[np.bool_]:
    """Which rows serve one of these areas by their own rules."""
    borders = _merge(_area_ranges(snapshot, area_codes))
    # Between a start and its end an odd number of borders lies behind.
    inside: NDArray[np.bool_] = borders.searchsorted(rows, "right") % 2 == 1
    return inside


def find(
    snapshot: Snapshot,
    terms: Sequence[QueryTerm],
    needs: Sequence[tuple[int, float]],
    bounds: Ints | None,
) -> Candidates:
    """Every row inside `bounds` that holds a term or is linked to a need (number, how sure)."""
    known = [(t.term, t.weight) for t in terms if t.term is not None]
    by_term = [snapshot.term_postings.cut(term, bounds) for term, _ in known]
    by_need = [snapshot.need_postings.cut(need, bounds) for need, _ in needs]
    rows, positions = _gather([held for held, _ in by_term + by_need], snapshot.meta.rows)
    total = sum(t.weight for t in terms) or 1.0
    text = np.zeros(len(rows))
    for (_, weight), (_, impacts), at in zip(known, by_term, positions, strict=False):
        text[at] += impacts * (weight / (total * FULL_IMPACT))
    linked = np.zeros((len(by_need), len(rows)))
    for line, (_, sure), (_, impacts), at in zip(
        linked, needs, by_need, positions[len(known) :], strict=True
    ):
        line[at] = impacts * (sure / FULL_IMPACT)
    return Candidates(rows, text, linked)


def _gather(lists: Sequence[Ints], row_count: int) -> tuple[Ints, list[NDArray[np.intp]]]:
    """The union of ascending lists, and the position in it of each list's entries."""
    if sum(len(held) for held in lists) * DENSE_SHARE < row_count:
        union = np.unique(np.concatenate(lists)) if lists else np.zeros(0, np.int32)
        return union, [union.searchsorted(held) for held in lists]
    seen = np.zeros(row_count, bool)
    for held in lists:
        seen[held] = True
    union = np.flatnonzero(seen).astype(np.int32)
    table = np.empty(row_count, np.intp)
    table[union] = np.arange(len(union))
    return union, [table[held] for held in lists]


def _near_ranges(
    snapshot: Snapshot, lat_deg: float, lon_deg: float, radius_m: float
) -> NDArray[np.int64]:
    box = bounding_box(lat_deg, lon_deg, radius_m)
    first, last = floor(box.south_deg / STRIP_DEG), floor(box.north_deg / STRIP_DEG)
    strips = np.arange(first, last + 1) * STRIP_SPAN + 180.0
    keys = snapshot.arrays["near_keys"]
    lows = keys.searchsorted(strips + box.west_deg, "left")
    highs = keys.searchsorted(strips + box.east_deg, "right")
    return np.stack([lows, highs], axis=1)


def _area_ranges(snapshot: Snapshot, codes: Sequence[str]) -> NDArray[np.int64]:
    held, sets = snapshot.arrays["area_codes"], snapshot.arrays["area_sets"]
    wanted = np.array([code.encode() for code in codes], held.dtype)
    lows, highs = held.searchsorted(wanted, "left"), held.searchsorted(wanted, "right")
    numbers = [sets[low:high] for low, high in zip(lows, highs, strict=True) if high > low]
    if not numbers:
        return np.zeros((0, 2), np.int64)
    chosen = np.unique(np.concatenate(numbers))
    starts = snapshot.arrays["area_set_starts"]
    return np.stack([starts[chosen], starts[chosen + 1]], axis=1)


def _merge(ranges: NDArray[np.int64]) -> Ints:
    """Ranges sorted, joined where they touch, as one flat list of starts and ends."""
    ranges = ranges[ranges[:, 1] > ranges[:, 0]]
    if not len(ranges):
        return np.zeros(0, np.int32)
    ranges = ranges[np.argsort(ranges[:, 0])]
    apart = np.ones(len(ranges), bool)
    apart[1:] = ranges[1:, 0] > ranges[:-1, 1]
    starts = ranges[apart, 0]
    ends = np.append(ranges[:-1, 1][apart[1:]], ranges[-1, 1])
    return np.stack([starts, ends], axis=1).ravel().astype(np.int32)
