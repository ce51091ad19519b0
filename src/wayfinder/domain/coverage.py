"""Whom a service serves by ties to places (HSDS `service_area`): rules, and words not resolved.

Four ties are in use locally: where a person lives, the GP practice they are registered with, where
they work or study, and their local connection (research: an address alone decides only the first).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class CoverageKind(StrEnum):
    """What ties a person to a rule's places.

    AREA: they live there. RADIUS: they live near enough to the service. POLYGON: they live inside a
    line on the map. GP: their practice is one of a list, or in one of the areas. WORK and STUDY:
    where they do. CONNECTION: a local connection as housing law has it (Housing Act 1996, s.199).
    """

    AREA = "area"
    RADIUS = "radius"
    POLYGON = "polygon"
    GP = "gp"
    WORK = "work"
    STUDY = "study"
    CONNECTION = "connection"


Ring = tuple[tuple[float, float], ...]
"""A closed line as (longitude, latitude) in degrees, the order of GeoJSON."""


class CoverageRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule. `area_codes` are GSS/NHS codes (any one will do), `practice_codes` ODS codes of GP
    practices, `radius_m` metres from a location, `polygon` rings, of which one inside another is a
    hole and one beside another is served too.

    `also` are rules that must hold as well ("lives in Stevenage and has a GP there"). `starts` and
    `ends` are its first and last day, both included; None: no limit known.
    `open_beyond` is True of a radius that is also measured from a place which is withheld or not
    known: who lives further from the others may live near that one.
    `is_default` is True of one that no record states: its source is declared to serve the area.
    `text` is the rule in words, fit to read aloud: "Hertfordshire", "within 5 miles".
    """

    kind: CoverageKind
    text: str
    area_codes: tuple[str, ...] = ()
    radius_m: float | None = None
    practice_codes: tuple[str, ...] = ()
    polygon: tuple[Ring, ...] = ()
    also: tuple[CoverageRule, ...] = ()
    starts: date | None = None
    ends: date | None = None
    open_beyond: bool = False
    is_default: bool = False

    @property
    def dated(self) -> bool:
        """Whether it has a first or a last day."""
        return self.starts is not None or self.ends is not None

    def in_force(self, day: date) -> bool:
        """Whether the rule counts on a day."""
        begun = self.starts is None or self.starts <= day
        return begun and (self.ends is None or day <= self.ends)


class Coverage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Any one rule is enough, unless one of `excluded` holds; no rule at all is unknown.

    `unresolved` holds what the source says of its area that could not be turned into a rule;
    while it stands, a person outside every rule is unknown, not refused.
    """

    rules: tuple[CoverageRule, ...] = ()
    unresolved: tuple[str, ...] = ()
    excluded: tuple[CoverageRule, ...] = ()

    @property
    def is_default(self) -> bool:
        """Whether its record states nothing of it."""
        stated = self.unresolved or self.excluded or not all(it.is_default for it in self.rules)
        return bool(self.rules) and not stated


def open_beyond(coverage: Coverage) -> Coverage:
    """The coverage of a service of which not every place is known: no distance says no."""
    return replace(
        coverage,
        rules=tuple(map(_open_beyond, coverage.rules)),
        excluded=tuple(map(_open_beyond, coverage.excluded)),
    )


def _open_beyond(rule: CoverageRule) -> CoverageRule:
    is_radius = rule.kind is CoverageKind.RADIUS
    return replace(rule, open_beyond=is_radius, also=tuple(map(_open_beyond, rule.also)))
