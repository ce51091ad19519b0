"""Cells of our own template turned into values. Each raises InvalidInput naming the column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from wayfinder.domain.hours import MINUTES_PER_DAY, DayHours, Session, Spell
from wayfinder.domain.service import Audience, Phone, TaxonomyTerm
from wayfinder.ingest import hours
from wayfinder.ingest.cleaning.phones import phones as found_phones
from wayfinder.ingest.cleaning.values import day, refusal
from wayfinder.ingest.formats.csv_columns import example, nearest

_BANK_HOLIDAYS = re.compile(r"(?:on )?bank holidays?:?", re.IGNORECASE)

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
    """A word out of a fixed list, however its parts are joined."""
    word = re.sub(r"[\s-]", "_", text.lower())
    for entry in kind:
        if word == entry.value.replace(" ", "_"):
            return entry
    known = tuple(entry.value for entry in kind)
    near = nearest(word, known)
    hint = f'; did you mean "{near}"?' if near else ""
    raise refused(column, f"{text!r} is none of {', '.join(known)}{hint}")


def choices(column: str, text: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
    """Words out of a fixed list, each once."""
    return tuple(dict.fromkeys(choice(column, entry, kind) for entry in items(text)))


def known_ids(column: str, text: str, known: frozenset[str] | None) -> tuple[str, ...]:
    """Ids out of a vocabulary; with `known` None any id is taken."""
    given = tuple(dict.fromkeys(items(text)))
    for entry in given:
        if known is not None and entry not in known:
            near = nearest(entry, sorted(known))
            hint = f'did you mean "{near}"? ' if near else ""
            raise refused(column, f"{entry!r} is no id we know; {hint}GET /v1/needs lists all")
    return given


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


def special_days(column: str, text: str) -> tuple[DayHours, ...]:
    """Dates, and bank holidays as a whole, each "closed" or with its hours."""
    found = tuple(_special_day(column, entry) for entry in items(text))
    days = [one.day for one in found]
    if len(days) > len(set(days)):
        raise refused(column, "a day is there twice")
    return found


def _special_day(column: str, entry: str) -> DayHours:
    when, hours_told = _date_and_hours(column, entry)
    if hours_told.lower() == "closed":
        return DayHours(day=when)
    ranges = hours.daily(hours_told)
    if not ranges:
        raise refused(column, f'{entry!r} tells neither "closed" nor hours that are certain')
    return DayHours(day=when, spells=tuple(_spell(column, entry, *each) for each in ranges))


def _date_and_hours(column: str, entry: str) -> tuple[date | None, str]:
    if all_of_them := _BANK_HOLIDAYS.match(entry):
        return None, entry[all_of_them.end() :].strip()
    when, _, hours_told = entry.partition(" ")
    return day(when.rstrip(":"), column), hours_told.strip()


def _spell(column: str, entry: str, opens: int, closes: int) -> Spell:
    closes = closes or MINUTES_PER_DAY
    if closes <= opens:
        raise refused(column, f"{entry!r} closes before it opens")
    return opens, closes
