"""The narrow seam between matching and the index: who can be reached, and what matches there."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from msgspec import Struct

from wayfinder.index.arrays import Bools, Floats, Ints, Longs
from wayfinder.index.postings import FULL_IMPACT
from wayfinder.index.rows import STRIP_DEG, STRIP_SPAN
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans, spans_of
from wayfinder.location.distance import bounding_box


class QueryTerm(Struct, frozen=True):
    """A word to look for: its term number (None: no service has it) and how telling it is."""

    term: int | None
    weight: float


class Candidates(Struct, frozen=True):
    """Rows that match in text or need. `text` and each line of `needs` run 0 to 1."""

    rows: Ints
    text: Floats
    needs: Floats

    def take(self, chosen: Bools) -> Candidates:
        """The chosen rows only."""
        return Candidates(self.rows[chosen], self.text[chosen], self.needs[:, chosen])


def reachable(
    snapshot: Snapshot, lat_deg: float, lon_deg: float, radius_m: float, area_codes: Sequence[str]
) -> Spans:
    """Rows that can reach a point: near enough, serving its areas, or anywhere."""
    lows, highs = _near(snapshot, lat_deg, lon_deg, radius_m)
    areas, meta = snapshot.area_spans(tuple(area_codes)), snapshot.meta
    return spans_of(
        np.concatenate([lows, areas.starts, [meta.area_end]]),
        np.concatenate([highs, areas.ends, [meta.rows]]),
    )


def everywhere(snapshot: Snapshot) -> Spans:
    """All rows."""
    return spans_of(np.array([0]), np.array([snapshot.meta.rows]))


def bound_rows(snapshot: Snapshot, rows: Ints, area_codes: Sequence[str]) -> Bools:
    """Which rows serve one of these areas by their own rules."""
    return snapshot.area_spans(tuple(area_codes)).hold(rows)


def find(
    snapshot: Snapshot,
    terms: Sequence[QueryTerm],
    needs: Sequence[tuple[int, float]],
    spans: Spans,
    *,
    text_floor: float,
    name: int | None = None,
) -> Candidates:
    """Rows of `spans` linked to a need (number, how sure), or whose text reaches `text_floor`.

    Text that bears the `name` asked for is a full match.
    """
    text = _text(snapshot, terms, spans)
    if name is not None:
        text[snapshot.name_postings.inside([name], spans).positions] = 1.0
    wanted = text >= text_floor
    lines = np.zeros((len(needs), spans.size))
    for line, (need, sure) in zip(lines, needs, strict=True):
        held = snapshot.need_postings.inside([need], spans)
        line[held.positions] = held.impacts * (sure / FULL_IMPACT)
        wanted[held.positions] = True
    positions = np.flatnonzero(wanted)
    return Candidates(spans.rows(positions), text[positions], lines[:, positions])


def _text(snapshot: Snapshot, terms: Sequence[QueryTerm], spans: Spans) -> Floats:
    """How well the text of each row of `spans` holds the terms, by position."""
    known = [(t.term, t.weight) for t in terms if t.term is not None]
    if not known:
        return np.zeros(spans.size)
    total = sum(t.weight for t in terms) or 1.0
    held = snapshot.term_postings.inside([term for term, _ in known], spans)
    shares = np.array([weight / (total * FULL_IMPACT) for _, weight in known])
    impacts = held.impacts * shares.repeat(held.counts)
    text: Floats = np.bincount(held.positions, impacts, spans.size).astype(np.float64, copy=False)
    return text


def _near(
    snapshot: Snapshot, lat_deg: float, lon_deg: float, radius_m: float
) -> tuple[Longs, Longs]:
    """Starts and ends of the rows in a box around the point, strip by strip."""
    box = bounding_box(lat_deg, lon_deg, radius_m)
    first, last = floor(box.south_deg / STRIP_DEG), floor(box.north_deg / STRIP_DEG)
    strips = np.arange(first, last + 1) * STRIP_SPAN + 180.0
    keys = snapshot.arrays["near_keys"]
    lows = keys.searchsorted(strips + box.west_deg, "left")
    highs = keys.searchsorted(strips + box.east_deg, "right")
    return lows, highs
