"""How far a value can still be relied on: it fades, each kind of fact at its own pace.

No standard has such a rule. The paces are ours, by how often directories find a fact changed:
waiting times within weeks, opening hours within months, an address seldom (docs/decisions/0017).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

HALF_LIFE_DAYS: Mapping[str, int] = MappingProxyType(
    {
        "alert": 14,
        "waiting_time": 30,
        "special_days": 90,
        "sessions": 180,
        "hours_text": 180,
        "status": 180,
        "costs": 270,
        "referral_routes": 365,
        "application_process": 365,
        "phones": 365,
        "email": 365,
        "eligibility": 365,
        "coverage": 540,
        "url": 540,
        "locations": 1_095,
        "organization": 1_460,
        "name": 1_460,
    }
)
"""After how many days a value of a field is worth half of what it was."""

HALF_LIFE_OF_OTHERS_DAYS = 540
UNJUDGED_TRUST = 0.5
UNDATED = 0.5
"""What is left of a value when nobody knows the day it was true, or it is yet to come."""


def confidence(field: str, as_of: date | None, today: date, trust: float | None) -> float:
    """0 to 1: the source's trust, halved with every half-life since `as_of`."""
    if as_of is None or as_of > today:
        return _of(trust) * UNDATED
    age_days = (today - as_of).days
    half_life_days = HALF_LIFE_DAYS.get(field, HALF_LIFE_OF_OTHERS_DAYS)
    return _of(trust) * float(0.5 ** (age_days / half_life_days))


def _of(trust: float | None) -> float:
    return UNJUDGED_TRUST if trust is None else trust
