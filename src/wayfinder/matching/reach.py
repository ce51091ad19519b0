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


def reach(coverage: Coverage, place: Place, distance_m: float | None) -> Reach:
    """Yes if any rule holds; no only when rules are stated, all fail and nothing stays open."""
    verdicts = [(_rule(rule, place, distance_m), rule) for rule in coverage.rules]
    for verdict, rule in verdicts:
        if verdict is Verdict.YES:
            return Reach(Verdict.YES, rule.text)
    open_rules = [rule.text for verdict, rule in verdicts if verdict is Verdict.UNKNOWN]
    doubts = [*coverage.unresolved, *open_rules]
    if doubts:
        return Reach(Verdict.UNKNOWN, "; ".join(doubts))
    if not coverage.rules:
        return Reach(Verdict.UNKNOWN)
    return Reach(Verdict.NO, "; ".join(rule.text for rule in coverage.rules))


def _rule(rule: CoverageRule, place: Place, distance_m: float | None) -> Verdict:
    if rule.kind is CoverageKind.RADIUS:
        if distance_m is None or rule.radius_m is None:
            return Verdict.UNKNOWN
        return Verdict.YES if distance_m <= rule.radius_m else Verdict.NO
    if any(area.code in rule.area_codes for area in place.areas):
        return Verdict.YES
    if any(area.code in rule.area_codes for area in place.possible_areas) or not place.areas:
        return Verdict.UNKNOWN
    return Verdict.NO
