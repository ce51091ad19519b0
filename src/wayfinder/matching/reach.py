"""Does a service serve this person? By its own coverage, and apart from how near it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.verdict import Verdict
from wayfinder.location.area_codes import is_listed, small_area_level
from wayfinder.location.place import NOT_KNOWN, WIDE, AreaRef, AreaType, Place, Precision
from wayfinder.location.polygon import inside
from wayfinder.matching.ties import NO_TIES, Ties


class Reach(Struct, frozen=True):
    """The verdict, the rule (or the source's own words) that decided it, and what to ask where it
    is open; `left_out` where the rule is one that excludes."""

    verdict: Verdict
    rule: str | None = None
    ask: str | None = None
    left_out: bool = False


LIKELY = 0.5
"""Where more of the addresses than this lie in an area, whoever serves it is asked first."""


class Here(Struct, frozen=True):
    """Codes of the areas that hold the person's place, and of those that may.

    `codes` is both, in the order in which to turn to those who serve them: the most local first,
    and what more likely does not hold the place last. `chances` are the possible ones again, by
    the share of the place's addresses that lie in them, the smallest first. Nothing is certain of
    a place that is not known. `local` are the certain ones no wider than a county; of
    `unknown_levels` (wards, say) nobody knows in which the place lies. `point` is (latitude,
    longitude) where that is exact, `ties` are those beside living there. `names` are those of the
    local areas, in small letters.
    """

    codes: tuple[str, ...] = ()
    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    chances: tuple[tuple[float, tuple[str, ...]], ...] = ()
    local: frozenset[str] = frozenset()
    unknown_levels: frozenset[AreaType] = frozenset()
    point: tuple[float, float] | None = None
    ties: Ties = NO_TIES
    names: tuple[str, ...] = ()


EXACT = frozenset({Precision.POSTCODE, Precision.COORDINATES})


def here(place: Place | None, ties: Ties = NO_TIES) -> Here:
    """The codes of a place, with the person's other ties."""
    if place is None:
        return Here(ties=ties)
    shares = place.possible_shares or (NOT_KNOWN,) * len(place.possible_areas)
    possible = dict(zip(place.possible_areas, shares, strict=True))
    # A rule that still names an area which has ended is not out of date about whom it served.
    former = [each.area for each in place.former_areas if each.certain]
    held = {*place.areas, *former}
    doubtful = (each.area for each in place.former_areas if not each.certain)
    possible |= {area: NOT_KNOWN for area in doubtful if area not in held}
    likely = [area for area, share in possible.items() if share > LIKELY]
    unlikely = [area for area in possible if area not in likely]
    local = [area for area in place.areas if area.type not in WIDE]
    wide = [area for area in place.areas if area.type in WIDE]
    return Here(
        _codes([*local, *likely, *former, *wide, *unlikely]),
        frozenset(_codes(held)),
        frozenset(_codes(possible)),
        _chances(possible),
        frozenset(_codes([*local, *former])),
        frozenset(place.unknown_levels),
        (place.lat_deg, place.lon_deg) if place.precision in EXACT else None,
        ties,
        tuple(area.name.lower() for area in local),
    )


def _chances(possible: Mapping[AreaRef, float]) -> tuple[tuple[float, tuple[str, ...]], ...]:
    by_share: dict[float, list[str]] = {}
    for area, share in possible.items():
        by_share.setdefault(share, []).append(area.code)
    return tuple((share, tuple(by_share[share])) for share in sorted(by_share))


def _codes(areas: Iterable[AreaRef]) -> tuple[str, ...]:
    return tuple([area.code for area in areas])


def reach(coverage: Coverage, at: Here, distance_m: float | None, day: date) -> Reach:
    """Yes if any rule in force holds and nothing excluded does; no only when an exclusion holds,
    or rules are stated, all fail and nothing stays open."""
    barred = _barred(coverage, at, distance_m, day)
    if barred is not None and barred.verdict is Verdict.NO:
        return barred
    served = _served(coverage, at, distance_m, day)
    return barred if barred is not None and served.verdict is Verdict.YES else served


def _barred(coverage: Coverage, at: Here, distance_m: float | None, day: date) -> Reach | None:
    """No by an exclusion that holds, unknown by one that may; None where none does."""
    found = None
    for rule in coverage.excluded:
        verdict = _whole(rule, at, distance_m, day) if rule.in_force(day) else Verdict.NO
        if verdict is Verdict.YES:
            return Reach(Verdict.NO, words(rule), left_out=True)
        if verdict is Verdict.UNKNOWN:
            found = Reach(Verdict.UNKNOWN, f"not {words(rule)}", question(rule, at))
    return found


def _served(coverage: Coverage, at: Here, distance_m: float | None, day: date) -> Reach:
    doubts = list(coverage.unresolved)
    ask = None
    current = [rule for rule in coverage.rules if rule.in_force(day)]
    for rule in current:
        verdict = _whole(rule, at, distance_m, day)
        if verdict is Verdict.YES:
            return Reach(Verdict.YES, words(rule))
        if verdict is Verdict.UNKNOWN:
            doubts.append(words(rule))
            ask = ask or question(rule, at)
    if doubts:
        return Reach(Verdict.UNKNOWN, "; ".join(doubts), ask)
    if not current:
        # Rules that are over, or yet to come, tell nothing of today.
        return Reach(Verdict.UNKNOWN, "; ".join(map(_dated, coverage.rules)) or None)
    return Reach(Verdict.NO, "; ".join(map(words, current)))


def words(rule: CoverageRule) -> str:
    """The rule and all that must hold as well, fit to read aloud."""
    return " and ".join((rule.text, *map(words, rule.also)))


def _dated(rule: CoverageRule) -> str:
    until = rule.ends and f" until {rule.ends.day} {rule.ends:%B %Y}"
    since = rule.starts and f" from {rule.starts.day} {rule.starts:%B %Y}"
    return f"{words(rule)}{since or ''}{until or ''}"


def question(rule: CoverageRule, at: Here) -> str | None:
    """What to ask the person to settle a rule; None where an address would."""
    part = open_part(rule, at)
    return f"{_ASKED[part.kind]} {part.text.removeprefix(_PEOPLE)}?" if part else None


def open_part(rule: CoverageRule, at: Here) -> CoverageRule | None:
    """The first part of a rule that only the person can settle; None where there is none."""
    for part in (rule, *rule.also):
        if part.kind in _ASKED and _own(part, at, None) is Verdict.UNKNOWN:
            return part
    return None


_PEOPLE = "people "
_ASKED = {
    CoverageKind.GP: "Is the person",
    CoverageKind.WORK: "Is the person one of those",
    CoverageKind.STUDY: "Is the person one of those",
    CoverageKind.CONNECTION: "Is the person one of those",
}


def _whole(rule: CoverageRule, at: Here, distance_m: float | None, day: date) -> Verdict:
    """The rule's own condition and all the others that must hold; one that is over, or yet to
    come, tells nothing of the day."""
    if not rule.in_force(day):
        return Verdict.UNKNOWN
    also = (_whole(one, at, distance_m, day) for one in rule.also)
    each = [_own(rule, at, distance_m), *also]
    if Verdict.NO in each:
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in each else Verdict.YES


def _own(rule: CoverageRule, at: Here, distance_m: float | None) -> Verdict:
    match rule.kind:
        case CoverageKind.AREA:
            return _lives_in(rule, at)
        case CoverageKind.RADIUS:
            return _near(rule, at, distance_m)
        case CoverageKind.POLYGON:
            return _inside(rule, at)
        case CoverageKind.GP:
            return _registered(rule, at)
    return at.ties.to(rule.kind, frozenset(rule.area_codes))


def _lives_in(rule: CoverageRule, at: Here) -> Verdict:
    if not at.certain.isdisjoint(rule.area_codes):
        return Verdict.YES
    if not at.certain or not at.possible.isdisjoint(rule.area_codes):
        return Verdict.UNKNOWN
    told = rule.area_codes and all(_is_told(code, at) for code in rule.area_codes)
    return Verdict.NO if told else Verdict.UNKNOWN


def _is_told(code: str, at: Here) -> bool:
    """Whether the areas of a place tell that it does not lie there."""
    level = small_area_level(code)
    return is_listed(code) if level is None else level not in at.unknown_levels


def _near(rule: CoverageRule, at: Here, distance_m: float | None) -> Verdict:
    # Of half a postcode, or a town, only the middle is known.
    if distance_m is None or rule.radius_m is None or at.point is None:
        return Verdict.UNKNOWN
    beyond = Verdict.UNKNOWN if rule.open_beyond else Verdict.NO
    return Verdict.YES if distance_m <= rule.radius_m else beyond


def _inside(rule: CoverageRule, at: Here) -> Verdict:
    if at.point is None or not rule.polygon:
        return Verdict.UNKNOWN
    lat_deg, lon_deg = at.point
    return Verdict.YES if inside(rule.polygon, lon_deg, lat_deg) else Verdict.NO


def _registered(rule: CoverageRule, at: Here) -> Verdict:
    by_area = at.ties.to(CoverageKind.GP, frozenset(rule.area_codes))
    if not rule.practice_codes:
        return by_area
    either = {at.ties.to_practice(frozenset(rule.practice_codes))}
    if rule.area_codes:
        either.add(by_area)
    if Verdict.YES in either:
        return Verdict.YES
    return Verdict.NO if either == {Verdict.NO} else Verdict.UNKNOWN
