"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from wayfinder.domain.enquiry import Person

MAX_AGE = 115

_AGE = re.compile(
    r"\b(?:aged?\s+(?P<after>\d{1,3})"
    r"|(?P<years>\d{1,3})[\s-]*(?:years?|yrs?)[\s-]*old"
    r"|(?P<short>\d{1,3})\s*(?:yo|y/o))\b"
)
_RELATIVE_AGE = re.compile(
    r"\b(?:mum|mother|dad|father|nan|gran|grandma|grandad|grandfather|grandmother|husband|wife|"
    r"partner|son|daughter|brother|sister|gentleman|lady|man|woman|male|female|boy|girl|patient|"
    r"client|resident),?\s+(?:is\s+)?(?P<age>\d{1,3})\b"
    r"(?!\s*(?:times|minutes?|mins?|hours?|days?|nights?|weeks?|months?|kids?|children|stones?|st|kg|"
    r"lbs?|miles?|pounds|units?|pints?|cans?|cigarettes|a day|percent)\b|\s*[%.:/]\d?\w)"
)
# The lookahead: "my husband is 20 stone" and "dad 3 times a week" tell no age.

# Said of oneself or of the person asked for; words that name a group ("carers group") do not count.
_CIRCUMSTANCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "carer",
        re.compile(
            r"\b(?:i|she|he|they) (?:looks? after (?!(?:my|him|her|them)sel)"
            r"|(?:cares?|am caring|is caring) for)\b"
        ),
    ),
    (
        "veteran",
        re.compile(r"\b(?:is a veteran|ex[- ](?:army|navy|raf|forces|serviceman|servicewoman))\b"),
    ),
    ("pregnant", re.compile(r"\b(?:\d+ (?:weeks|months) )?pregnant\b")),
    ("care_leaver", re.compile(r"\bcare[- ]leaver\b")),
    ("asylum_seeker", re.compile(r"\basylum[- ]seeker\b")),
)


class PersonHeard(Struct, frozen=True):
    """The person of an enquiry: what the form states first, then what the words say."""

    age: float | None
    circumstances: tuple[str, ...]


def hear_person(text: str, stated: Person) -> PersonHeard:
    """Age in years and circumstance ids; a stated age is never overruled by words."""
    lowered = text.lower()
    age = stated.age if stated.age is not None else _age(lowered)
    heard = [name for name, pattern in _CIRCUMSTANCES if pattern.search(lowered)]
    return PersonHeard(age, _distinct((*stated.circumstances, *heard)))


def _age(text: str) -> float | None:
    """The one age that is told; None where there are several, for nobody says whose is meant."""
    told = set(_ages(text))
    return told.pop() if len(told) == 1 else None


def _ages(text: str) -> Iterator[float]:
    for pattern in (_AGE, _RELATIVE_AGE):
        for found in pattern.finditer(text):
            age = float(next(group for group in found.groups() if group))
            if age <= MAX_AGE:
                yield age


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
