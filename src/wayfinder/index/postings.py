"""Posting lists: for each key the rows that hold it, ascending, each with an impact of 0 to 255."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from wayfinder.index.arrays import Arrays, Bools, Bytes, Floats, Ints, Longs
from wayfinder.index.spans import Spans

FULL_IMPACT = 255


class Held(Struct, frozen=True):
    """Entries of several keys, one key after the other; `counts` says how many of each."""

    positions: Longs
    impacts: Bytes
    counts: Longs


class Postings:
    """Compressed sparse rows over mapped arrays; key k owns `rows[starts[k]:starts[k+1]]`."""

    def __init__(self, starts: Longs, rows: Ints, impacts: Bytes) -> None:
        self.starts, self.rows, self.impacts = starts, rows, impacts

    def inside(self, keys: Sequence[int], spans: Spans) -> Held:
        """Where in `spans` each key is held. Two binary searches a range, however long the list."""
        lists = [(int(self.starts[key]), int(self.starts[key + 1])) for key in keys]
        edges = np.array([a + self.rows[a:b].searchsorted(spans.edges) for a, b in lists], np.int64)
        edges = edges.reshape(len(keys), -1, 2)
        counts = edges[:, :, 1] - edges[:, :, 0]
        each, shifts = counts.ravel(), (np.zeros_like(counts) + spans.shifts).ravel()
        behind = each.cumsum()
        skipped = edges[:, :, 0].ravel() - behind + each
        entries = np.arange(behind[-1]) + skipped.repeat(each)
        return Held(
            positions=self.rows[entries] - shifts.repeat(each),
            impacts=self.impacts[entries],
            counts=counts.sum(axis=1),
        )

    def size(self, key: int) -> int:
        """How many rows hold `key`."""
        return int(self.starts[key + 1] - self.starts[key])

    def has(self, key: int, rows: Ints) -> Bools:
        """Whether each of `rows` holds `key`."""
        held = self.rows[int(self.starts[key]) : int(self.starts[key + 1])]
        if not len(held):
            return np.zeros(len(rows), bool)
        at = held.searchsorted(rows)
        found: Bools = held[np.minimum(at, len(held) - 1)] == rows
        return found


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


class ServiceRows:
    """The rows of each service, by its number. `row_service` is the service of each row."""

    def __init__(self, row_service: Ints, service_count: int) -> None:
        self._rows = np.argsort(row_service, kind="stable")
        self._counts = np.bincount(row_service, minlength=service_count)
        self._starts = np.concatenate(([0], np.cumsum(self._counts)))

    def spread(self, services: Longs) -> tuple[Longs, Longs]:
        """For each entry of `services` its rows: (entry number, row), one pair for each row."""
        repeats = self._counts[services]
        entries = np.repeat(np.arange(len(services)), repeats)
        within = np.arange(len(entries)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        return entries, self._rows[self._starts[services[entries]] + within]


def posting_arrays(
    name: str, pairs: tuple[Longs, Longs, Floats], key_count: int, rows: ServiceRows
) -> Arrays:
    """Postings as they are kept, out of loose (key, service, impact 0..1) triples."""
    keys, services, impacts = pairs
    entries, held_by = rows.spread(services)
    postings = arrange(keys[entries], held_by, impacts[entries], key_count)
    return {
        f"{name}_starts": postings.starts,
        f"{name}_rows": postings.rows,
        f"{name}_impacts": postings.impacts,
    }
