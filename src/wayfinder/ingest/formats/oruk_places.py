"""Where and when an Open Referral service is given, and the numbers to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from wayfinder.domain.hours import WEEKDAYS, Session
from wayfinder.domain.service import Location, Phone, ServiceAtLocation
from wayfinder.ingest import hours
from wayfinder.ingest.cleaning import phones as numbers
from wayfinder.ingest.cleaning.text import line, stated
from wayfinder.ingest.cleaning.values import day, degrees, refusal
from wayfinder.ingest.formats.oruk_confidential import is_confidential
from wayfinder.ingest.formats.oruk_json import Json, listed, nested, text_id
from wayfinder.ingest.records import postcode

_CLOCK = re.compile(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\Z")
_ICAL_DAYS = tuple(day[:2].upper() for day in WEEKDAYS)


def phones(item: Json) -> tuple[Phone, ...]:
    """Numbers of `phones` and of `contacts[].phones`, each once, in the feed's order."""
    found: dict[str, Phone] = {}
    for given, label in _numbers(item):
        for phone in numbers.phones(given):
            found.setdefault(phone.number, replace(phone, description=phone.description or label))
    return tuple(found.values())


def undialled(item: Json) -> tuple[str, ...]:
    """What stands where a number should and holds none."""
    return tuple(given for given, _ in _numbers(item) if not numbers.phones(given))


def _numbers(item: Json) -> Iterator[tuple[str, str | None]]:
    """(text, label) of every phone entry."""
    holders = [(item, None), *((one, _role(one)) for one in listed(item, "contacts"))]
    for holder, role in holders:
        for entry in listed(holder, "phones"):
            if given := text_id(entry.get("number")):
                yield given, line(entry.get("description")) or role


def _role(contact: Json) -> str | None:
    """What a contact is for. A person's own name is no part of a public directory."""
    return line(contact.get("title") or contact.get("department"))


def locations(item: Json, record_id: str) -> tuple[ServiceAtLocation, ...]:
    """Places of `service_at_locations`, and of a bare `locations` list, each once."""
    given = [(nested(place, "location"), place) for place in listed(item, "service_at_locations")]
    given += [(location, {}) for location in listed(item, "locations")]
    places: dict[str, ServiceAtLocation] = {}
    for number, (location, at) in enumerate(given):
        local_id = text_id(location.get("id")) or f"{record_id} {number}"
        if place := _place(location, at, local_id):
            places.setdefault(place.location.id, place)
    return tuple(places.values())


def _place(location: Json, at: Json, local_id: str) -> ServiceAtLocation | None:
    if line(location.get("location_type")) in ("virtual", "postal"):
        return None
    address = _address(location)
    lines, city, code = _lines(address)
    lat_deg = degrees(location.get("latitude"), 90, "latitude")
    lon_deg = degrees(location.get("longitude"), 180, "longitude")
    placed = lat_deg is not None and lon_deg is not None and (lat_deg, lon_deg) != (0, 0)
    name = line(location.get("name"))
    if not (lines or city or code or placed or name):
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
            confidential=is_confidential(location),
        ),
        phones=phones(at) or phones(location),
        sessions=sessions(at) or sessions(location),
    )


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


def sessions(item: Json) -> tuple[Session, ...]:
    """The weekly sessions among `schedules`; what does not recur every week is left to the text.

    Raises InvalidInput for one that closes before it opens, or ends before it begins.
    """
    schedules = _schedules(item)
    for schedule in schedules:
        _expect_in_order(schedule)
    return hours.week(
        session for schedule in schedules if _weekly(schedule) for session in _open(schedule)
    )


def _expect_in_order(schedule: Json) -> None:
    begins = day(schedule.get("valid_from"), "schedules")
    ends = day(schedule.get("valid_to"), "schedules")
    if begins and ends and ends < begins:
        message = (
            f'valid_to {ends} is before valid_from {begins}; "2026-04-01" to "2026-09-30" '
            "would be right."
        )
        raise refusal("schedules", message)


def hours_text(item: Json) -> str | None:
    """Schedules in the feed's words, where it has any, and those that are not weekly."""
    texts = [line(one.get("description")) or _spelt_out(one) for one in _schedules(item)]
    return "; ".join(dict.fromkeys(text for text in texts if text)) or None


def _schedules(item: Json) -> list[Json]:
    older = listed(item, "regular_schedules") + listed(item, "regular_schedule")
    return listed(item, "schedules") + older


def _weekly(schedule: Json) -> bool:
    """Whether a schedule recurs every week without end: ORUK 1.0 has no `freq`, it always does."""
    every_week = (line(schedule.get("freq")) or "WEEKLY").upper() == "WEEKLY"
    interval = schedule.get("interval") in (None, "", 1, "1")
    bounded = any(schedule.get(key) for key in ("valid_to", "until", "count"))
    return every_week and interval and not bounded and bool(_days(schedule))


def _days(schedule: Json) -> tuple[int, ...]:
    given = line(schedule.get("byday") or schedule.get("weekday")) or ""
    names = [part.strip().upper()[:2] for part in given.split(",")]
    return tuple(map(_ICAL_DAYS.index, names)) if set(names) <= set(_ICAL_DAYS) else ()


def _open(schedule: Json) -> Iterable[Session]:
    opens, closes = line(schedule.get("opens_at")), line(schedule.get("closes_at"))
    if not opens or not closes:
        return
    ranges = hours.daily(f"{_padded(opens)}-{_padded(closes)}")
    if not ranges:
        message = f'{opens!r} to {closes!r} are not times such as "09:00" and "17:00".'
        raise refusal("schedules", message)
    for weekday in _days(schedule):
        yield from hours.sessions(weekday, *ranges[0], "schedules")


def _padded(time: str) -> str:
    """ "9:00:00" and "09:00Z" as "09:00": the standard's times are of 24 hours."""
    clock = _CLOCK.match(time)
    return f"{clock[1]:0>2}:{clock[2]}" if clock else time


def _spelt_out(schedule: Json) -> str | None:
    """A schedule that does not recur every week, as far as its own words go."""
    if _weekly(schedule):
        return None
    parts = [line(schedule.get(key)) for key in ("freq", "byday", "opens_at", "closes_at")]
    known = [part for part in parts if part]
    bounds = [f"{key.replace('_', ' ')} {text}" for key in ("valid_from", "valid_to", "until")
              if (text := line(schedule.get(key)))]  # fmt: skip
    return " ".join(known + bounds) or None
