"""One pass over the index, and how it is widened when too little is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from wayfinder.domain.answer import Relaxation
from wayfinder.domain.enquiry import Filters
from wayfinder.index.query import everywhere, find, reachable
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans
from wayfinder.location.place import Place
from wayfinder.matching.explain import METRES_PER_MILE
from wayfinder.matching.field import Field, survey
from wayfinder.matching.filters import allowed
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.score import above_floor
from wayfinder.matching.understand import Heard

ENOUGH = 3
"""With fewer services than this the search is widened."""

RADII_MILES = (10, 25, 50)


class Search(Struct, frozen=True, kw_only=True):
    """All that decides which rows are candidates."""

    heard: Heard
    person: PersonHeard
    place: Place | None
    filters: Filters
    now: datetime


class Step(Struct, frozen=True, kw_only=True):
    """One rung of the ladder: how far to look, and what to say when it was needed."""

    radius_m: float | None
    relaxation: Relaxation | None


def search(wanted: Search, snapshot: Snapshot) -> tuple[Field, tuple[Relaxation, ...]]:
    """Climb the ladder until enough is found; everything that was relaxed is returned in order."""
    steps = list(_ladder(wanted))
    field = candidates(wanted, snapshot, steps[0].radius_m)
    relaxed: list[Relaxation] = []
    for step in steps[1:]:
        if len(field.rows) >= ENOUGH:
            break
        wider = candidates(wanted, snapshot, step.radius_m)
        if step.relaxation is not None and len(wider.rows) > len(field.rows):
            relaxed.append(step.relaxation)
        field = wider
    return field, tuple(relaxed)


def candidates(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Field:
    """Everything relevant that can reach the place and that no firm condition rules out.

    Without a radius (or a place) nothing is left out for where it is.
    """
    heard = wanted.heard
    spans = _spans(wanted, snapshot, radius_m)
    found = find(snapshot, heard.terms, [(n.number, n.strength) for n in heard.needs], spans)
    field = survey(snapshot, above_floor(found), wanted.place, wanted.now)
    kept = allowed(field, wanted.filters, wanted.person, snapshot.meta.languages)
    if wanted.place is not None and radius_m is not None:
        # The ranges are boxes; what is bound to the area may lie beyond the circle, the rest not.
        near = field.rows < snapshot.meta.near_end
        kept &= ~near | (field.distance_m <= radius_m)
    return field.take(kept)


def _ladder(wanted: Search) -> Iterable[Step]:
    if wanted.place is None:
        yield Step(radius_m=None, relaxation=None)
        return
    limit_m = wanted.filters.max_distance_m
    if limit_m is not None:
        yield Step(radius_m=limit_m, relaxation=None)
        return
    yield Step(radius_m=RADII_MILES[0] * METRES_PER_MILE, relaxation=None)
    for miles in RADII_MILES[1:]:
        said = f"Little was found within {RADII_MILES[0]} miles; looked up to {miles} miles away."
        yield Step(
            radius_m=miles * METRES_PER_MILE,
            relaxation=Relaxation(step=f"distance_{miles}_miles", text=said),
        )


def _spans(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Spans:
    place = wanted.place
    if place is None or radius_m is None:
        return everywhere(snapshot)
    codes = [area.code for area in (*place.areas, *place.possible_areas)]
    return reachable(snapshot, place.lat_deg, place.lon_deg, radius_m, codes)
