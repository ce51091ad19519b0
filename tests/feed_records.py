"""What is true of a made-up service, and the many ways in which live feeds write it.

`write` draws a spelling for each fact by chance; `facts` takes the same facts out of what was read,
so the two must agree whatever was drawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from wayfinder.domain.hours import Session
from wayfinder.domain.service import Service

Record = dict[str, Any]
Writer = Callable[[object], Any]

ABSENT = object()
"""Drawn for a field that is left out of the record altogether."""


class Facts(Struct, frozen=True, kw_only=True):
    """What a reader must know of a service in the end. None or empty: the feed does not say."""

    name: str
    organization: str
    description: str | None
    ages: tuple[float | None, float | None]
    phone: str | None
    email: str | None
    alert: str | None
    place: tuple[str, str] | None
    sessions: tuple[Session, ...]
    term: str | None
    own_field: object
    assured_date: date | None
    last_modified: date | None


def facts(service: Service) -> Facts:
    """The facts of a service as it was read."""
    at = service.locations[0] if service.locations else None
    return Facts(
        name=service.name,
        organization=service.organization.name,
        description=service.description,
        ages=(service.eligibility.minimum_age, service.eligibility.maximum_age),
        phone=service.phones[0].number if service.phones else None,
        email=service.email,
        alert=service.alert,
        place=(at.location.address_lines[0], at.location.postcode or "") if at else None,
        sessions=service.hours_at(at).sessions,
        term=service.taxonomy_terms[0].code if service.taxonomy_terms else None,
        own_field=service.extensions.get("pc_places"),
        assured_date=service.assured_date,
        last_modified=service.last_modified,
    )


def true_facts(own_id: int | str) -> Facts:
    """The facts of the service with this id: always the same, some of them not known."""
    dice = random.Random(f"facts {own_id}")

    def known(fact: Any) -> Any:
        return fact if dice.random() < 0.7 else None

    place = known(("1 High Street", "AL1 3JE"))
    return Facts(
        name=f"Service {own_id}",
        organization="Friends & Neighbours",
        description=known("Tea & company.\n\nCarers are welcome."),
        ages=(known(18.0), known(65.0)),
        phone=known("01727 866100"),
        email=known("hello@friends.example"),
        alert=known("Closed for repairs"),
        place=place,
        sessions=known((Session(0, 540, 1020), Session(2, 540, 1020))) or (),
        term=known("242"),
        own_field=known(("12 places", 3)[dice.random() < 0.5]),
        assured_date=known(date(2026, 3, dice.randint(1, 28))),
        last_modified=known(date(2026, 4, dice.randint(1, 28))),
    )


def write(own_id: int | str, dice: random.Random) -> Record:
    """The service's record as some feed would write it."""
    true = true_facts(own_id)
    record: Record = {
        "id": own_id,
        "status": dice.choice(["active", {"id": 1, "name": "active"}]),
        "name": dice.choice([true.name, f" {true.name}\n", {"en": true.name}]),
        "organization": {"id": dice.choice([7, "org"]), "name": "Friends &amp; Neighbours"},
        "description": _text(true.description, dice),
        "email": _or_nothing(true.email, dice, lambda it: {"address": it}),
        "alert": _or_nothing(true.alert, dice, lambda it: {"id": 3, "title": it}),
        "assured_date": _day(true.assured_date, dice),
        "last_modified": _day(true.last_modified, dice),
        "pc_places": ABSENT if true.own_field is None else true.own_field,
        **_ages(true, dice),
        **_phone(true, dice),
        **_place(true, dice),
        **_term(true, dice),
    }
    return {key: value for key, value in record.items() if value is not ABSENT}


def _or_nothing(fact: object, dice: random.Random, *wrappers: Writer) -> object:
    """The fact bare or wrapped; what is not known is left out, null or empty."""
    if fact is None:
        return dice.choice([ABSENT, None, ""])
    return dice.choice([lambda it: it, *wrappers])(fact)


def _text(text: str | None, dice: random.Random) -> object:
    def html(given: object) -> str:
        escaped = str(given).replace("&", "&amp;")
        return "".join(f"<p>{part}</p>" for part in escaped.split("\n\n"))

    return _or_nothing(text, dice, html, lambda it: {"text": html(it)})


def _day(day: date | None, dice: random.Random) -> object:
    """A day with a time or none, with an offset or none."""
    return _or_nothing(
        day and day.isoformat(),
        dice,
        lambda it: f"{it}T12:06:15.654",
        lambda it: f"{it}T12:06:15Z",
        lambda it: f"{it} 12:06:15",
        lambda it: {"$date": f"{it}T12:06:15Z"},
    )


def _ages(true: Facts, dice: random.Random) -> Record:
    """Ages of the service, or of the one group of people that ORUK 1.0 would name."""

    def age(fact: float | None) -> object:
        if fact is None:
            return dice.choice([ABSENT, None, "", -1, "-1"])
        return dice.choice([fact, int(fact), str(int(fact)), {"value": fact}])

    low, high = (age(fact) for fact in true.ages)
    told = {"minimum_age": low, "maximum_age": high}
    if dice.random() < 0.7:
        return told
    return {"eligibilitys": [{key: age for key, age in told.items() if age is not ABSENT}]}


def _phone(true: Facts, dice: random.Random) -> Record:
    if true.phone is None:
        return {dice.choice(["phones", "contacts"]): dice.choice([None, [], [None], {}])}
    entry = {"number": dice.choice([true.phone, "(01727) 866100", "+44 1727 866100"])}
    where = {"phones": [entry], "contacts": [{"title": None, "phones": [entry]}]}
    key = dice.choice(sorted(where))
    return {key: where[key]}


def _place(true: Facts, dice: random.Random) -> Record:
    """The place with the hours there, or the hours of the service where it has no place."""
    hours = _hours(true, dice)
    if true.place is None:
        return hours
    line, code = true.place
    address = {"address_1": line, "address_2": None, "postal_code": dice.choice([code, "al13je"])}
    key = dice.choice(["addresses", "physical_addresses"])
    location = {"id": dice.choice([4, "hall"]), key: [address], "latitude": None}
    at = {"service_at_locations": [{"location": location, **hours}]}
    return dice.choice([at, {"locations": [location], **hours}])


def _hours(true: Facts, dice: random.Random) -> Record:
    if not true.sessions:
        return {}
    times = {"opens_at": dice.choice(["09:00", "9:00:00", "09:00Z"]), "closes_at": "17:00"}
    modern = [{"freq": "WEEKLY", "byday": "MO,WE", **times}]
    older = [{"weekday": day, **times} for day in ("MO", "WE")]
    return dice.choice([{"schedules": modern}, {"regular_schedules": older}])


def _term(true: Facts, dice: random.Random) -> Record:
    if true.term is None:
        return {}
    term = {"id": f"esdServiceType:{true.term}", "name": "Libraries"}
    return dice.choice(
        [
            {"attributes": [{"taxonomy_term": term}]},
            {"service_taxonomys": [{"taxonomy": term}]},
            {"taxonomy_terms": [term]},
        ]
    )
