"""The lines in which a service's page says a field, each with whose word it is where that is not
the field's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from wayfinder.domain.parts import PART_NAMES
from wayfinder.domain.service import Organization
from wayfinder.domain.service_view import LocationView, PhoneView, ProvenanceView, ServiceView
from wayfinder.domain.service_words import conditions, in_words, number, place, special_day, week
from wayfinder.web.words import sector, site, tel, web_address

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
WHOSE_IS_WITHHELD = "Which source says so is withheld, too."

Provenance = Mapping[str, ProvenanceView]


class Line(NamedTuple):
    """One line of a fact; `href` where it can be followed, `note` what belongs to it, `origins`
    whose word it is (None: its field's), with what of it where that is not all."""

    text: str
    href: str | None = None
    note: str | None = None
    origins: tuple[tuple[str, ProvenanceView], ...] = ()


def lines_of(view: ServiceView, field: str) -> tuple[Line, ...]:
    """What is said of a field; none where nothing is."""
    value = getattr(view, field)
    if field == "locations":
        return tuple(_places(view.locations))
    if field == "organization":
        return tuple(_organization(view.organization, view.provenance))
    if field in PART_NAMES:
        return tuple(_added_up(field, value, view.provenance))
    return tuple(_LINES.get(field, _plain)(value))


def hours_at(at: LocationView) -> tuple[Line, ...]:
    """The hours that a place has of its own."""
    days = (Line(special_day(it), origins=_of_part(at, "special_days")) for it in at.special_days)
    week = (Line(it.text, origins=_of_part(at, "hours")) for it in _week(at.hours))
    return (*week, *days)


def _plain(value: Any) -> Iterator[Line]:
    parts = value if isinstance(value, tuple) else in_words(value).split("\n\n")
    yield from (Line(words) for each in parts if (words := in_words(each)))


def _added_up(field: str, value: Any, whose: Provenance) -> Iterator[Line]:
    for each in value:
        part = PART_NAMES[field](each)
        words = in_words({each: value[each]}) if isinstance(value, dict) else in_words(each)
        text = CHANNELS[each] if field == "channels" else words
        yield Line(text, origins=_one(whose.get(f"{field}.{part}")))


def _organization(owner: Organization, whose: Provenance) -> Iterator[Line]:
    def of(part: str) -> tuple[tuple[str, ProvenanceView], ...]:
        return _one(whose.get(f"organization.{part}"))

    yield Line(owner.name)
    if kind := sector(owner.sector):
        yield Line(kind, origins=of("sector"))
    yield from (it._replace(origins=of("url")) for it in _url(owner.url))
    for it in owner.identifiers:
        yield Line(number(it), origins=of(f"identifiers.{it.scheme}:{it.value}"))
    if owner.description and owner.description != owner.name:
        yield from (it._replace(origins=of("description")) for it in _plain(owner.description))


def _places(locations: tuple[LocationView, ...]) -> Iterator[Line]:
    for at in locations:
        if at.confidential:
            yield Line(WITHHELD, note=WHOSE_IS_WITHHELD)
        elif where := place(at):
            named = ("name", "address", "city", "postcode", "accessibility")
            origins = tuple((it, at.provenance[it]) for it in named if it in at.provenance)
            yield Line(where, note=", ".join(at.accessibility) or None, origins=origins)
        yield from (it._replace(origins=_of_part(at, "phones")) for it in _phones(at.phones))


def _of_part(at: LocationView, part: str) -> tuple[tuple[str, ProvenanceView], ...]:
    return _one(at.provenance.get(part))


def _one(origin: ProvenanceView | None) -> tuple[tuple[str, ProvenanceView], ...]:
    return (("", origin),) if origin else ()


def _phones(phones: Iterable[PhoneView]) -> Iterator[Line]:
    for each in phones:
        yield Line(each.number, None if each.sms else tel(each.number), each.description)


def _email(email: str | None) -> Iterator[Line]:
    if email:
        yield Line(email, f"mailto:{email}")


def _url(url: str | None) -> Iterator[Line]:
    if url:
        linked = web_address(url)
        yield Line(site(linked) if linked else url, linked)


def _week(hours: Any) -> Iterator[Line]:
    return map(Line, week(hours))


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


_LINES: Mapping[str, Callable[[Any], Iterable[Line]]] = MappingProxyType(
    {
        "phones": _phones,
        "email": _email,
        "url": _url,
        "hours": _week,
        "status": lambda status: (Line(capital(in_words(status))),),
        "referral_routes": lambda routes: (Line(ROUTES[each]) for each in routes),
        "eligibility": lambda told: (Line(capital(it)) for it in conditions(told)),
    }
)
