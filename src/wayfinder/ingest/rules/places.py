"""Areas and GP practices in words: "living in Stevenage", "registered with a Hertfordshire GP"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from wayfinder.domain.coverage import CoverageKind, CoverageRule
from wayfinder.ingest.records import AreaNames

LONGEST_CHARS = 300
"""No clause longer than this is read: it says more than a rule, and patterns take their time."""

_WHERE = r"[^.;:()]+?"
_WHOLE = r"(?:all of |the whole of |throughout |across |anywhere in |within |in )?(?:the )?"
LIVING = (
    r"(?:(?:(?:who are|must be) )?(?:living|(?:a )?resident)|(?:(?:who|must) )?lives?)"
    r" (?:in|of|within|across)"
)
AREA = rf"{_WHOLE}(?P<area>{_WHERE})"
"""Where somebody lives; whether these are areas `named` must say."""

_PRACTICE = r"(?:gp|doctor|surgery|practice)s?(?:'s)?(?: practice| surgery)?s?"
REGISTERED = (
    rf"(?P<registered>(?:(?:(?:who|that) )?(?:are|is) |(?:must )?be )?registered (?:with|at) "
    rf"(?:an? (?P<before_gp>{_WHERE}) {_PRACTICE}"
    rf"|(?:an? |any )?{_PRACTICE} (?:in|within|across|of) (?:the )?(?P<gp_in>{_WHERE})))"
)
"""Registered with a practice somewhere."""

_PARTS = re.compile(
    r"\s*(?P<comma>,)(?! (?:and|or)\b)\s*|\s*(?:;|&|,? ?\b(?:and|or)\b)\s*", re.IGNORECASE
)
_OF_PLACES = frozenset(
    """the of in a border borders bordering part parts some most near nearby surrounding
    neighbouring around area areas beyond outskirts edge edges town towns village villages
    elsewhere rest wider mid""".split()
)
_TURNING = frozenset("except excluding not but no nor only outside without apart other".split())
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|\S+")
_NOT_WHOLE = _OF_PLACES - {"the", "of", "in", "a", "mid"}

TIED_TO = {
    CoverageKind.GP: "people registered with a GP in ",
    CoverageKind.WORK: "people who work in ",
    CoverageKind.STUDY: "people who study in ",
    CoverageKind.CONNECTION: "people with a local connection to ",
}
"""How a rule reads aloud before the names of its areas; who lives there needs no more words."""


class Named(Struct, frozen=True):
    """The areas that words name, in their order, and those of the words that name none."""

    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The names, fit to read aloud."""
        return listed(self.names)

    def rule(self, kind: CoverageKind) -> CoverageRule:
        """A rule of these areas."""
        text = TIED_TO.get(kind, "") + self.text
        return CoverageRule(kind=kind, text=text, area_codes=self.codes)


def named(where: str, areas: AreaNames) -> Named | None:
    """The areas of "Harlow, Epping Forest and Uttlesford"; None where it is not certain that all
    that is said are places, or where an area may be told by its county ("Harlow, Essex")."""
    if whole := areas(where):
        return Named((whole.name,), (whole.code,))
    parts, commas = _split(where)
    found = [None if _NOT_WHOLE & _words(part) else areas(part) for part in parts]
    left = tuple(part for part, area in zip(parts, found, strict=True) if area is None)
    known = [area for area in found if area is not None]
    levels = [area and area.code[:3] for area in found]
    address = any(comma and levels[at] != levels[at + 1] for at, comma in enumerate(commas))
    if not known or address or not all(map(_may_be_places, left)):
        return None
    return Named(
        tuple(dict.fromkeys(area.name for area in known)),
        tuple(dict.fromkeys(area.code for area in known)),
        left,
    )


def named_whole(where: str, kind: CoverageKind, areas: AreaNames) -> CoverageRule | None:
    """The rule where every word names an area; else None."""
    found = named(where, areas)
    return found.rule(kind) if found and not found.left else None


def registered(match: re.Match[str], areas: AreaNames) -> CoverageRule | None:
    """The rule of a match of REGISTERED."""
    where = match["before_gp"] or match["gp_in"]
    return named_whole(where, CoverageKind.GP, areas) if where else None


def listed(names: Iterable[str]) -> str:
    """The names as a list in a sentence."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _split(where: str) -> tuple[list[str], list[bool]]:
    """The parts of a list, and for each gap between two whether it is a mere comma."""
    parts, commas, at = [], [], 0
    for gap in _PARTS.finditer(where):
        parts.append(where[at : gap.start()])
        commas.append(gap["comma"] is not None)
        at = gap.end()
    return [*parts, where[at:]], commas


def _may_be_places(part: str) -> bool:
    """Whether a part that names no area we know still tells only of places."""
    words = _WORD.findall(part)
    return not _TURNING & _words(part) and all(
        word.lower() in _OF_PLACES or word[0].isupper() for word in words
    )


def _words(part: str) -> set[str]:
    return set(part.lower().split())
