"""Areas told in words ("residents of West Essex"), read as rules where it is certain.

What cannot be read for certain ("and the borders of East Hertfordshire") stays unresolved, so that
nobody outside is refused.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.ingest.records import AreaNames
from wayfinder.ingest.rules.clauses import read_clauses
from wayfinder.ingest.rules.people import NEUTRAL
from wayfinder.ingest.rules.places import (
    AREA,
    LIVING,
    LONGEST_CHARS,
    REGISTERED,
    named,
    named_whole,
    registered,
)

_WHO = rf"(?:for |open to )?(?:(?:all|any|local) )*(?:residents|{NEUTRAL})"
_LIVES = (
    rf"(?:(?:{_WHO} (?:of|in|from|across|within|{LIVING})|(?:you )?{LIVING}"
    rf"|covers|covering|serves|serving) {AREA}"
    r"|(?:for |open to )?(?:all )?(?P<named_first>[^.;:()]+?) residents)"
)
_TIE = r"(?:liv(?:es?|ing)|work(?:s|ing)?|stud(?:y|ies|ying))"
_OR = re.compile(r",? or ", re.IGNORECASE)
_BUT = re.compile(
    r"(?:^|[,;]? )(?:but not|not(?: available)?|except(?: for)?|excluding|other than|apart from) "
    r"(?:in |to residents of )?",
    re.IGNORECASE,
)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"{words}(?: only)?", re.IGNORECASE)


_LIVES_THERE = _whole(_LIVES)
_NAMES = _whole(rf"{AREA}(?:[- ]wide)?")
_HAS_GP = _whole(rf"(?:{_WHO} |you )?{REGISTERED}")
_BOTH = _whole(rf"{_LIVES},? (?:and )?{REGISTERED}")
_ANY_TIE = _whole(
    rf"(?:{_WHO} )?(?:who |(?:you )?must )?(?P<ties>{_TIE}(?:(?:, | or |, or ){_TIE})*) in {AREA}"
)
_CONNECTED = _whole(
    rf"(?:{_WHO} (?:with|who have)|(?:you )?must have) a(?:ny)? local connection (?:to|with) {AREA}"
)
_TIES = {"l": CoverageKind.AREA, "w": CoverageKind.WORK, "s": CoverageKind.STUDY}

_Rules = tuple[CoverageRule, ...]


def read_coverage(stated: Coverage, areas: AreaNames) -> Coverage:
    """The same with a rule for all of its unresolved words that name areas beyond doubt."""
    found = [_read(text, areas) for text in stated.unresolved]
    return replace(
        stated,
        rules=(*stated.rules, *(rule for one in found for rule in one.rules)),
        unresolved=tuple(text for one in found for text in one.unresolved),
        excluded=(*stated.excluded, *(rule for one in found for rule in one.excluded)),
    )


def gp_rule(text: str, areas: AreaNames) -> CoverageRule | None:
    """The rule in "for men aged 18+ registered with a GP in Herts"; None where that is not said
    for sure."""
    clauses = read_clauses(text, areas)
    return next((clause.practice for clause in clauses if clause.practice), None)


def with_gp(coverage: Coverage, rule: CoverageRule) -> Coverage:
    """The coverage where everybody must also be registered with such a practice.

    Where all that is known of its area is words, it stays as it is: whoever has such a practice may
    live outside of what they say.
    """
    if coverage.unresolved and not coverage.rules:
        return coverage
    strict = tuple(replace(one, also=(*one.also, rule)) for one in coverage.rules)
    return replace(coverage, rules=strict or (rule,))


def _read(text: str, areas: AreaNames) -> Coverage:
    """The rules of a text, and the words that are left."""
    plain = " ".join(text.split()).rstrip(" .")
    if len(plain) > LONGEST_CHARS:
        return Coverage(unresolved=(text,))
    if rules := _certain(plain, areas) or _either(plain, areas):
        return Coverage(rules=rules)
    if but := _all_but(plain, areas):
        return but
    lives = _LIVES_THERE.fullmatch(plain)
    if lives and (found := named(lives["area"] or lives["named_first"], areas)):
        return Coverage(rules=(found.rule(CoverageKind.AREA),), unresolved=found.left)
    return Coverage(unresolved=(text,))


def _certain(plain: str, areas: AreaNames) -> _Rules:
    """The rules, of which any will do, of words that leave nothing open; none where they do."""
    if both := _BOTH.fullmatch(plain):
        lives, practice = _lives(both, areas), registered(both, areas)
        return (replace(lives, also=(practice,)),) if lives and practice else ()
    if practised := _HAS_GP.fullmatch(plain):
        practice = registered(practised, areas)
        return (practice,) if practice else ()
    if living := _LIVES_THERE.fullmatch(plain):
        rule = _lives(living, areas)
        return (rule,) if rule else ()
    return _tied(plain, areas)


def _tied(plain: str, areas: AreaNames) -> _Rules:
    """Rules of "who live, work or study in Hertfordshire", of a local connection, of mere names."""
    if any_tie := _ANY_TIE.fullmatch(plain):
        ties = re.findall(r"\b[lws]", any_tie["ties"].lower())
        kinds, where = [_TIES[each] for each in ties], any_tie["area"]
    elif connected := _CONNECTED.fullmatch(plain):
        kinds, where = [CoverageKind.CONNECTION], connected["area"]
    elif names := _NAMES.fullmatch(plain):
        kinds, where = [CoverageKind.AREA], names["area"]
    else:
        return ()
    rules = [named_whole(where, kind, areas) for kind in kinds]
    return tuple(rule for rule in rules if rule)


def _lives(match: re.Match[str], areas: AreaNames) -> CoverageRule | None:
    return named_whole(match["area"] or match["named_first"], CoverageKind.AREA, areas)


def _either(plain: str, areas: AreaNames) -> _Rules:
    """Both rules of "living in Harlow or registered with a GP in Harlow"."""
    for gap in _OR.finditer(plain):
        sides = _certain(plain[: gap.start()], areas), _certain(plain[gap.end() :], areas)
        if all(sides):
            return tuple(rule for side in sides for rule in side)
    return ()


def _all_but(plain: str, areas: AreaNames) -> Coverage | None:
    """What "residents of Hertfordshire, except Watford" tells, and "not Watford" alone."""
    but = _BUT.search(plain)
    if but is None:
        return None
    rules = _certain(plain[: but.start()], areas)
    barred = named_whole(plain[but.end() :], CoverageKind.AREA, areas)
    if barred is None or (but.start() > 0 and not rules):
        return None
    return Coverage(rules=rules, excluded=(barred,))
