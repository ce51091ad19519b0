"""Does a service serve this address? By its own coverage, and apart from how near it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.verdict import Verdict
from wayfinder.location.place import NOT_KNOWN, WIDE, AreaRef, Place


class Reach(Struct, frozen=True):
    """The verdict, and the rule (or the source's own words) that decided it."""

    verdict: Verdict
    rule: str | None = None


LIKELY = 0.5
"""Where more of the addresses than this lie in an area, whoever serves it is asked first."""


class Here(Struct, frozen=True):
    """Codes of the areas that hold the person's place, and of those that may.

    `codes` is both, in the order in which to turn to those who serve them: the most local first,
    and what more likely does not hold the place last. `chances` are the possible ones again, by
    the share of the place's addresses that lie in them, the smallest first. Nothing is certain of
    a place that is not known.
    """

    codes: tuple[str, ...] = ()
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    chances: tuple[tuple[float, tuple[str, ...]], ...] = ()


def here(place: Place | None) -> Here:
    """The codes of a place."""
    if place is None:
        return Here()
    shares = place.possible_shares or (NOT_KNOWN,) * len(place.possible_areas)
    possible = dict(zip(place.possible_areas, shares, strict=True))
    likely = [area for area, share in possible.items() if share > LIKELY]
    unlikely = [area for area in possible if area not in likely]
    local = [area for area in place.areas if area.type not in WIDE]
    wide = [area for area in place.areas if area.type in WIDE]
    return Here(
        _codes([*local, *likely, *wide, *unlikely]),
        frozenset(_codes(place.areas)),
        frozenset(_codes(possible)),
        _chances(possible),
    )


def _chances(possible: Mapping[AreaRef, float]) -> tuple[tuple[float, tuple[str, ...]], ...]:
    by_share: dict[float, list[str]] = {}
    for area, share in possible.items():
        by_share.setdefault(share, []).append(area.code)
    return tuple((share, tuple(by_share[share])) for share in sorted(by_share))


def _codes(areas: Iterable[AreaRef]) -> tuple[str, ...]:
    return tuple([area.code for area in areas])


def reach(coverage: Coverage, at: Here, distance_m: float | None) -> Reach:
    """Yes if any rule holds; no only when rules are stated, all fail and nothing stays open."""
    doubts = list(coverage.unresolved)
    for rule in coverage.rules:
        verdict = _rule(rule, at, distance_m)
        if verdict is Verdict.YES:
            return Reach(Verdict.YES, rule.text)
        if verdict is Verdict.UNKNOWN:
            doubts.append(rule.text)
    if doubts:
        return Reach(Verdict.UNKNOWN, "; ".join(doubts))
    if not coverage.rules:
        return Reach(Verdict.UNKNOWN)
    return Reach(Verdict.NO, "; ".join(rule.text for rule in coverage.rules))


def _rule(rule: CoverageRule, at: Here, distance_m: float | None) -> Verdict:
    if rule.kind is CoverageKind.RADIUS:
        if distance_m is None or rule.radius_m is None:
            return Verdict.UNKNOWN
        return Verdict.YES if distance_m <= rule.radius_m else Verdict.NO
    if not at.certain.isdisjoint(rule.area_codes):
        return Verdict.YES
    if not at.certain or not at.possible.isdisjoint(rule.area_codes):
        return Verdict.UNKNOWN
    return Verdict.NO
