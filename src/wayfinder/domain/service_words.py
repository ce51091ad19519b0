"""What a service's view holds, as people say it: "Monday 09:00 to 17:00", "£5.50"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from wayfinder.domain.circumstances import circumstance_words
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import WEEKDAYS
from wayfinder.domain.service import CostOption, Identifier, Organization, TaxonomyTerm
from wayfinder.domain.service_view import HoursView, LocationView, PhoneView, SpecialDayView

REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        "charity-ew": "Registered charity",
        "charity-sc": "Registered charity (Scotland)",
        "charity-ni": "Registered charity (Northern Ireland)",
        "companies-house": "Company number",
        "ods": "NHS code",
    }
)


def in_words(value: Any) -> str:
    """A value of a service's view on one line; empty for what is not known."""
    if isinstance(value, (tuple, list)):
        return _week(value) if _is_week(value) else _joined("; ", map(in_words, value))
    if isinstance(value, Struct):
        return _SAID.get(type(value), str)(value)
    if isinstance(value, dict):
        return _joined("; ", _fields(value))
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    return "" if value is None else str(value)


def said_otherwise(taken: Any, said: Any) -> str:
    """What another says of a field, on one line: of an organisation, of places and of a feed's own
    fields only what is not `taken` already; of places that differ in nothing else, their points."""
    known = set(_pieces(taken))
    new = [it for it in _pieces(said) if it not in known]
    return _joined("; ", new or _points(said)) or in_words(said)


def point(location: LocationView) -> str:
    """The point on the map, in degrees; empty where none is known."""
    if location.latitude is None or location.longitude is None:
        return ""
    return f"{location.latitude:.5f}, {location.longitude:.5f}"


def number(registered: Identifier) -> str:
    """ "Registered charity 1234567"."""
    return f"{REGISTERS.get(registered.scheme, registered.scheme)} {registered.value}"


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Organization):
        yield value.name
        yield from map(in_words, (value.sector, value.url, value.description))
        yield from map(number, value.identifiers)
    elif isinstance(value, dict):
        yield from _fields(value)
    elif _is_places(value):
        for at in value:
            yield place(at)
            where = f" ({at.postcode or at.name})" if at.postcode or at.name else ""
            told = (at.hours, at.special_days, at.phones, at.accessibility)
            yield from (f"{words}{where}" for it in told if (words := in_words(it)))
    else:
        yield in_words(value)


def _points(value: Any) -> tuple[str, ...]:
    if not _is_places(value):
        return ()
    return tuple(f"{place(at)}, on the map at {it}" for at in value if (it := point(at)))


def _fields(value: dict[str, Any]) -> Iterator[str]:
    """A feed's own fields, as it spells them."""
    for name, it in value.items():
        told = it if isinstance(it, str) else msgspec.json.encode(it).decode()
        yield f"{name}: {told}"


def _is_places(value: Any) -> bool:
    return bool(value) and isinstance(value, tuple) and isinstance(value[0], LocationView)


def day_in_words(day: date) -> str:
    """3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def phone(number: PhoneView) -> str:
    """The number, and what it is for."""
    return f"{number.number} ({number.description})" if number.description else number.number


def price(cost: CostOption) -> str:
    """Its own words, "Free" or "£5.50"; empty for a price nobody has told us."""
    if cost.text or cost.amount is None:
        return cost.text or ""
    if cost.amount == 0:
        return "Free"
    sign = "£" if cost.currency == "GBP" else f"{cost.currency} "
    return f"{sign}{cost.amount:.2f}"


def place(location: LocationView) -> str:
    """The address on one line; of a confidential place that it is withheld."""
    if location.confidential:
        return "Address withheld"
    return _joined(", ", (location.name, *location.address, location.city, location.postcode))


def area(coverage: Coverage) -> str:
    """Whom it serves by place, the words no rule could be made of included."""
    served = _joined("; ", (*(rule.text for rule in coverage.rules), *coverage.unresolved))
    excluded = _joined("; ", (rule.text for rule in coverage.excluded))
    return f"{served} (not {excluded})" if excluded else served


def conditions(eligibility: Eligibility) -> tuple[str, ...]:
    """Each stated condition; the source's own wording last."""
    one_of = " or ".join(map(circumstance_words, eligibility.circumstances))
    none_of = " or ".join(map(circumstance_words, eligibility.excluded))
    found = (
        _ages(eligibility.minimum_age, eligibility.maximum_age),
        eligibility.sex and f"{eligibility.sex.value} only",
        one_of and f"for people who are {one_of}",
        none_of and f"not for people who are {none_of}",
        eligibility.documents and f"bring {', '.join(eligibility.documents)}",
        eligibility.text,
    )
    return tuple(each for each in found if each)


def special_day(hours: SpecialDayView) -> str:
    """ "25 December 2026: closed", "Bank holidays: 10:00 to 12:00"."""
    spells = " and ".join(f"{it.opens_at} to {it.closes_at}" for it in hours.spells)
    day = day_in_words(hours.day) if hours.day else "Bank holidays"
    return f"{day}: {spells or 'closed'}{f' ({hours.text})' if hours.text else ''}"


def _ages(low: float | None, high: float | None) -> str | None:
    if low is not None and high is not None:
        return f"aged {low:g} to {high:g}"
    if low is not None:
        return f"aged {low:g} or over"
    return None if high is None else f"aged {high:g} or under"


def _is_week(value: tuple[Any, ...] | list[Any]) -> bool:
    return bool(value) and all(isinstance(each, HoursView) for each in value)


def _week(hours: Iterable[HoursView]) -> str:
    return _joined("; ", week(hours))


def week(hours: Iterable[HoursView]) -> tuple[str, ...]:
    """Each day that has hours, with all of its spells: "Monday 09:00 to 12:00 and ..."; one line
    for all where it never closes."""
    days: dict[str, list[str]] = {}
    for each in hours:
        days.setdefault(each.weekday, []).append(f"{each.opens_at} to {each.closes_at}")
    if len(days) == len(WEEKDAYS) and all(spells == ["00:00 to 24:00"] for spells in days.values()):
        return ("Open 24 hours, every day",)
    return tuple(f"{day} {' and '.join(spells)}" for day, spells in days.items())


def _joined(between: str, parts: Iterable[str | None]) -> str:
    return between.join(part for part in parts if part)


_SAID: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        PhoneView: phone,
        LocationView: place,
        CostOption: price,
        Organization: attrgetter("name"),
        TaxonomyTerm: lambda term: term.name or f"{term.vocabulary} {term.code}",
        Coverage: area,
        Eligibility: lambda told: _joined("; ", conditions(told)),
        SpecialDayView: special_day,
    }
)
