"""What ties a person to places beside where they live: GP practice, work, study, connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from types import MappingProxyType

from msgspec import Struct

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.verdict import Verdict
from wayfinder.location.areas import Around
from wayfinder.location.place import Place

NONE: Mapping[CoverageKind, Set[str]] = MappingProxyType({})

ONE_ONLY = frozenset({CoverageKind.GP})
"""Kinds of which a person has one: registered here is not registered there."""


class Ties(Struct, frozen=True):
    """By kind of tie the codes of areas in which it certainly is, in which it may be, and in which
    it is not; and the ODS code of the GP practice."""

    held: Mapping[CoverageKind, Set[str]] = NONE
    possible: Mapping[CoverageKind, Set[str]] = NONE
    denied: Mapping[CoverageKind, Set[str]] = NONE
    practice: str | None = None

    def to(self, kind: CoverageKind, codes: Set[str]) -> Verdict:
        """Whether there is such a tie to any of these areas."""
        held = self.held.get(kind, frozenset())
        if held & codes:
            return Verdict.YES
        if codes and codes <= self.denied.get(kind, frozenset()):
            return Verdict.NO
        elsewhere = held and not self.possible.get(kind, frozenset()) & codes
        return Verdict.NO if elsewhere and kind in ONE_ONLY else Verdict.UNKNOWN

    def to_practice(self, codes: Set[str]) -> Verdict:
        """Whether the person is registered with one of these practices."""
        if self.practice is None:
            return Verdict.UNKNOWN
        return Verdict.YES if self.practice in codes else Verdict.NO


NO_TIES = Ties()


def ties_of(
    stated: tuple[Tie, ...],
    practice: str | None,
    practice_place: Place | None,
    around: Callable[[str], Around],
) -> Ties:
    """All that is known. `practice_place` is where the practice stands, if the directory knows it.

    A tie to an area is one to every area that holds it; none to an area is none to any within it.
    """
    held: dict[CoverageKind, set[str]] = defaultdict(set)
    possible: dict[CoverageKind, set[str]] = defaultdict(set)
    denied: dict[CoverageKind, set[str]] = defaultdict(set)
    for tie in stated:
        area = around(tie.area)
        if tie.holds:
            held[tie.kind] |= area.holding
            possible[tie.kind] |= area.possibly | area.within
        else:
            denied[tie.kind] |= area.within | {tie.area}
    if practice_place is not None:
        held[CoverageKind.GP] |= {area.code for area in practice_place.areas}
        possible[CoverageKind.GP] |= {area.code for area in practice_place.possible_areas}
    return Ties(dict(held), dict(possible), dict(denied), practice)
