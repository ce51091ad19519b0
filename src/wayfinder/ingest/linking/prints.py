"""What linking compares of a service: small, spelt one way, without confidential places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from wayfinder.domain.service import Location, Phone, Service
from wayfinder.ingest.linking.words import asides, initials, spoken

NOWHERE: frozenset[str] = frozenset()

_HOUSE = re.compile(r"\b(\d{1,4}[a-z]?)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext\.?|x)\s*(\d{1,6})\s*$", re.IGNORECASE)


class Print(Struct, frozen=True, kw_only=True):
    """What linking compares of one service of one source.

    `words` are the name's, `asides` those said by the way, `place_words` those of its addresses and
    `towns` of their towns. `phones` are E.164 (short numbers as dialled), `pages` host and path of
    its own address, `hosts` also its organisation's, `postcodes` in their proper spelling, `points`
    (latitude, longitude) in degrees. Of a confidential location nothing is here, so that no reason
    can tell where it is.
    """

    id: str
    source_id: str
    name: str = ""
    words: tuple[str, ...] = ()
    asides: frozenset[str] = NOWHERE
    organization_id: str = ""
    organization: str = ""
    organization_words: tuple[str, ...] = ()
    name_initials: tuple[str, ...] = ()
    owner_initials: tuple[str, ...] = ()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    phones: frozenset[str] = NOWHERE
    pages: frozenset[str] = NOWHERE
    hosts: frozenset[str] = NOWHERE
    emails: frozenset[str] = NOWHERE
    postcodes: frozenset[str] = NOWHERE
    houses: frozenset[str] = NOWHERE
    place_words: frozenset[str] = NOWHERE
    towns: frozenset[str] = NOWHERE
    points: tuple[tuple[float, float], ...] = ()
    ages: tuple[float, float] | None = None
    weekdays: frozenset[int] = frozenset()
    terms: frozenset[tuple[str, str]] = frozenset()


def print_of(service: Service) -> Print:
    """What linking compares of `service`."""
    owner = service.organization
    places = [at.location for at in service.locations if not at.location.confidential]
    addresses = [" ".join(place.address_lines) for place in places]
    page = _page(service.url)
    return Print(
        id=service.id,
        source_id=service.origin("*").source_id,
        name=service.name,
        words=spoken(service.name),
        asides=asides(service.name),
        organization_id=owner.id,
        organization=owner.name,
        organization_words=spoken(owner.name),
        name_initials=initials(service.name),
        owner_initials=initials(owner.name),
        identifiers=frozenset((it.scheme, it.value.strip().upper()) for it in owner.identifiers),
        phones=frozenset(map(e164, _phones(service))),
        pages=frozenset((page,)) if page else NOWHERE,
        hosts=frozenset(_host(it) for it in (page, _page(owner.url)) if it),
        emails=frozenset((service.email.lower(),)) if service.email else NOWHERE,
        postcodes=frozenset(place.postcode for place in places if place.postcode),
        houses=frozenset(it.lower() for text in addresses for it in _HOUSE.findall(text)),
        place_words=frozenset(_place_words(places)),
        towns=frozenset(" ".join(spoken(place.city)) for place in places if place.city),
        points=tuple(_points(places)),
        ages=_ages(service),
        weekdays=frozenset(it.weekday for it in service.sessions),
        terms=frozenset((it.vocabulary, it.code) for it in service.taxonomy_terms),
    )


def e164(phone: Phone) -> str:
    """A cleaned British number as "+441632960001", its extension behind (RFC 3966); a number that
    is no one's line (116 123, "SHOUT to 85258") as it stands."""
    if phone.sms:
        return phone.number.lower()
    text = phone.number.replace("(0)", "")
    extension = _EXTENSION.search(text)
    digits = re.sub(r"\D", "", text[: extension.start()] if extension else text)
    if digits.startswith("0"):
        digits = f"+44{digits[1:]}"
    elif text.startswith("+"):
        digits = f"+{digits}"
    return f"{digits};ext={extension[1]}" if extension else digits


def _phones(service: Service) -> Iterable[Phone]:
    yield from service.phones
    for at in service.locations:
        yield from at.phones


def _page(url: str | None) -> str | None:
    """Host and path, without "www." and a slash at the end; a query belongs to the page."""
    if not url:
        return None
    parts = urlsplit(url.lower() if "//" in url else f"//{url.lower()}")
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + query


def _host(page: str) -> str:
    return page.partition("/")[0]


def _place_words(places: Iterable[Location]) -> Iterable[str]:
    for place in places:
        for part in (place.name, *place.address_lines, place.city):
            yield from spoken(part) if part else ()


def _points(places: Iterable[Location]) -> Iterable[tuple[float, float]]:
    for place in places:
        if place.lat_deg is not None and place.lon_deg is not None:
            yield place.lat_deg, place.lon_deg


def _ages(service: Service) -> tuple[float, float] | None:
    who = service.eligibility
    if who.minimum_age is None and who.maximum_age is None:
        return None
    return who.minimum_age or 0.0, who.maximum_age or 130.0
