"""The three answers a rule can give; "unknown" is one of them."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Does the service serve this address?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class RuleVerdict(StrEnum):
    """Does this person meet this condition?"""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
