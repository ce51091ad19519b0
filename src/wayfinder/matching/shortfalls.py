"""What an answer owns up to: a need that nothing found meets, a place the directory is not of."""

from __future__ import annotations

from collections.abc import Sequence

from wayfinder.domain.answer import FrontDoor, Relaxation
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.front_doors import Ground
from wayfinder.matching.reach import Here
from wayfinder.matching.search import Found

UNMET, OUTSIDE = "need_not_met", "outside_area"


def unmet(found: Found, snapshot: Snapshot) -> frozenset[str]:
    """Ids of the needs that words named, or that were chosen, and that no service found meets."""
    heard, least = found.search.heard, found.search.weights.meets_need
    return frozenset(
        snapshot.needs[need.number].id
        for need, links in zip(heard.needs, found.field.needs, strict=True)
        if need.phrase is not None and not need.implied and not (links >= least).any()
    )


def shortfalls(
    found: Found, snapshot: Snapshot, ground: Ground | None, doors: Sequence[FrontDoor]
) -> tuple[Relaxation, ...]:
    """What is to be said of it, with who may be asked instead (`doors`, the most local first)."""
    told = (
        _outside(found.search.here, ground, doors) if ground else None,
        _unmet(found, snapshot, doors),
    )
    return tuple(each for each in told if each is not None)


def _unmet(found: Found, snapshot: Snapshot, doors: Sequence[FrontDoor]) -> Relaxation | None:
    """None where nothing at all was found, or only what is related: that was said."""
    missing = unmet(found, snapshot)
    if not missing or len(missing) == _named(found):
        return None
    labels = [_short(need.label) for need in snapshot.needs if need.id in missing]
    near = " near here" if found.search.place else ""
    text = f"Nothing was found{near} for: {'; '.join(labels)}. Ask {doors[0].name}."
    return Relaxation(step=UNMET, text=text)


def _named(found: Found) -> int:
    return sum(need.phrase is not None and not need.implied for need in found.search.heard.needs)


def _short(label: str) -> str:
    """ "Interpreters: spoken languages" as "interpreters"; capitals of a name stay."""
    short = label.partition(":")[0]
    return short if short[1:2].isupper() else short[:1].lower() + short[1:]


def _outside(at: Here, ground: Ground, doors: Sequence[FrontDoor]) -> Relaxation | None:
    """None where the place is not known, or may be one that the directory is of."""
    around = at.certain | at.possible
    if not around or not around.isdisjoint(ground.area_codes):
        return None
    others = ", ".join(door.name for door in doors)
    text = (
        f"This directory is of {ground.name}, and this place is outside it: services of its own "
        f"area may be missing, and those shown are national or near enough to ask. For local help "
        f"ask: {others}."
    )
    return Relaxation(step=OUTSIDE, text=text)
