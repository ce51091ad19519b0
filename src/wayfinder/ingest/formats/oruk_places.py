"""Where and when an Open Referral service is given, and the numbers to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from wayfinder.domain.service import Audience, Location, Phone, ServiceAtLocation
from wayfinder.errors import InvalidInput
from wayfinder.ingest.cleaning import phones as numbers
from wayfinder.ingest.cleaning.text import line, stated
from wayfinder.ingest.cleaning.values import degrees
from wayfinder.ingest.formats.oruk_confidential import is_confidential
from wayfinder.ingest.formats.oruk_json import Json, listed, nested, text_id
from wayfinder.ingest.formats.oruk_schedules import Timetable, timetable
from wayfinder.ingest.records import postcode

_BOUNDS = {"latitude": 90, "longitude": 180}
_FAX = re.compile(r"\s*fax\b", re.IGNORECASE)
_CLINICIANS = re.compile(
    r"\bnot for (?:the )?(?:public|patients)\b|\b(?:staff|clinicians?|professionals?|GPs?) only\b"
    r"|\bfor (?:health(?:care)? |other )*(?:professionals?|clinicians?|GPs|referrers)\b"
    r"|^(?:health(?:care)? )?(?:professionals?|clinicians?)(?:'s?)? (?:line|number|helpline)\b"
    r"|^(?:health(?:care)? )?(?:professionals?|clinicians?)$",
    re.IGNORECASE,
)
_ALSO_PUBLIC = re.compile(
    r"\b(?:and|or|&) (?:the )?(?:public|patients|residents|families|parents|carers)\b",
    re.IGNORECASE,
)


class Places(NamedTuple):
    """Where a service is given, and what its places say of their hours in words."""

    at: tuple[ServiceAtLocation, ...]
    hours_texts: tuple[str, ...]


def phones(item: Json) -> tuple[Phone, ...]:
    """Numbers of `phones` and of `contacts[].phones`, each once, in the feed's order."""
    found: dict[str, Phone] = {}
    for given, label in _numbers(item):
        for phone in numbers.phones(given):
            words = phone.description or label
            said = replace(phone, description=words, audience=_audience(words))
            found.setdefault(phone.number, said)
    return tuple(found.values())


def undialled(item: Json) -> tuple[str, ...]:
    """What stands where a number should and holds none."""
    return tuple(given for given, _ in _numbers(item) if not numbers.phones(given))


def _numbers(item: Json) -> Iterator[tuple[str, str | None]]:
    """(text, label) of every phone entry that is not a fax."""
    holders = [(item, None), *((one, _role(one)) for one in listed(item, "contacts"))]
    for holder, role in holders:
        for entry in listed(holder, "phones"):
            label = line(entry.get("description"))
            given = text_id(entry.get("number"))
            if given and not any(_FAX.match(one or "") for one in (label, line(entry.get("type")))):
                yield _with_extension(given, text_id(entry.get("extension"))), label or role


def _with_extension(given: str, extension: str | None) -> str:
    """The number with its extension; of several in one text nobody knows whose it is."""
    number = given.strip("\"' ")
    stated = extension is not None and extension.isdecimal() and extension.strip("0") != ""
    alone = stated and numbers.phone_number(number) is not None
    return f"{number} ext {extension}" if alone else number


def _audience(words: str | None) -> Audience:
    """Only what plainly says so is kept from the public."""
    closed = words and _CLINICIANS.search(words) and not _ALSO_PUBLIC.search(words)
    return Audience.CLINICIAN if closed else Audience.PUBLIC


def _role(contact: Json) -> str | None:
    """What a contact is for. A person's own name is no part of a public directory."""
    return line(contact.get("title") or contact.get("department"))


def places(item: Json, record_id: str, today: date) -> Places:
    """Places of `service_at_locations`, and of a bare `locations` list, each once."""
    found: dict[str, tuple[ServiceAtLocation, Timetable]] = {}
    for number, (location, at) in enumerate(_given(item)):
        local_id = text_id(location.get("id")) or f"{record_id} {number}"
        hours = _hours(location, at, today)
        if place := _place(location, at, local_id, hours):
            found.setdefault(place.location.id, (place, hours))
    texts = [(place.location.name, text) for place, hours in found.values() for text in hours.texts]
    alone = len(found) == 1
    return Places(
        tuple(place for place, _ in found.values()),
        tuple(text if alone or not name else f"{name}: {text}" for name, text in texts),
    )


def _given(item: Json) -> Iterable[tuple[Json, Json]]:
    """(location, what is particular to it) of every place; some feeds only refer to a location
    that stands elsewhere in the record."""
    bare = listed(item, "locations") + listed(nested(item, "organization"), "locations")
    by_id = {own_id: one for one in bare if (own_id := text_id(one.get("id")))}
    for at in listed(item, "service_at_locations"):
        yield nested(at, "location") or by_id.get(text_id(at.get("location_id")) or "", {}), at
    yield from ((location, {}) for location in listed(item, "locations"))


def _hours(location: Json, at: Json, today: date) -> Timetable:
    own = timetable(at, today)
    return own if own.stated else timetable(location, today)


def _place(location: Json, at: Json, local_id: str, hours: Timetable) -> ServiceAtLocation | None:
    if line(location.get("location_type")) in ("virtual", "postal"):
        return None
    address = _address(location)
    lines, city, code = _lines(address)
    lat_deg, lon_deg = _degrees(location, "latitude"), _degrees(location, "longitude")
    placed = lat_deg is not None and lon_deg is not None and (lat_deg, lon_deg) != (0, 0)
    name = line(location.get("name"))
    confidential = is_confidential(location)
    if not (lines or city or code or placed or name or confidential):
        return None
    return ServiceAtLocation(
        location=Location(
            id=local_id,
            name=name,
            address_lines=lines,
            city=city,
            postcode=code,
            lat_deg=lat_deg if placed else None,
            lon_deg=lon_deg if placed else None,
            position_source="feed" if placed else None,
            accessibility=_accessibility(location),
            confidential=confidential,
        ),
        phones=phones(at) or phones(location),
        sessions=hours.sessions,
        special_days=hours.special_days,
    )


def misplaced(item: Json) -> Iterator[tuple[str, str]]:
    """(field, value) of coordinates that are none: such a place stands where its postcode does."""
    for location, _ in _given(item):
        for key in _BOUNDS:
            given = location.get(key)
            if given not in (None, "") and _degrees(location, key) is None:
                yield key, str(given)


def _degrees(location: Json, key: str) -> float | None:
    try:
        return degrees(location.get(key), _BOUNDS[key], key)
    except InvalidInput:
        return None


def _address(location: Json) -> Json:
    addresses = listed(location, "addresses") + listed(location, "physical_addresses")
    physical = (one for one in addresses if one.get("address_type") in (None, "physical"))
    return next(physical, addresses[0] if addresses else {})


def _lines(address: Json) -> tuple[tuple[str, ...], str | None, str | None]:
    """(lines, city, postcode). A "postcode" that has not the shape of one is kept as a line."""
    stated_code = stated(address.get("postal_code"))
    code = postcode(stated_code)
    given = [stated(address.get(key)) for key in ("address_1", "address_2")]
    given.append(stated_code if code is None else None)
    return tuple(part for part in given if part), stated(address.get("city")), code


def _accessibility(location: Json) -> tuple[str, ...]:
    entries = listed(location, "accessibility") + listed(location, "accessibility_for_disabilities")
    given = (line(one.get("description") or one.get("accessibility")) for one in entries)
    return tuple(dict.fromkeys(text for text in given if text))
