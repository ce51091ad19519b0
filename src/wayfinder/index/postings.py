"""Posting lists: for each key the rows that hold it, ascending, each with an impact of 0 to 255."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

FULL_IMPACT = 255


class Postings:
    """Compressed sparse rows over mapped arrays; key k owns `rows[starts[k]:starts[k+1]]`."""

    def __init__(self, starts: Longs, rows: Ints, impacts: Bytes) -> None:
        self.starts, self.rows, self.impacts = starts, rows, impacts

    def cut(self, key: int, bounds: Ints | None) -> tuple[Ints, Bytes]:
        """The rows of `key` inside `bounds` (start, end, start, end, ... ascending), with impacts.

        `bounds` None means every row. Two binary searches a range, however long the list is.
        """
        first, last = int(self.starts[key]), int(self.starts[key + 1])
        rows, impacts = self.rows[first:last], self.impacts[first:last]
        if bounds is None:
            return rows, impacts
        edges = rows.searchsorted(bounds)
        lows, highs = edges[0::2], edges[1::2]
        filled = np.flatnonzero(highs > lows).tolist()
        if not filled:
            return rows[:0], impacts[:0]
        pieces = [slice(lows[i], highs[i]) for i in filled]
        if len(pieces) == 1:
            return rows[pieces[0]], impacts[pieces[0]]
        return np.concatenate([rows[p] for p in pieces]), np.concatenate(
            [impacts[p] for p in pieces]
        )

    def impacts_at(self, key: int, rows: Ints) -> Bytes:
        """The impact of `key` at each of `rows` (0 where it is absent)."""
        first, last = int(self.starts[key]), int(self.starts[key + 1])
        if first == last:
            return np.zeros(len(rows), np.uint8)
        held = self.rows[first:last]
        at = np.minimum(held.searchsorted(rows), last - first - 1)
        return np.where(held[at] == rows, self.impacts[first:last][at], 0).astype(np.uint8)

    def size(self, key: int) -> int:
        """How many rows hold `key`."""
        return int(self.starts[key + 1] - self.starts[key])


def arrange(keys: Longs, rows: Longs, impacts: Floats, key_count: int) -> Postings:
    """Postings out of loose (key, row, impact 0..1) triples; of equal pairs the greatest stays."""
    order = np.lexsort((-impacts, rows, keys))
    keys, rows, impacts = keys[order], rows[order], impacts[order]
    first = np.ones(len(keys), bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows, impacts = keys[first], rows[first], impacts[first]
    starts = np.zeros(key_count + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=key_count), out=starts[1:])
    scaled = np.clip(np.rint(impacts * FULL_IMPACT), 1, FULL_IMPACT).astype(np.uint8)
    return Postings(starts, rows.astype(np.int32), scaled)


def spread(services: Longs, row_service: Ints, service_count: int) -> tuple[Longs, Longs]:
    """For each entry of `services` its rows: (entry number, row), one pair for each row."""
    by_service = np.argsort(row_service, kind="stable")
    counts = np.bincount(row_service, minlength=service_count)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    repeats = counts[services]
    entries = np.repeat(np.arange(len(services)), repeats)
    within = np.arange(len(entries)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return entries, by_service[offsets[services[entries]] + within]
