"""Cells of our own template turned into values. Each raises InvalidInput naming the column."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Audience, Phone, TaxonomyTerm
from wayfinder.ingest import hours
from wayfinder.ingest.cleaning.phones import phones as found_phones
from wayfinder.ingest.cleaning.values import refusal
from wayfinder.ingest.formats.csv_columns import example, nearest
from wayfinder.ingest.records import AreaNames, coverage_of
from wayfinder.location.distance import METRES_PER_MILE

_RADIUS = re.compile(r"within (\d+(?:\.\d+)?) ?(miles?|km)", re.IGNORECASE)
_YES = frozenset(("yes", "y", "true", "1"))
NO = frozenset(("no", "n", "false", "0"))

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def items(text: str) -> list[str]:
    """The entries of a semicolon-separated list."""
    return [entry for part in text.split(";") if (entry := " ".join(part.split()))]


def refused(column: str, fault: str) -> Exception:
    """The error for a cell, with a good example."""
    return refusal(column, f'{fault}. Right would be "{example(column)}".')


def checked(column: str, text: str, parse: Callable[[str], _Value | None]) -> _Value | None:
    """`parse(text)`, which must be something."""
    value = parse(text)
    if value is None:
        raise refused(column, f"{text!r} is not understood")
    return value


def choice(column: str, text: str, kind: type[_Choice]) -> _Choice:
    """A word out of a fixed list."""
    word = text.lower().replace(" ", "_").replace("-", "_")
    try:
        return kind(word)
    except ValueError:
        known = tuple(entry.value for entry in kind)
        near = nearest(word, known)
        hint = f'; did you mean "{near}"?' if near else ""
        raise refused(column, f"{text!r} is none of {', '.join(known)}{hint}") from None


def choices(column: str, text: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
    """Words out of a fixed list, each once."""
    return tuple(dict.fromkeys(choice(column, entry, kind) for entry in items(text)))


def known_ids(column: str, text: str, known: frozenset[str] | None) -> tuple[str, ...]:
    """Ids out of a vocabulary; with `known` None any id is taken."""
    given = tuple(dict.fromkeys(items(text)))
    for entry in given:
        if known is not None and entry not in known:
            near = nearest(entry, tuple(sorted(known)))
            hint = f'; did you mean "{near}"?' if near else ""
            raise refused(column, f"{entry!r} is not in the vocabulary{hint}")
    return given


def yes_or_no(column: str, text: str) -> bool:
    """A yes or a no; nothing else will do, for the column keeps refuges safe."""
    if text.lower() not in _YES | NO:
        raise refused(column, f'{text!r} is neither "yes" nor "no"')
    return text.lower() in _YES


def phones(column: str, text: str) -> tuple[Phone, ...]:
    """Numbers, each with an optional "| description", "| clinician" or "| sms"."""
    return tuple(_phone(column, entry) for entry in items(text))


def _phone(column: str, entry: str) -> Phone:
    given, *marks = (part.strip() for part in entry.split("|"))
    found = found_phones(given)
    if len(found) != 1:
        raise refused(column, f"{given!r} is not one number that can be dialled")
    words = [mark for mark in marks if mark.lower() not in ("clinician", "sms")]
    flags = {mark.lower() for mark in marks}
    return Phone(
        number=found[0].number,
        description=": ".join(words) or found[0].description,
        audience=Audience.CLINICIAN if "clinician" in flags else Audience.PUBLIC,
        sms=found[0].sms or "sms" in flags,
    )


def coverage(column: str, text: str, areas: AreaNames) -> Coverage:
    """Area and radius rules. An area that is not known is an error: here it is a slip."""
    entries = items(text)
    radii = [(entry, match) for entry in entries if (match := _RADIUS.fullmatch(entry))]
    names = [entry for entry in entries if not _RADIUS.fullmatch(entry)]
    found = coverage_of(names, areas)
    if found.unresolved:
        fault = f"{found.unresolved[0]!r} is no area we know; words belong in coverage_text"
        raise refused(column, fault)
    rules = tuple(
        CoverageRule(kind=CoverageKind.RADIUS, text=entry.lower(), radius_m=_metres(match))
        for entry, match in radii
    )
    return Coverage(rules=found.rules + rules)


def _metres(radius: re.Match[str]) -> float:
    unit_m = 1000.0 if radius[2].lower() == "km" else METRES_PER_MILE
    return round(float(radius[1]) * unit_m, 1)


def terms(column: str, text: str) -> tuple[TaxonomyTerm, ...]:
    """CURIEs such as "esdServiceType:242"."""
    found = []
    for entry in items(text):
        vocabulary, colon, code = (part.strip() for part in entry.partition(":"))
        if not (vocabulary and colon and code):
            raise refused(column, f"{entry!r} is not vocabulary:code")
        found.append(TaxonomyTerm(vocabulary, code))
    return tuple(found)


def sessions(column: str, text: str) -> tuple[Session, ...]:
    """Weekly hours that leave no doubt."""
    found = hours.weekly(text, column)
    if found is None:
        raise refused(column, f"{text!r} is not certain; words belong in hours_text")
    return found
