"""One pass over the index, and how it is widened when too little is found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
from msgspec import Struct, structs

from wayfinder.domain.answer import Relaxation
from wayfinder.index.arrays import Bools, Floats
from wayfinder.index.query import Candidates, everywhere, find, reachable
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans
from wayfinder.location.distance import METRES_PER_MILE
from wayfinder.matching.features import CALLED_BY_NAME
from wayfinder.matching.field import Field, survey
from wayfinder.matching.filters import allowed
from wayfinder.matching.related import padding, strongly_linked, with_related
from wayfinder.matching.score import above_floor, how_many, score
from wayfinder.matching.wanted import Search
from wayfinder.matching.withheld import perhaps_within

ENOUGH = 3
"""With fewer services than this the search is widened."""

AS_LIKELY_AS_NOT = 0.5
"""What serves the address less likely than this is left out beside enough that does."""

RADII_MILES = (10, 25, 50)

RELATED = Relaxation(
    step="related_needs", text="Little was found for this, so related help is shown too."
)

ONLY_RELATED = Relaxation(
    step="related_needs",
    text="Nothing was found that does just this. What is shown is related help.",
)

NOT_OPEN = Relaxation(
    step="open_now",
    text="Too little is known to be open now, so others are shown too: check their hours.",
)

NOTHING = Relaxation(
    step="nothing_found",
    text="No service was found for this. Whoever takes any enquiry can look further.",
)


class Step(Struct, frozen=True, kw_only=True):
    """One rung of the ladder: what to look for, how far, what to say when it was needed, and how
    few services there must be for it to be climbed."""

    search: Search
    radius_m: float | None
    relaxation: Relaxation | None = None
    unless: int = ENOUGH


class Found(Struct, frozen=True, kw_only=True):
    """What was found, by which (perhaps widened) search, how far from the place (None: wherever it
    is), and what was relaxed on the way."""

    field: Field
    search: Search
    radius_m: float | None = None
    relaxed: tuple[Relaxation, ...] = ()


def search(wanted: Search, snapshot: Snapshot) -> Found:
    """Climb the ladder until enough is found; everything that was relaxed is returned in order.

    What is merely related comes last, and only to make up for what is missing. Beyond the first
    step all is looked up once, as far as the last one looks.
    """
    first, *rest = _ladder(wanted)
    here = candidates(first.search, snapshot, first.radius_m)
    found = Found(field=here, search=first.search, radius_m=first.radius_m)
    sure = _sure(found)
    farthest: Field | None = None
    for step in rest:
        if how_many(found.field.services[sure]) >= step.unless:
            continue
        if farthest is None:
            farthest = _all_answering(wanted, snapshot, rest[-1].radius_m)
        wider = farthest.take(_offered(farthest, step.search, snapshot, step.radius_m))
        if len(wider.rows) > len(found.field.rows):
            told = (*found.relaxed, step.relaxation) if step.relaxation else found.relaxed
            found = Found(field=wider, search=step.search, radius_m=step.radius_m, relaxed=told)
            sure = _sure(found)
    full = _padded(_without_doubtful(found, sure), snapshot)
    return full if len(full.field.rows) else structs.replace(full, relaxed=(NOTHING,))


def _sure(found: Found) -> Bools:
    """What meets a need that was named (or, where none was, holds the words), is for this person,
    and serves the address or stands near it; what may be anywhere does not count."""
    field = found.field
    placed = ~np.isnan(field.distance_m)
    here = field.bound | (field.chance > 0.0) | placed if field.placed else ~field.somewhere
    sure: Bools = here & ~field.misfit & _met(found)
    return sure


def _met(found: Found) -> Bools:
    field, named = found.field, found.search.heard.named
    if not named:
        return np.ones(len(field.rows), bool)
    met = (field.needs[:named] >= found.search.weights.meets_need).any(axis=0)
    return met | (field.text >= CALLED_BY_NAME)


def _without_doubtful(found: Found, sure: Bools) -> Found:
    """Without what is of another place, and without what only mentions a word of a need that is
    met, where there is enough beside that is `sure`."""
    field = found.field
    if how_many(field.services[sure & _firm(field)]) < ENOUGH:
        return found
    kept = undoubted(found)
    serves = field.bound | (field.text >= CALLED_BY_NAME)
    if field.placed and how_many(field.services[sure & kept & serves]) >= ENOUGH:
        # Beside enough that is sure to serve the address nobody asks what only may.
        kept &= serves | (field.chance >= AS_LIKELY_AS_NOT) | (field.chance == 0.0)
    return structs.replace(found, field=field.take(kept))


def undoubted(found: Found) -> Bools:
    """What is worth showing where there is enough of it: of this place, and of the needs heard."""
    field, least = found.field, found.search.weights.words_floor_beside_met
    return _firm(field) & (_met(found) | field.needs.any(axis=0) | (field.text >= least))


def _firm(field: Field) -> Bools:
    firm: Bools = ~field.doubtful | (field.text >= CALLED_BY_NAME)
    return firm


def _padded(found: Found, snapshot: Snapshot) -> Found:
    """With as much related help as is missing; not for a name that was typed."""
    met = _met(found) & ~found.field.misfit
    missing = ENOUGH - how_many(found.field.services[met])
    if missing <= 0:
        return found
    wider = structs.replace(found.search, heard=with_related(found.search.heard, snapshot))
    if len(wider.heard.needs) == len(found.search.heard.needs):
        return found
    radius_m = _radii_m(wider)[0]
    answers = answering(wider, snapshot, reached(wider, snapshot, radius_m))
    linked = answers.take(strongly_linked(answers, wider.heard))
    if not len(linked.rows):
        return found
    field = survey(snapshot, linked, wider)
    offered = _offered(field, wider, snapshot, radius_m)
    fresh = field.take(offered & padding(field, found.field, wider))
    chosen = _best_services(fresh, score(fresh, wider.weights), missing)
    if not len(chosen.rows):
        return found
    told = RELATED if _met(found).any() else ONLY_RELATED
    return structs.replace(
        found,
        field=found.field.with_padding(chosen),
        search=wider,
        relaxed=(*found.relaxed, told),
    )


def _best_services(field: Field, scores: Floats, most: int) -> Field:
    order = np.lexsort((field.rows, -scores))
    services = list(dict.fromkeys(field.services[order].tolist()))[:most]
    return field.take(np.isin(field.services, services))


def candidates(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Field:
    """Everything relevant that can reach the place and that no firm condition rules out."""
    field = _all_answering(wanted, snapshot, radius_m)
    return field.take(_offered(field, wanted, snapshot, radius_m))


def _offered(field: Field, wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Bools:
    offered: Bools = _relevant(field, wanted, snapshot, radius_m) & ~field.refused
    return offered


def relevant(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Field:
    """The same with what refuses the person for where they live or belong.

    Without a radius (or a place) nothing is left out for where it is.
    """
    field = _all_answering(wanted, snapshot, radius_m)
    return field.take(_relevant(field, wanted, snapshot, radius_m))


def _relevant(field: Field, wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Bools:
    kept = believable(field) & within(field, wanted, snapshot, radius_m)
    return kept & permitted(field, wanted, snapshot)


def _all_answering(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Field:
    """What can reach the place and answers to what was heard, whoever it is for."""
    answers = answering(wanted, snapshot, reached(wanted, snapshot, radius_m))
    return survey(snapshot, answers, wanted)


def answering(wanted: Search, snapshot: Snapshot, spans: Spans) -> Candidates:
    """The rows of `spans` that answer to what was heard, by words or by needs."""
    heard, weights = wanted.heard, wanted.weights
    needs = [(need.number, need.strength) for need in heard.needs]
    floor = weights.words_floor_beside_needs if needs else weights.words_floor
    found = find(snapshot, heard.terms, needs, spans, text_floor=floor, name=heard.name)
    return above_floor(found, weights)


def permitted(field: Field, wanted: Search, snapshot: Snapshot) -> Bools:
    """Which rows no wish and no firm condition rules out."""
    return allowed(field, wanted.filters, wanted.person, snapshot.meta.languages)


def within(field: Field, wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Bools:
    """Which rows are near enough, or bound to an area of the place.

    The ranges that a search looks at are boxes: what is bound to the area may lie beyond the
    circle, the rest not, and not beyond the distance that a service itself says it serves (where
    the place is a point to measure from). What is found anywhere though it stands somewhere is
    bound by a line on the map, or its place is withheld: then its district is known.
    """
    if wanted.place is None or radius_m is None:
        return np.ones(len(field.rows), bool)
    meta, most_m = snapshot.meta, np.full(len(field.rows), radius_m)
    if wanted.here.point is not None:
        most_m = np.minimum(most_m, cast("Floats", field.of("radius_m")))
    near = field.rows < meta.near_end
    anywhere = (field.rows >= meta.area_end) & ~np.isnan(field.distance_m)
    inside: Bools = np.where(anywhere, field.bound, ~near | (field.distance_m <= most_m))
    if not field.withheld.any():
        return inside
    hidden = anywhere & field.withheld
    told: Bools = np.where(hidden, perhaps_within(field.distance_m, hidden, radius_m), inside)
    return told


def believable(field: Field) -> Bools:
    """Beside a need that was heard, words of a service that states other needs are no answer."""
    if not len(field.needs):
        return np.ones(len(field.rows), bool)
    linked = field.needs.any(axis=0) | (field.text >= CALLED_BY_NAME)
    shown: Bools = linked | (field.of("states_needs") == 0)
    return shown


def _ladder(wanted: Search) -> Iterable[Step]:
    """Here first, then further away, furthest only for want of anything, then without the wish to
    be open."""
    here_m, *further_m = _radii_m(wanted)
    yield Step(search=wanted, radius_m=here_m)
    for radius_m in further_m:
        furthest = radius_m == further_m[-1]
        unless = 1 if furthest else ENOUGH
        yield Step(search=wanted, radius_m=radius_m, relaxation=_further(radius_m), unless=unless)
    if wanted.filters.open_now:
        widest = structs.replace(wanted, filters=structs.replace(wanted.filters, open_now=False))
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


def reached(wanted: Search, snapshot: Snapshot, radius_m: float | None) -> Spans:
    """The rows that can reach the person: within the radius, by the areas of the place or those
    that they are tied to, or from anywhere."""
    place = wanted.place
    if place is None or radius_m is None:
        return everywhere(snapshot)
    here, (lat_deg, lon_deg) = wanted.here, (place.lat_deg, place.lon_deg)
    return reachable(snapshot, lat_deg, lon_deg, radius_m, here.codes, tied=here.ties.codes)
