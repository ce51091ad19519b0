"""Yes, no, or not known: the three answers a rule can give."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
