"""The clauses that are understood: each whole, from its first word to its last, or not at all.

A word that nobody foresaw ("free for", "unless", "and their families", "must be accompanied")
makes a clause one that is not understood, and no rule is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from wayfinder.domain.age_words import BESIDE_PEOPLE, BY_ITSELF, UNDER, years_told
from wayfinder.domain.coverage import CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Sex
from wayfinder.ingest.records import AreaNames
from wayfinder.ingest.rules import people
from wayfinder.ingest.rules.places import (
    AREA,
    LIVING,
    LONGEST_CHARS,
    REGISTERED,
    named_whole,
    registered,
)

_SERVICE = r"(?:(?:this|the|our) (?:service|group) |it |we )"
_LEAD = (
    rf"(?P<lead>(?:{_SERVICE}(?:is |are ))?(?:only |just |exclusively )?"
    r"(?:for|open to|available to) )?"
)
_ADJECTIVES = r"(?P<adjective>(?:(?:all|any|local|young|younger|older) )*)"
_WHO = (
    rf"(?P<who>(?P<groups>{people.GROUP_LIST})|(?P<noun>{people.PEOPLE})"
    rf"|(?P<female>{people.FEMALE})|(?P<male>{people.MALE}))"
)
_AGE = rf"(?:,? (?:who are )?(?P<age>{BESIDE_PEOPLE})| \((?P<age_in>{BESIDE_PEOPLE})\))?"
_PLACE = rf"(?:,? (?:and )?(?:{LIVING}|from|of|in|across|within) {AREA})?"
_THEN_AGED = rf"(?:,? (?P<age_after>(?=aged?|over|under){BESIDE_PEOPLE}))?"
_TAIL = rf"{_PLACE}{_THEN_AGED}(?:,? (?:and )?{REGISTERED})?(?: only)?"
_MUST = r"(?:(?:you|applicants|clients|members|patients|users) )?must be"
_HEADING = r"(?:criteria ?[-–:] ?)?ages?(?: (?:group|range|limit)s?)? ?[:–-]? ?"

_PEOPLE = re.compile(rf"{_LEAD}{_ADJECTIVES}{_WHO}(?P<only>[ -]only)?{_AGE}{_TAIL}")
_AGE_FIRST = re.compile(rf"{_LEAD}(?P<age>{BY_ITSELF})(?: (?:only|adults|people))?{_TAIL}")
_OF_AGE = re.compile(rf"(?P<age>{_HEADING}{BESIDE_PEOPLE}|minimum age:? (?P<least>\d{{1,2}})\+?)")
_MUST_BE = re.compile(
    rf"{_MUST}(?: (?P<age>{BESIDE_PEOPLE}))?(?:(?: |,? and )(?P<one>{people.ONE_GROUP}))?{_TAIL}"
)
_TIED = re.compile(rf"(?:you )?(?:{LIVING} {AREA}(?:,? and )?)?(?:{REGISTERED})?(?: only)?")
_NOT_FOR = (
    rf"(?:sorry,? )?(?:{_SERVICE}?(?:does not|do not|cannot|can't|don't|doesn't)"
    r" (?:accept|support|help|take)"
    rf"|(?:{_SERVICE}(?:is|are) )?not (?:for|open to|suitable for|available to))"
)
_REFUSED = re.compile(rf"{_NOT_FOR} (?P<refused>{people.GROUP_LIST})")
_TOO_YOUNG = re.compile(
    rf"(?:{_NOT_FOR}(?: people| children| anyone)?|no(?:body| one)?) (?P<age>{UNDER})"
)
_SENTENCES = re.compile(r"[.;]+(?:\s+|$)|\s*\n\s*")


class Told(Struct, frozen=True):
    """A field's value, and the words of the source that say so."""

    field: str
    value: Any
    words: str


class Clause(Struct, frozen=True):
    """What a clause tells of a person. `practice` is where their GP must be; `absolute` where it
    holds for all ("women only", "you must be") and is not one kind of people among others."""

    told: tuple[Told, ...] = ()
    practice: CoverageRule | None = None
    absolute: bool = False


def read_clauses(text: str, areas: AreaNames) -> tuple[Clause, ...]:
    """The clauses of a text that is understood as a whole; else none.

    What one clause says, the next can widen ("Young people aged 11 to 18. Parents welcome"), and
    two kinds of people one after the other are a list, of which each may come.
    """
    plain = text.lower().replace("’", "'")
    parts = (" ".join(part.strip(" \t\r-–•*·").split()) for part in _SENTENCES.split(plain))
    clauses = [_read(part, areas) for part in parts if part]
    understood = [clause for clause in clauses if clause is not None]
    fields = [told.field for clause in understood for told in clause.told]
    practices = [clause.practice for clause in understood if clause.practice]
    certain = (
        len(understood) == len(clauses)
        and len(fields) == len(set(fields))
        and len(practices) <= 1
        and sum(not clause.absolute for clause in understood) <= 1
    )
    return tuple(understood) if certain else ()


def _read(plain: str, areas: AreaNames) -> Clause | None:
    """The clause, if every word of it is understood."""
    if len(plain) > LONGEST_CHARS:
        return None
    for pattern, reader in _READERS:
        match = pattern.fullmatch(plain)
        if match and (clause := _tied(match, reader(match), areas)):
            return clause
    return None


def _tied(match: re.Match[str], clause: Clause | None, areas: AreaNames) -> Clause | None:
    """The clause with its practice; None where it names places that nobody knows."""
    ties = match.groupdict()
    practice = registered(match, areas) if ties.get("registered") else None
    area = ties.get("area")
    known = not area or named_whole(area, CoverageKind.AREA, areas) is not None
    if clause is None or not known or (ties.get("registered") and practice is None):
        return None
    return Clause(clause.told, practice, clause.absolute)


def _people(match: re.Match[str]) -> Clause | None:
    ages = _ages(match)
    if ages is None or not _one_age_for_all(match["who"], ages):
        return None
    return Clause((*_who(match), *ages), absolute=match["only"] is not None)


def _one_age_for_all(who: str, ages: tuple[Told, ...]) -> bool:
    """Of "carers and veterans aged 65+" it may be the veterans' age alone, and of "women and girls
    under 18" the girls'."""
    if people.YOUNG_AND_OLD.fullmatch(who):
        return all(one.field == "minimum_age" for one in ages)
    return not ages or len(people.circumstances_in(who)) <= 1


def _who(match: re.Match[str]) -> Iterator[Told]:
    """An adjective stays unread: "young carers" are carers, and the rest is to be asked."""
    begins = match.start("who") if match["adjective"] else 0
    words = match.string[begins : max(match.end("who"), match.end("only"))]
    if match["groups"]:
        yield Told("circumstances", people.circumstances_in(match["groups"]), words)
    if match["female"] or match["male"]:
        yield Told("sex", Sex.FEMALE if match["female"] else Sex.MALE, words)


def _condition(match: re.Match[str]) -> Clause | None:
    """What must be so: an age, a circumstance."""
    ages, one = _ages(match), match["one"]
    if ages is None or not (ages or one):
        return None
    named = (Told("circumstances", people.circumstances_in(one), one),) if one else ()
    return Clause((*named, *ages), absolute=True)


def _of_age(match: re.Match[str]) -> Clause | None:
    if match["least"]:
        return Clause((Told("minimum_age", float(match["least"]), match["age"]),), absolute=True)
    ages = _ages(match)
    return Clause(ages, absolute="criteria" in match["age"]) if ages else None


def _age_first(match: re.Match[str]) -> Clause | None:
    ages = _ages(match)
    return Clause(ages) if ages else None


def _only_tied(match: re.Match[str]) -> Clause | None:
    return Clause(absolute=match["area"] is None) if match.group() else None


def _refused(match: re.Match[str]) -> Clause | None:
    barred = people.circumstances_in(match["refused"])
    return Clause((Told("excluded", barred, match.group()),), absolute=True)


def _too_young(match: re.Match[str]) -> Clause | None:
    """Whoever is not below an age has reached it."""
    _, oldest = years_told(match["age"]) or (None, None)
    if oldest is None:
        return None
    return Clause((Told("minimum_age", oldest + 1, match.group()),), absolute=True)


def _ages(match: re.Match[str]) -> tuple[Told, ...] | None:
    """The one age that is told; nothing where there is none, None where it is no one age."""
    places = ("age", "age_in", "age_after")
    told = [words for place in places if (words := match.groupdict().get(place))]
    if not told:
        return ()
    years = years_told(told[0]) if len(told) == 1 else None
    if years is None:
        return None
    values = zip(("minimum_age", "maximum_age"), years, strict=True)
    return tuple(Told(field, value, told[0]) for field, value in values if value is not None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Clause | None]], ...] = (
    (_OF_AGE, _of_age),
    (_AGE_FIRST, _age_first),
    (_PEOPLE, _people),
    (_MUST_BE, _condition),
    (_TIED, _only_tied),
    (_REFUSED, _refused),
    (_TOO_YOUNG, _too_young),
)
