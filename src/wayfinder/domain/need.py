"""A need in the words people use for it. The vocabulary itself lies in `directory/needs/`."""

from __future__ import annotations

from msgspec import Struct


class Need(Struct, frozen=True, kw_only=True):
    """One need.

    `phrases` are lay words, `terms` professionals' words and acronyms, `exclude` phrases that sound
    like it and are not. `codes` are CURIEs of other vocabularies that mean the same
    ("lgsl:242", "ods:gp-practice"). `tier` is universal, early_help, targeted or crisis.
    """

    id: str
    label: str
    theme: str
    priority: str
    tier: str
    phrases: tuple[str, ...]
    terms: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
