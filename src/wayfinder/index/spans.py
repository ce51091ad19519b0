"""Unbroken ranges of rows: how a search is restricted to what can reach the person."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.index.arrays import Bools, Ints, Longs


class Spans(Struct, frozen=True):
    """Ascending ranges of rows that do not overlap, and a count through them. Some may be empty.

    `edges` is start, end, start, end, ... as int32, the type of rows, so that a search among rows
    converts nothing. Row r of range i stands at position r - shifts[i]; positions run from 0 to
    `size`.
    """

    edges: Ints
    shifts: Longs
    size: int

    @property
    def starts(self) -> Ints:
        return self.edges[0::2]

    @property
    def ends(self) -> Ints:
        return self.edges[1::2]

    def rows(self, positions: NDArray[np.intp]) -> Ints:
        """The rows at these positions."""
        which = (self.starts - self.shifts).searchsorted(positions, "right") - 1
        return (positions + self.shifts[which]).astype(np.int32)

    def hold(self, rows: Ints) -> Bools:
        """Whether each row lies in one of the ranges."""
        # Between a start and its end an odd number of edges lies behind.
        inside: Bools = self.edges.searchsorted(rows, "right") % 2 == 1
        return inside


def spans_of(starts: NDArray[np.integer], ends: NDArray[np.integer]) -> Spans:
    """Spans of ranges in ascending order."""
    edges = np.empty(2 * len(starts), np.int32)
    edges[0::2], edges[1::2] = starts, ends
    behind = (ends - starts).cumsum()
    return Spans(edges, ends - behind, int(behind[-1]) if len(behind) else 0)


def joined(starts: Longs, ends: Longs) -> Spans:
    """Spans of ranges in ascending order, those that touch made one."""
    fresh = np.ones(len(starts) + 1, bool)
    fresh[1:-1] = starts[1:] != ends[:-1]
    return spans_of(starts[fresh[:-1]], ends[fresh[1:]])
