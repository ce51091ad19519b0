"""Conditions told in words ("for men aged 18+"), read as rules where there is no second reading.

Each rule keeps the words it came from. Whatever is not wholly understood stays in the text, to be
asked: a rule too few costs a question, a rule too many turns somebody away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.eligibility import Eligibility, Sex

_YEARS = r"(?:[ -]?(?:years?|yrs?)(?:[ -](?:olds?|of age))?)?"
_AGED = r"(?:(?:aged?|ages|age of)\s+)?"
_WHOSE = (
    r"(?:^|(?<=[.;,] )|\b(?:for|aged?|people|adults?|anyone|children|those|men|women|girls|boys"
    r"|be|are|residents|persons?|carers|veterans|students) )"
)
_AND = r"\s*(?:and|or|&)\s+"
_AGES = re.compile(
    rf"\b(?:between\s+)?{_AGED}(?P<low>\d{{1,2}}){_YEARS}\s*(?:-|–|to|and)\s*"
    rf"(?P<high>\d{{1,2}})\b{_YEARS}"
    rf"|\b{_AGED}(?P<least>\d{{1,2}}){_YEARS}(?:\s?\+|{_AND}(?:over|above|older|upwards)\b){_YEARS}"
    rf"|{_WHOSE}over (?:the age of )?(?P<over>\d{{1,2}})(?:s\b|\b{_YEARS})"
    rf"|\b{_AGED}(?P<most>\d{{1,2}}){_YEARS}{_AND}(?:under|younger|below)\b"
    rf"|{_WHOSE}under (?:the age of )?(?P<under>\d{{1,2}})(?:s\b|\b{_YEARS})"
    rf"|\bup to (?:the age of )?(?P<upto>\d{{1,2}})[ -](?:years?|yrs?)(?:[ -](?:olds?|of age))?\b"
)
_UNIT = re.compile(r"\s*(?:months?|weeks?|miles?|sessions?|hours?|days?|%|stone|bmi)")

_SEX = re.compile(
    r"(?:^|\b(?:for|open to|supports?|helps?)\s+)(?:(?:young|older|adult|local|all|vulnerable)\s+)?"
    r"(?:(?P<female>women|ladies|girls|females)|(?P<male>men|boys|males|gentlemen))\b(?!')"
    r"|\b(?:(?P<female_only>women|ladies|girls|females)|(?P<male_only>men|boys|males))[ -]only\b"
)
_ANY_SEX = re.compile(
    r"\b(?:(?P<female>women|woman|ladies|girls?|females?|mothers|mums)"
    r"|(?P<male>men|man|boys?|males?|fathers|dads))\b|\b(?:non[- ]?binary|trans\w*|partners?)\b"
)

_GROUPS = {
    "carer": r"(?:unpaid |family |adult )?carers",
    "veteran": r"(?:armed forces |military )?veterans|ex-(?:forces|service) personnel",
    "pregnant": r"pregnant (?:women|people)",
    "care_leaver": r"care leavers",
    "asylum_seeker": r"asylum seekers|people seeking asylum",
    "refugee": r"refugees",
    "homeless": r"homeless people|people (?:who are|experiencing) homeless(?:ness)?|rough sleepers",
    "student": r"students",
    "disability": r"disabled (?:people|adults|children)|people with (?:a |any )?disabilit(?:y|ies)",
    "long_term_condition": r"people (?:living )?with (?:a )?long[- ]term (?:health )?conditions?",
    "low_income": r"people on (?:a )?low incomes?",
    "no_recourse": r"people with no recourse to public funds",
}
"""How a source names the people who are in each circumstance."""

_NAMED = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _GROUPS.items()))
_PEOPLE = f"(?:{'|'.join(_GROUPS.values())})"
_LIST = rf"{_PEOPLE}(?:(?:,| and| or|, and|, or) {_PEOPLE})*"
_FOR = re.compile(
    rf"(?:^|\b(?:for|open to|supports?|available to) )(?P<words>{_LIST})"
    r"(?= ?(?:$|[.;,(]|\baged|\bover|\bunder|\bliving|\bwho live|\bin \w|\bonly|\bregistered|\d))"
)
_NOT_FOR = re.compile(
    r"\b(?:not (?:for|open to|suitable for|available to)|(?:does not|do not|cannot|can't|don't) "
    rf"(?:accept|support|help|take)|excluding|except(?: for)?) (?P<words>{_LIST})\b"
)
_NOT_STRICT = re.compile(
    r"\b(?:every(?:one|body)|any(?:one|body)(?! (?:aged|over|under|living|who lives))|unless|if"
    r"|all (?:ages|welcome|residents|people)|includ(?:ing|es)|such as|mainly|usually|especially"
    r"|particularly|priority|normally|some|most|famil(?:y|ies)|couples|but|also|or their|and their"
    r"|and those|not?|without|never|cannot|except|excluding)\b|\b(?:e\.g|eg)\b|n't\b"
)
"""Words by which a condition is an example, a wish, refused or one of several: none is certain."""


class Told(Struct, frozen=True):
    """A field's value, and the words of the source that say so."""

    field: str
    value: Any
    words: str


def read_eligibility(stated: Eligibility) -> Eligibility:
    """The same with the rules that its text tells beyond doubt; what is stated as such stands."""
    if not stated.text:
        return stated
    plain = " ".join(stated.text.lower().replace("’", "'").split())
    told = [one for one in _told(plain) if getattr(stated, one.field) in (None, (), one.value)]
    values = {one.field: one.value for one in told}
    words = {one.field: one.words for one in told}
    return replace(stated, **values, words=stated.words | words)


def _told(plain: str) -> Iterable[Told]:
    yield from _groups("excluded", _NOT_FOR, plain)
    certain = _NOT_FOR.sub("", plain)
    if not _NOT_STRICT.search(certain):
        told = (*_ages(certain), *_sex(certain), *_groups("circumstances", _FOR, certain))
        yield from () if _has_another_way_in(certain, told) else told


def _has_another_way_in(plain: str, told: Iterable[Told]) -> bool:
    """Whether an "or" joins the rules to something else ("aged 55+ or carers"): each alone would
    turn away whom the other takes."""
    for one in told:
        plain = plain.replace(one.words, " ")
    return re.search(r"\bor\b", plain) is not None


def _ages(plain: str) -> Iterable[Told]:
    """The one age that is told; where a second number stands, which is meant is not certain."""
    found = list(_AGES.finditer(plain))
    if len(found) != 1 or _UNIT.match(plain, found[0].end()):
        return
    match = found[0]
    if re.search(r"\d", plain[: match.start()] + plain[match.end() :]):
        return
    said = {name: float(number) for name, number in match.groupdict().items() if number}
    low = said.get("low", said.get("least", said.get("over")))
    high = said.get("high", said.get("most", said.get("upto")))
    if "under" in said:
        high = said["under"] - 1
    if low is not None and high is not None and low >= high:
        return
    words = match.group().strip()
    if low is not None:
        yield Told("minimum_age", low, words)
    if high is not None:
        yield Told("maximum_age", high, words)


def _sex(plain: str) -> Iterable[Told]:
    """One sex, where the other is not spoken of and nothing qualifies it."""
    found = _SEX.search(plain)
    spoken_of = {name for each in _ANY_SEX.finditer(plain) for name in [each.lastgroup]}
    if found and len(spoken_of) == 1 and None not in spoken_of and "pregnant" not in plain:
        sex = Sex.FEMALE if spoken_of == {"female"} else Sex.MALE
        yield Told("sex", sex, found.group().strip())


def _groups(field: str, pattern: re.Pattern[str], plain: str) -> Iterable[Told]:
    found = list(pattern.finditer(plain))
    if len(found) == 1:
        words = found[0]["words"]
        names = tuple(dict.fromkeys(each.lastgroup for each in _NAMED.finditer(words)))
        yield Told(field, names, found[0].group().strip())
