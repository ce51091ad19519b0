"""What an answer owns up to: a need that nothing found meets, a place the directory is not of."""

from __future__ import annotations

from collections.abc import Iterator

from wayfinder.domain.answer import Relaxation
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.front_doors import FrontDoors, for_place
from wayfinder.matching.reach import Here
from wayfinder.matching.search import NOTHING, ONLY_RELATED, Found

UNMET, OUTSIDE = "need_not_met", "outside_area"


def unmet(found: Found, snapshot: Snapshot) -> frozenset[str]:
    """Ids of the needs that words named, or that were chosen, and that no service found meets."""
    heard, least = found.search.heard, found.search.weights.meets_need
    return frozenset(
        snapshot.needs[need.number].id
        for need, links in zip(heard.needs, found.field.needs, strict=True)
        if need.phrase is not None and not need.implied and not (links >= least).any()
    )


def shortfalls(found: Found, snapshot: Snapshot, doors: FrontDoors) -> tuple[Relaxation, ...]:
    """What is to be said of it, with who may be asked instead."""
    told = (_outside(found.search.here, doors), _unmet(found, snapshot, doors))
    return tuple(each for each in told if each is not None)


def _unmet(found: Found, snapshot: Snapshot, doors: FrontDoors) -> Relaxation | None:
    """None where that was said: nothing at all was found, or for the only need what is related."""
    only = found.search.heard.named == 1 and ONLY_RELATED in found.relaxed
    labels = list(dict.fromkeys(_labels(found, snapshot)))
    if not labels or only or NOTHING in found.relaxed:
        return None
    near = " near here" if found.search.place else ""
    text = f"Nothing was found{near} for: {'; '.join(labels)}. {_who(found.search.here, doors)}"
    return Relaxation(step=UNMET, text=text)


def _labels(found: Found, snapshot: Snapshot) -> Iterator[str]:
    """Of the needs that are not met, where no other reading of the same words is."""
    missing = unmet(found, snapshot)
    told = [(need.phrase, snapshot.needs[need.number]) for need in found.search.heard.needs]
    met = {phrase for phrase, need in told if need.id not in missing}
    for phrase, need in told:
        if need.id in missing and phrase not in met:
            yield _short(need.label)


def _who(at: Here, doors: FrontDoors) -> str:
    """Whom to ask: a door of the place's own area, for one of a nation is not for every need."""
    own = (door for code in at.codes if code in at.local for door in doors.by_area.get(code, ()))
    door = next(own, None)
    return f"Ask {door.name}." if door else "Whoever takes any enquiry can look further."


def _short(label: str) -> str:
    """ "Interpreters: spoken languages" as "interpreters"; capitals of a name stay."""
    short = label.partition(":")[0]
    return short if short[1:2].isupper() else short[:1].lower() + short[1:]


def _outside(at: Here, doors: FrontDoors) -> Relaxation | None:
    """None where the place is not known, or may be one that the directory is of."""
    around, ground = at.certain | at.possible, doors.ground
    if ground is None or not around or not around.isdisjoint(ground.area_codes):
        return None
    others = ", ".join(door.name for door in for_place(doors, at.codes))
    text = (
        f"This directory is of {ground.name}, and this place is outside it. What is shown is "
        f"national, or near enough to ask; local services may be missing. For those ask: {others}."
    )
    return Relaxation(step=OUTSIDE, text=text)
