"""Who an enquiry is about, as far as its words say so with certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from wayfinder.domain.enquiry import Person

MAX_AGE = 115

_AGE = re.compile(
    r"\b(?:aged?\s+(?P<after>\d{1,3})"
    r"|(?P<years>\d{1,3})[\s-]*(?:years?|yrs?)[\s-]*old"
    r"|(?P<short>\d{1,3})\s*(?:yo|y/o|yr old))\b"
)
_RELATIVE_AGE = re.compile(
    r"\b(?:mum|mother|dad|father|nan|gran|grandma|grandad|grandfather|grandmother|husband|wife|"
    r"partner|son|daughter|brother|sister|gentleman|lady|man|woman|male|female|boy|girl|patient|"
    r"client|resident),?\s+(?:is\s+)?(?P<age>\d{1,3})\b(?!\s*(?:times|days|weeks|months|hours|kids|children))"
)

# Said of oneself or of the person asked for; words that name a group ("carers group") do not count.
_CIRCUMSTANCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "carer",
        re.compile(
            r"\b(?:i|she|he|they) (?:look|looks|care|cares|am caring|is caring) (?:after|for)\b"
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
    for pattern in (_AGE, _RELATIVE_AGE):
        found = pattern.search(text)
        if found:
            age = float(next(group for group in found.groups() if group))
            return age if age <= MAX_AGE else None
    return None


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
