"""Whom a service says it is for, as far as its name and its first words tell.

No rule: words such as "a helpline for men" refuse nobody, and only what a source states as a rule
(`domain.eligibility`) does. They tell which of two services is nearer to the person.
"""

from __future__ import annotations

import math
import re
from enum import IntFlag

from wayfinder.domain.service import Service
from wayfinder.index import text


class Group(IntFlag):
    """Kinds of people; a service that speaks to none in particular has no bit."""

    CHILDREN = 1
    OLDER = 2
    MEN = 4
    WOMEN = 8
    CARERS = 16
    ADULTS = 32


_MEN = r"\b(?:men|men's|mens|man's|males?|gentlemen)\b"
_WOMEN = r"\b(?:women|women's|womens|woman|ladies|lady's|females?)\b"
_CHILDREN = (
    r"\b(?:child|children|children's|childline|kids?|bab(?:y|ies)|toddlers?|infants?"
    r"|teen(?:ager)?s?|young people(?:'s)?|youths?|schoolchildren|school nurs\w+|paediatric)\b"
)
_OLDER = r"\b(?:older|elderly|age uk|age concern|pensioners|over[- ](?:5|6|7)[05]s?)\b"
_OTHERS_TOO = (
    r"\b(?:all ages|any age|every age|everyone|everybody|anybody)\b"
    r"|\badults?\b[^.]{0,20}\b(?:and|or)\b[^.]{0,20}\b(?:child|children|young)"
    r"|\b(?:child|children|young people|young|older people|older)\b[^.]{0,20}\b(?:and|or)\b"
    r"[^.]{0,20}\b(?:adults?|disabled|vulnerable)"
)
# Words that tell the group, and words anywhere in its texts by which it is for others as well.
_GROUPS = (
    (Group.CHILDREN, re.compile(_CHILDREN), re.compile(_OTHERS_TOO)),
    (Group.OLDER, re.compile(_OLDER), re.compile(_OTHERS_TOO)),
    (Group.MEN, re.compile(_MEN), re.compile(_WOMEN)),
    (Group.WOMEN, re.compile(_WOMEN), re.compile(_MEN)),
    (Group.ADULTS, re.compile(r"\badults?\b"), re.compile(_CHILDREN)),
    (Group.CARERS, re.compile(r"\bcarers?(?:'s?)?\b"), re.compile(r"(?!)")),
)

_WHO = r"(?:people|anyone|those|adults|men|women|children|residents|patients|aged?)"
_UNDER = re.compile(
    rf"\b(?:{_WHO} |the )under(?: the age of)?[- ]?(\d\d?)s?\b|\bunder[- ](\d\d?)s\b"
)
_OVER = re.compile(rf"\b(?:{_WHO} |the )(?:over|above)[- ]?(\d\d?)s?\b|\bover[- ](\d\d?)s\b")
_AGED_OVER = re.compile(r"\b(?:aged? )?(\d\d?)(?:\+| (?:and|or) (?:over|above|older))")
_BETWEEN = re.compile(r"\b(?:aged?|ages) (?:between )?(\d\d?)(?: ?[-–] ?| (?:to|and) )(\d\d?)\b")

NO_AGES = (0.0, math.inf)


def audience(service: Service) -> Group:
    """The groups that its name or its first words speak to, and that its texts do not widen."""
    first, whole = _first_words(service), _whole(service)
    groups = Group(0)
    for group, speaks, widens in _GROUPS:
        if speaks.search(first) and not widens.search(whole):
            groups |= group
    return groups


def ages_said(service: Service) -> tuple[float, float]:
    """The least age and the first too old (years) that its first words tell; else 0, infinity."""
    first = _first_words(service)
    if told := _BETWEEN.search(first):
        return float(told[1]), float(told[2]) + 1.0
    under, over = _UNDER.search(first), _OVER.search(first) or _AGED_OVER.search(first)
    if under and over:
        return NO_AGES
    if under:
        return 0.0, _years(under)
    return (_years(over), math.inf) if over else NO_AGES


def _years(told: re.Match[str]) -> float:
    return float(next(filter(None, told.groups())))


def _first_words(service: Service) -> str:
    """Its name, its first sentence and its own words on who may come, folded."""
    body = service.summary or next(iter(text.sentences(service.description or "")), "")
    return text.fold(" . ".join((service.name, body, service.eligibility.text or "")))


def _whole(service: Service) -> str:
    said = (service.name, service.summary, service.description, service.eligibility.text)
    return text.fold(" . ".join(filter(None, said)))
