"""A need in the words people use for it. The vocabulary itself lies in `directory/needs/`."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from msgspec import Struct


class Priority(StrEnum):
    """The six priorities of the Hertfordshire and West Essex integrated care strategy."""

    BEST_START = "best_start"
    HEALTHY_COMMUNITIES = "healthy_communities"
    HEALTHY_LIFESTYLES = "healthy_lifestyles"
    AGEING_WELL = "ageing_well"
    LONG_TERM_CONDITIONS = "long_term_conditions"
    MENTAL_HEALTH_LD_AUTISM = "mental_health_ld_autism"


class Tier(StrEnum):
    """How far upstream the help is: open to all, early, for those at risk, or for a crisis."""

    UNIVERSAL = "universal"
    EARLY_HELP = "early_help"
    TARGETED = "targeted"
    CRISIS = "crisis"


class Need(Struct, frozen=True, kw_only=True):
    """One need.

    `phrases` are lay words, `terms` professionals' words and acronyms, `offers` the words by which
    services that meet it describe themselves, `exclude` phrases that sound like it and are not.
    `codes` are CURIEs of other vocabularies that mean the same ("lgsl:437", "ods:gp-practice").
    `in_child` and `in_adult` are ids of the need that this one is in a child, or in a grown-up:
    panic attacks at 14 are for those who help children with their mental health. `with_baby` is
    that of the need it is also in whoever has a baby or expects one. `for_another`: whoever tells
    of it speaks of somebody else, whose own needs the same words may name.
    """

    id: str
    label: str
    theme: str
    priority: Priority
    tier: Tier
    phrases: tuple[str, ...]
    terms: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    in_child: str | None = None
    in_adult: str | None = None
    with_baby: str | None = None
    for_another: bool = False


NAMES = frozenset(("Parkinson's",))
"""First words of labels that are names, and look like any other word."""


@lru_cache(1024)  # Labels of needs: never a resident's words.
def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence, to be read aloud: "falls and balance".

    What follows a colon is left out. A first word that is a name keeps its capital: one with
    another capital ("NHS"), before another name ("Universal Credit"), or of `NAMES`.
    """
    spoken = label.partition(":")[0]
    first, *more = spoken.split()
    if first in NAMES or first[1:] != first[1:].lower() or (more and more[0][0].isupper()):
        return spoken
    return spoken[0].lower() + spoken[1:]
