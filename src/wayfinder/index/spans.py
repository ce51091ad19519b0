"""Unbroken ranges of rows: how a search is restricted to what can reach the person."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.index.arrays import Ints, Longs


class Spans(Struct, frozen=True):
    """Ascending ranges of rows that do not touch, and a count through them.

    `edges` is start, end, start, end, ... as int32, the type of rows, so that a search among rows
    converts nothing. Row r of range i stands at position r - shifts[i]; positions run from 0 to
    `size`.
    """

    edges: Ints
    shifts: Longs
    size: int

    def rows(self, positions: NDArray[np.intp]) -> Ints:
        """The rows at these positions."""
        firsts = self.edges[0::2] - self.shifts
        which = firsts.searchsorted(positions, "right") - 1
        return (positions + self.shifts[which]).astype(np.int32)

    def hold(self, rows: Ints) -> NDArray[np.bool_]:
        """Whether each row lies in one of the ranges."""
        # Between a start and its end an odd number of edges lies behind.
        inside: NDArray[np.bool_] = self.edges.searchsorted(rows, "right") % 2 == 1
        return inside


def spans_of(ranges: Longs) -> Spans:
    """Spans of ascending (start, end) pairs that do not overlap; those that touch are joined."""
    ranges = ranges[ranges[:, 1] > ranges[:, 0]]
    fresh = np.ones(len(ranges) + 1, bool)
    fresh[1:-1] = ranges[1:, 0] != ranges[:-1, 1]
    starts, ends = ranges[fresh[:-1], 0], ranges[fresh[1:], 1]
    positions = np.cumsum(ends - starts)
    return Spans(
        edges=np.stack([starts, ends], axis=1).ravel().astype(np.int32),
        shifts=ends - positions,
        size=int(positions[-1]) if len(positions) else 0,
    )
