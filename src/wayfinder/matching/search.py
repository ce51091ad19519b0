"""One pass over the index, and how it is widened when too little is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

import numpy as np
from msgspec import Struct, structs

from wayfinder.domain.answer import Relaxation
from wayfinder.domain.enquiry import Filters
from wayfinder.index.arrays import Bools, Floats
from wayfinder.index.query import everywhere, find, reachable
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans
from wayfinder.location.distance import METRES_PER_MILE
from wayfinder.location.place import Place
from wayfinder.matching.features import CALLED_BY_NAME
from wayfinder.matching.field import Field, survey
from wayfinder.matching.filters import allowed
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import Here
from wayfinder.matching.score import above_floor, services_in
from wayfinder.matching.understand import Heard, with_related
from wayfinder.matching.weights import WEIGHTS, Weights
from wayfinder.meaning import Vectors

ENOUGH = 3
"""With fewer services than this the search is widened."""

RADII_MILES = (10, 25, 50)

RELATED = Relaxation(
    step="related_needs", text="Little was found for this, so related help is shown too."
)


NOT_OPEN = Relaxation(
    step="open_now",
    text="Too little is known to be open now, so others are shown too: check their hours.",
)


class Search(Struct, frozen=True, kw_only=True):
    """All that decides which rows are candidates. `meaning` is the enquiry as a vector, if any."""

    heard: Heard
    person: PersonHeard
    place: Place | None
    here: Here
    filters: Filters
    now: datetime
    meaning: Vectors | None = None
    weights: Weights = WEIGHTS


class Step(Struct, frozen=True, kw_only=True):
    """One rung of the ladder: what to look for, how far, and what to say when it was needed."""

    search: Search
    radius_m: float | None
    relaxation: Relaxation | None = None


class Found(Struct, frozen=True, kw_only=True):
    """What was found, by which (perhaps widened) search, and what was relaxed on the way."""

    field: Field
    search: Search
    relaxed: tuple[Relaxation, ...] = ()


def search(wanted: Search, snapshot: Snapshot) -> Found:
    """Climb the ladder until enough is found; everything that was relaxed is returned in order."""
    first, *rest = _ladder(wanted, snapshot)
    found = Found(field=candidates(first.search, snapshot, first.radius_m), search=first.search)
    for step in rest:
        if _is_enough(found.field):
            break
        wider = candidates(step.search, snapshot, step.radius_m)
        if len(wider.rows) > len(found.field.rows):
            told = (*found.relaxed, step.relaxation) if step.relaxation else found.relaxed
            found = Found(field=wider, search=step.search, relaxed=told)
    return found


def _is_enough(field: Field) -> bool:
    """Enough that serves this address or stands near it; what may be anywhere does not count."""
    sure = field.bound | ~np.isnan(field.distance_m) if field.placed else ~field.somewhere
    return services_in(field.take(sure)) >= ENOUGH


def candidates(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Field:
    """Everything relevant that can reach the place and that no firm condition rules out.

    Without a radius (or a place) nothing is left out for where it is.
    """
    heard, weights = wanted.heard, wanted.weights
    spans = _spans(wanted, snapshot, radius_m)
    needs = [(need.number, need.strength) for need in heard.needs]
    floor = weights.words_floor_beside_needs if needs else weights.words_floor
    found = find(snapshot, heard.terms, needs, spans, text_floor=floor, name=heard.name)
    field = survey(
        snapshot,
        above_floor(found, weights),
        wanted.place,
        wanted.now,
        worded=bool(heard.words),
        meaning=wanted.meaning,
    )
    kept = allowed(field, wanted.filters, wanted.person, snapshot.meta.languages)
    if wanted.place is not None and radius_m is not None:
        # The ranges are boxes; what is bound to the area may lie beyond the circle, the rest not,
        # and not beyond the distance that a service itself says it serves.
        near = field.rows < snapshot.meta.near_end
        served_m = cast("Floats", field.of("radius_m"))
        kept &= ~near | (field.distance_m <= np.minimum(radius_m, served_m))
    return field.take(kept & _believable(field))


def _believable(field: Field) -> Bools:
    """Beside a need that was heard, words of a service that states other needs are no answer."""
    if not len(field.needs):
        return np.ones(len(field.rows), bool)
    linked = field.needs.any(axis=0) | (field.text >= CALLED_BY_NAME)
    believable: Bools = linked | (field.of("states_needs") == 0)
    return believable


def _ladder(wanted: Search, snapshot: Snapshot) -> Iterable[Step]:
    """Here first, then related help here, then further away, then without the wish to be open."""
    here_m, *further_m = _radii_m(wanted)
    yield Step(search=wanted, radius_m=here_m)
    related = structs.replace(wanted, heard=with_related(wanted.heard, snapshot))
    if len(related.heard.needs) > len(wanted.heard.needs):
        yield Step(search=related, radius_m=here_m, relaxation=RELATED)
    for radius_m in further_m:
        yield Step(search=related, radius_m=radius_m, relaxation=_further(radius_m))
    if wanted.filters.open_now:
        any_time = structs.replace(related.filters, open_now=False)
        widest = structs.replace(related, filters=any_time)
        yield Step(search=widest, radius_m=(here_m, *further_m)[-1], relaxation=NOT_OPEN)


def _radii_m(wanted: Search) -> tuple[float | None, ...]:
    if wanted.place is None:
        return (None,)
    if wanted.filters.max_distance_m is not None:
        return (wanted.filters.max_distance_m,)
    return tuple(miles * METRES_PER_MILE for miles in RADII_MILES)


def _further(radius_m: float | None) -> Relaxation:
    miles = round((radius_m or 0.0) / METRES_PER_MILE)
    return Relaxation(
        step=f"distance_{miles}_miles",
        text=f"Little was found within {RADII_MILES[0]} miles; looked up to {miles} miles away.",
    )


def _spans(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Spans:
    place = wanted.place
    if place is None or radius_m is None:
        return everywhere(snapshot)
    return reachable(snapshot, place.lat_deg, place.lon_deg, radius_m, wanted.here.codes)
