"""Cells of our own template that say whom a service takes by place. Each raises InvalidInput
naming the column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.ingest.formats.csv_values import items, refused
from wayfinder.ingest.records import AreaNames, coverage_of
from wayfinder.ingest.rules.places import TIED_TO, listed
from wayfinder.location.distance import METRES_PER_MILE

_RADIUS = re.compile(r"within (\d+(?:\.\d+)?) ?(miles?|km)", re.IGNORECASE)
_PRACTICE = re.compile(r"[A-Z]\d{5}")

TIES = {
    "gp_areas": CoverageKind.GP,
    "works_in": CoverageKind.WORK,
    "studies_in": CoverageKind.STUDY,
    "connected_to": CoverageKind.CONNECTION,
}
"""Columns of areas, and what ties a person to them."""


def coverage(column: str, text: str, areas: AreaNames) -> Coverage:
    """Area and radius rules. An area that is not known is an error: here it is a slip."""
    entries = items(text)
    radii = [(entry, match) for entry in entries if (match := _RADIUS.fullmatch(entry))]
    names = [entry for entry in entries if not _RADIUS.fullmatch(entry)]
    rules = tuple(
        CoverageRule(kind=CoverageKind.RADIUS, text=entry.lower(), radius_m=_metres(match))
        for entry, match in radii
    )
    return Coverage(rules=area_rules(column, names, areas) + rules)


def area_rules(column: str, names: list[str], areas: AreaNames) -> tuple[CoverageRule, ...]:
    """One rule for whoever lives in any of the areas."""
    found = coverage_of(names, areas)
    if found.unresolved:
        fault = f"{found.unresolved[0]!r} is no area we know; words belong in coverage_text"
        raise refused(column, fault)
    return found.rules


def tied(column: str, text: str, areas: AreaNames) -> tuple[CoverageRule, ...]:
    """The rule of a column of TIES: who works, studies, has a GP or a connection there."""
    kind = TIES[column]
    rules = area_rules(column, items(text), areas)
    return tuple(replace(rule, kind=kind, text=TIED_TO[kind] + rule.text) for rule in rules)


def practices(column: str, text: str) -> tuple[CoverageRule, ...]:
    """A rule for the patients of GP practices, by their ODS codes."""
    codes = tuple(dict.fromkeys(entry.upper() for entry in items(text)))
    for code in codes:
        if not _PRACTICE.fullmatch(code):
            raise refused(column, f"{code!r} is no ODS code of a GP practice")
    words = f"people registered with {_practice_words(codes)}"
    return (CoverageRule(kind=CoverageKind.GP, text=words, practice_codes=codes),)


def _practice_words(codes: Iterable[str]) -> str:
    several = listed(codes)
    plural = " and " in several
    return f"one of the GP practices {several}" if plural else f"the GP practice {several}"


def _metres(radius: re.Match[str]) -> float:
    unit_m = 1000.0 if radius[2].lower() == "km" else METRES_PER_MILE
    return round(float(radius[1]) * unit_m, 1)
