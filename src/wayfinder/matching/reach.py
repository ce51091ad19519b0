"""Does a service serve this address? By its own coverage, and apart from how near it is."""

from __future__ import annotations

from msgspec import Struct

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.verdict import Verdict
from wayfinder.location.place import Place


class Reach(Struct, frozen=True):
    """The verdict, and the rule (or the source's own words) that decided it."""

    verdict: Verdict
    rule: str | None = None


class Here(Struct, frozen=True):
    """Codes of the areas that hold the person's place, and of those that may: `codes` is both,
    most local first. Nothing is certain of a place that is not known."""

    codes: tuple[str, ...] = ()
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


def here(place: Place | None) -> Here:
    """The codes of a place."""
    if place is None:
        return Here()
    certain = tuple([area.code for area in place.areas])
    possible = tuple([area.code for area in place.possible_areas])
    return Here((*certain, *possible), frozenset(certain), frozenset(possible))


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
