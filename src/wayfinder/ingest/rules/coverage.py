"""Areas told in words ("residents of West Essex"), read as rules where it is certain.

What cannot be read for certain ("and the borders of East Hertfordshire") stays unresolved, so that
nobody outside is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.ingest.records import AreaNames

_WHO = r"(?:for |open to )?(?:all |local )?(?:residents|people|adults|children|families|households)"
_LIVES_IN = r"(?:living|resident|who lives?|who are living|lives?) (?:in|within|across)"
_WHOLE = r"(?:all of |the whole of |throughout |across |anywhere in |within |in )?(?:the )?"
_LIVES = re.compile(
    rf"(?:{_WHO} (?:of|in|from|across|within|{_LIVES_IN})|{_LIVES_IN}"
    r"|covers|covering|serves|serving)"
    rf" {_WHOLE}(?P<where>.+)",
    re.IGNORECASE,
)
_PRACTICE = r"(?:gp|doctor|surgery|practice)s?(?: practice| surgery)?s?"
_GP = re.compile(
    rf"\bregistered (?:with|at) an? (?P<where>.+?) {_PRACTICE}$"
    rf"|\bregistered (?:with|at) (?:an? |any )?{_PRACTICE}"
    r" (?:in|within|across|of) (?:the )?(?P<of>.+)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:,|;|\band\b|&|\bor\b)\s*", re.IGNORECASE)
_NOT_WHOLE = re.compile(
    r"\b(?:border(?:s|ing)?|parts? of|some of|most of|near|nearby|surrounding|neighbouring|around"
    r"|areas?|beyond|mainly|primarily|usually|outskirts|except|excluding|not|including|up to)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.;]")


def read_coverage(stated: Coverage, areas: AreaNames) -> Coverage:
    """The same with a rule for all of its unresolved words that name areas beyond doubt."""
    found = [_read(text, areas) for text in stated.unresolved]
    return replace(
        stated,
        rules=(*stated.rules, *(rule for rules, _ in found for rule in rules)),
        unresolved=tuple(text for _, left in found for text in left),
    )


def gp_rule(text: str, areas: AreaNames) -> CoverageRule | None:
    """The rule in "registered with a GP in Hertfordshire"; None where that is not said for sure."""
    clauses = (clause.strip() for clause in _CLAUSES.split(text))
    said = next((found for clause in clauses if (found := _GP.search(clause))), None)
    if said is None:
        return None
    rules, left = _areas(said["where"] or said["of"], CoverageKind.GP, areas)
    if left or not rules:
        return None
    return replace(rules[0], text=f"people registered with a GP in {rules[0].text}")


def with_gp(coverage: Coverage, rule: CoverageRule) -> Coverage:
    """The coverage where everybody must also be registered with such a practice."""
    strict = tuple(replace(one, also=(*one.also, rule)) for one in coverage.rules)
    return replace(coverage, rules=strict or (rule,))


def _read(text: str, areas: AreaNames) -> tuple[tuple[CoverageRule, ...], tuple[str, ...]]:
    """Rules, and the words that are left."""
    plain = " ".join(text.split()).rstrip(" .")
    if rule := gp_rule(plain, areas):
        return (rule,), ()
    said = _LIVES.fullmatch(plain)
    if said is None:
        return (), (text,)
    rules, left = _areas(said["where"], CoverageKind.AREA, areas)
    return (rules, left) if rules else ((), (text,))


def _areas(
    where: str, kind: CoverageKind, areas: AreaNames
) -> tuple[tuple[CoverageRule, ...], tuple[str, ...]]:
    """One rule for all parts that name an area; the parts that do not, as they stand."""
    whole = areas(where)
    parts = [where] if whole else [part for part in _PARTS.split(where) if part]
    named = {part: None if _NOT_WHOLE.search(part) else areas(part) for part in parts}
    known = [area for area in named.values() if area is not None]
    if not known:
        return (), (where,)
    rule = CoverageRule(
        kind=kind,
        text=_listed(dict.fromkeys(area.name for area in known)),
        area_codes=tuple(dict.fromkeys(area.code for area in known)),
    )
    return (rule,), tuple(part for part, area in named.items() if area is None)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
