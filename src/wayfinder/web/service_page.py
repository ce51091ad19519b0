"""A service's view as its page says it: facts in sections, each with whose word it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from wayfinder.domain.service_view import (
    ClaimView,
    LocationView,
    PhoneView,
    ProvenanceView,
    ServiceView,
)
from wayfinder.domain.service_words import (
    by_day,
    conditions,
    day_in_words,
    in_words,
    place,
    special_day,
)
from wayfinder.web.words import site, tel, web_address

STALE_BELOW = 0.5
"""A value whose field changes so fast that half of its worth is gone: it says so."""

ROUTES = MappingProxyType(
    {
        "self": "You can ask for it yourself",
        "family": "Family or a friend can ask for it",
        "gp": "A GP can refer",
        "professional": "A professional can refer",
    }
)
CHANNELS = MappingProxyType(
    {
        "in_person": "In person",
        "phone": "By phone",
        "text": "By text message",
        "online": "Online",
        "home_visit": "At your home",
    }
)
WITHHELD = "Address withheld, to keep people safe. Ask the service how to get there."


class Line(NamedTuple):
    """One line of a fact; `href` where it can be followed, `note` what belongs to it."""

    text: str
    href: str | None = None
    note: str | None = None


class Saying(NamedTuple):
    """Whose word something is, and the day it was true there, in words."""

    who: str
    when: str | None
    words: str = ""


class Fact(NamedTuple):
    """One thing known of a service. `stale`: it may well have changed since."""

    label: str
    lines: tuple[Line, ...]
    origin: Saying | None = None
    stale: bool = False
    others: tuple[Saying, ...] = ()


class Section(NamedTuple):
    title: str
    facts: tuple[Fact, ...]
    unknown: tuple[str, ...]


Lines = Callable[[Any], Iterator[Line]]

_LAYOUT: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "How to reach it",
        (
            ("phones", "Phone"),
            ("email", "E-mail"),
            ("url", "Website"),
            ("referral_routes", "Who can ask"),
            ("application_process", "How to ask"),
            ("channels", "How help is given"),
            ("waiting_time", "Waiting time"),
        ),
    ),
    ("Where", (("locations", "Place"),)),
    (
        "When",
        (("hours", "Opening hours"), ("special_days", "Other days"), ("hours_text", "In words")),
    ),
    (
        "Who it is for",
        (("eligibility", "Conditions"), ("coverage", "Area"), ("languages", "Languages")),
    ),
    ("Cost", (("costs", "Cost"),)),
    (
        "What it does",
        (
            ("description", "Description"),
            ("needs", "Helps with"),
            ("taxonomy_terms", "Listed under"),
            ("alternate_name", "Also called"),
            ("note", "Note"),
        ),
    ),
)
_TO_BE_ASKED = MappingProxyType(
    {
        "phones": "phone",
        "referral_routes": "who can ask for it",
        "locations": "where it is given",
        "hours": "opening hours",
        "eligibility": "who may use it",
        "coverage": "which area it serves",
        "costs": "cost",
    }
)
"""Fields of which a page says that nobody has told us."""


def sections(view: ServiceView, names: Mapping[str, str]) -> tuple[Section, ...]:
    """What is known, in the order in which people ask. `names` are the sources', by id."""
    return tuple(
        Section(title, tuple(_facts(view, fields, names)), _unknown(view, fields))
        for title, fields in _LAYOUT
    )


def fact(view: ServiceView, field: str, label: str, names: Mapping[str, str]) -> Fact | None:
    """One field with all that is said of it; None where nobody says anything."""
    lines = tuple(_LINES.get(field, _plain)(getattr(view, field)))
    others = tuple(_said(it, names) for it in view.conflicts.get(field, ()))
    if not lines and not others:
        return None
    origin = view.provenance.get(field)
    whose = _whose(origin, names) if origin else None
    return Fact(label, lines, whose, _is_stale(origin), others)


def _facts(
    view: ServiceView, fields: tuple[tuple[str, str], ...], names: Mapping[str, str]
) -> Iterator[Fact]:
    for field, label in fields:
        if found := fact(view, field, label, names):
            yield found
    if fields[0][0] == "hours":
        yield from _hours_at_places(view, names)


def _hours_at_places(view: ServiceView, names: Mapping[str, str]) -> Iterator[Fact]:
    """Hours that a place has of its own replace the service's there."""
    origin = view.provenance.get("locations.hours") or view.provenance.get("locations")
    whose = _whose(origin, names) if origin else None
    for at in view.locations:
        lines = (*_week(at.hours), *map(Line, map(special_day, at.special_days)))
        where = at.name or at.postcode
        label = f"Hours at {where}" if where else "Hours there"
        if lines:
            yield Fact(label, lines, whose, _is_stale(origin))


def _unknown(view: ServiceView, fields: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    known = {"hours"} if view.hours_text or any(at.hours for at in view.locations) else set()
    if any(at.phones for at in view.locations):
        known.add("phones")
    return tuple(
        _TO_BE_ASKED[field]
        for field, _ in fields
        if field in _TO_BE_ASKED and field not in known and not in_words(getattr(view, field))
    )


def _whose(origin: ProvenanceView | ClaimView, names: Mapping[str, str]) -> Saying:
    when = day_in_words(origin.as_of) if origin.as_of else None
    return Saying(names.get(origin.source, origin.source), when)


def _said(claim: ClaimView, names: Mapping[str, str]) -> Saying:
    return _whose(claim, names)._replace(words=in_words(claim.value))


def _is_stale(origin: ProvenanceView | None) -> bool:
    return bool(origin and origin.freshness is not None and origin.freshness < STALE_BELOW)


def _plain(value: Any) -> Iterator[Line]:
    parts = value if isinstance(value, tuple) else in_words(value).split("\n\n")
    yield from (Line(words) for each in parts if (words := in_words(each)))


def _phones(phones: tuple[PhoneView, ...]) -> Iterator[Line]:
    for each in phones:
        yield Line(each.number, None if each.sms else tel(each.number), each.description)


def _email(email: str | None) -> Iterator[Line]:
    if email:
        yield Line(email, f"mailto:{email}")


def _url(url: str | None) -> Iterator[Line]:
    if url:
        linked = web_address(url)
        yield Line(site(linked) if linked else url, linked)


def _places(locations: tuple[LocationView, ...]) -> Iterator[Line]:
    for at in locations:
        if at.confidential:
            yield Line(WITHHELD)
        elif where := place(at):
            yield Line(where, note=", ".join(at.accessibility) or None)
        yield from _phones(at.phones)


def _week(hours: Any) -> Iterator[Line]:
    return (Line(f"{day} {times}") for day, times in by_day(hours))


_LINES: Mapping[str, Lines] = MappingProxyType(
    {
        "phones": _phones,
        "email": _email,
        "url": _url,
        "locations": _places,
        "hours": _week,
        "referral_routes": lambda routes: (Line(ROUTES[each]) for each in routes),
        "channels": lambda channels: (Line(CHANNELS[each]) for each in channels),
        "eligibility": lambda told: (Line(it[0].upper() + it[1:]) for it in conditions(told)),
    }
)
