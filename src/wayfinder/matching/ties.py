"""What ties a person to places beside where they live: GP practice, work, study, connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from types import MappingProxyType

from msgspec import Struct

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.verdict import Verdict
from wayfinder.location.area_codes import is_listed
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

    @property
    def codes(self) -> Set[str]:
        """Of all areas in which there is a tie, and of the practice."""
        practice = {self.practice} if self.practice else set()
        return practice.union(*self.held.values())

    def joined(self, more: Ties) -> Ties:
        """All that either tells; the practice is that of this one, if it has one."""
        return Ties(
            _joined(self.held, more.held),
            _joined(self.possible, more.possible),
            _joined(self.denied, more.denied),
            self.practice or more.practice,
        )

    def to(self, kind: CoverageKind, codes: Set[str]) -> Verdict:
        """Whether there is such a tie to any of these areas."""
        held = self.held.get(kind, frozenset())
        if held & codes:
            return Verdict.YES
        if codes and codes <= self.denied.get(kind, frozenset()):
            return Verdict.NO
        if kind not in ONE_ONLY or not held or self.possible.get(kind, frozenset()) & codes:
            return Verdict.UNKNOWN
        return Verdict.NO if codes and all(map(is_listed, codes)) else Verdict.UNKNOWN

    def to_practice(self, codes: Set[str]) -> Verdict:
        """Whether the person is registered with one of these practices."""
        if self.practice is None:
            return Verdict.UNKNOWN
        return Verdict.YES if self.practice in codes else Verdict.NO


def _joined(
    one: Mapping[CoverageKind, Set[str]], other: Mapping[CoverageKind, Set[str]]
) -> Mapping[CoverageKind, Set[str]]:
    nothing: Set[str] = frozenset()
    return {kind: one.get(kind, nothing) | other.get(kind, nothing) for kind in {*one, *other}}


NO_TIES = Ties()


def codes_of(place: Place) -> tuple[Set[str], Set[str]]:
    """The codes of the areas in which a place certainly lies, and of those in which it may.

    Those that have ended are among them: a rule that still names one is not out of date about whom
    it served.
    """
    held = {area.code for area in place.areas}
    held |= {each.area.code for each in place.former_areas if each.certain}
    maybe = {area.code for area in place.possible_areas}
    return held, (maybe | {each.area.code for each in place.former_areas}) - held


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
        certain, maybe = codes_of(practice_place)
        held[CoverageKind.GP] |= certain
        possible[CoverageKind.GP] |= maybe
    return Ties(_frozen(held), _frozen(possible), _frozen(denied), practice)


def _frozen(codes: Mapping[CoverageKind, Set[str]]) -> Mapping[CoverageKind, Set[str]]:
    return MappingProxyType({kind: frozenset(each) for kind, each in codes.items()})
