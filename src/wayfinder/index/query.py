"""The narrow seam between matching and the index: who can be reached, and what matches there."""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import floor
from typing import cast

import numpy as np
from msgspec import Struct

from wayfinder.index.arrays import Bools, Floats, Ints, Longs
from wayfinder.index.postings import FULL_IMPACT
from wayfinder.index.rows import STRIP_DEG, STRIP_SPAN
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans, spans_of
from wayfinder.location.distance import bounding_box


class QueryTerm(Struct, frozen=True):
    """A word to look for: its term number (None: no service has it) and how telling it is.

    `need` is the number of the need that it names, if it names one.
    """

    term: int | None
    weight: float
    need: int | None = None


class Candidates(Struct, frozen=True):
    """Rows that match in text or need. `text` and each line of `needs` run 0 to 1.

    `beside` is the part of `text` that is earned by words which name none of the needs, and
    `naming` how much of what could be earned is by words that name each of them.
    """

    rows: Ints
    text: Floats
    beside: Floats
    needs: Floats
    naming: Floats

    def take(self, chosen: Bools) -> Candidates:
        """The chosen rows only."""
        if chosen.all():
            return self
        return Candidates(
            self.rows[chosen],
            self.text[chosen],
            self.beside[chosen],
            self.needs[:, chosen],
            self.naming,
        )


def reachable(
    snapshot: Snapshot,
    lat_deg: float,
    lon_deg: float,
    radius_m: float,
    area_codes: Sequence[str],
    *,
    tied: Set[str] = frozenset(),
) -> Spans:
    """Rows that can reach a point: near enough, serving its areas (or those, and the practice, to
    which somebody there is `tied`), or anywhere."""
    lows, highs = _near(snapshot, lat_deg, lon_deg, radius_m)
    areas, meta = snapshot.area_spans(tuple(area_codes), tied), snapshot.meta
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
    asked = [need for need, _ in needs]
    text, beside = _text(snapshot, terms, spans, frozenset(asked))
    if name is not None:
        text[snapshot.name_postings.inside([name], spans).positions] = 1.0
    wanted = text >= text_floor
    lines = np.zeros((len(needs), spans.size))
    if needs:
        held = snapshot.need_postings.inside(asked, spans)
        shares = np.array([sure / FULL_IMPACT for _, sure in needs])
        line = np.arange(len(needs)).repeat(held.counts)
        lines[line, held.positions] = held.impacts * shares[line]
        wanted[held.positions] = True
    positions = np.flatnonzero(wanted)
    naming = np.array([naming_share(terms, need) for need in asked])
    return Candidates(
        spans.rows(positions), text[positions], beside[positions], lines[:, positions], naming
    )


def naming_share(terms: Sequence[QueryTerm], need: int) -> float:
    """How much of the terms' weight is of those that name the need, 0 to 1."""
    total = sum(term.weight for term in terms) or 1.0
    return sum(term.weight for term in terms if term.need == need) / total


def _text(
    snapshot: Snapshot, terms: Sequence[QueryTerm], spans: Spans, asked: frozenset[int]
) -> tuple[Floats, Floats]:
    """How well the text of each row of `spans` holds the terms, by position; and how much of that
    is by terms that name none of the needs `asked`."""
    known = [term for term in terms if term.term is not None]
    if not known:
        return np.zeros(spans.size), np.zeros(spans.size)
    total = sum(term.weight for term in terms) or 1.0
    held = snapshot.term_postings.inside([cast("int", term.term) for term in known], spans)
    shares = np.array([term.weight / (total * FULL_IMPACT) for term in known])
    impacts = held.impacts * shares.repeat(held.counts)
    text = _sums(held.positions, impacts, spans.size)
    others = np.array([term.need not in asked for term in known])
    if others.all():
        return text, text.copy()
    return text, _sums(held.positions, impacts * others.repeat(held.counts), spans.size)


def _sums(positions: Longs, impacts: Floats, size: int) -> Floats:
    sums: Floats = np.bincount(positions, impacts, size).astype(np.float64, copy=False)
    return sums


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
