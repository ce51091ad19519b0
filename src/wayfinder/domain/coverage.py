"""Who a service serves by place (HSDS `service_area`): rules, and words not yet resolved."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class CoverageKind(StrEnum):
    """What ties a person to the area: where they live (`AREA`) or how near they are (`RADIUS`)."""

    AREA = "area"
    RADIUS = "radius"


class CoverageRule(Struct, frozen=True, kw_only=True):
    """One rule. AREA carries GSS/NHS codes (any one will do), RADIUS metres from a location.

    `text` is the rule in words, fit to read aloud: "Hertfordshire", "within 5 miles".
    """

    kind: CoverageKind
    text: str
    area_codes: tuple[str, ...] = ()
    radius_m: float | None = None


class Coverage(Struct, frozen=True, kw_only=True):
    """Any one rule is enough. No rule at all is unknown, never "no".

    `unresolved` holds what the source says of its area that could not be turned into a rule;
    while it stands, a person outside every rule is unknown, not refused.
    """

    rules: tuple[CoverageRule, ...] = ()
    unresolved: tuple[str, ...] = ()
