"""Values as people say them. Every function is a filter of the templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple

from msgspec import structs

from wayfinder.domain.answer import (
    Contact,
    Match,
    MatchLocation,
    Opening,
    Reason,
    Understood,
    Urgent,
)
from wayfinder.domain.circumstances import circumstance_words
from wayfinder.domain.opening import NOT_KNOWN
from wayfinder.domain.service import Sector
from wayfinder.index.bodies import COST_NOT_KNOWN, HitService
from wayfinder.location.distance import in_miles
from wayfinder.matching.standing import ANOTHER_SOURCE

SECTORS = {
    Sector.NHS: "NHS",
    Sector.LOCAL_AUTHORITY: "Council",
    Sector.VOLUNTARY: "Voluntary sector",
    Sector.OTHER_PUBLIC: "Public body",
    Sector.PRIVATE: "Private",
}

TOLD_ELSEWHERE = frozenset(("distance", "cost", "assurance", "eligibility", "serves_unknown"))
"""Codes of reasons that a result says in another place: once is enough."""


WATCHED = frozenset(
    (
        "adult_safeguarding",
        "child_at_risk",
        "domestic_abuse",
        "honour_forced_marriage",
        "modern_slavery",
        "sexual_violence",
    )
)
"""Dangers that come from somebody who may look over the shoulder: a way to leave quickly is for
them (GOV.UK Design System, "Exit a page quickly"), and for chest pain it only stands before 999."""


def may_be_watched(urgent: Sequence[Urgent]) -> bool:
    """Whether any of the dangers comes from somebody who may come in."""
    return any(each.category in WATCHED for each in urgent)


def told_once(urgent: Sequence[Urgent]) -> tuple[Urgent, ...]:
    """The same, without contacts that stand in one above already."""
    seen: set[Contact] = set()
    told = []
    for each in urgent:
        new = tuple(it for it in each.contacts if it not in seen)
        seen.update(new)
        told.append(structs.replace(each, contacts=new))
    return tuple(told)


def miles(distance_m: float | None) -> str | None:
    """850 as "0.5 miles", 40,233 as "25 miles"."""
    return None if distance_m is None else in_miles(distance_m)


def sector(which: Sector | None) -> str | None:
    return SECTORS[which] if which else None


class Told(NamedTuple):
    """Something true of the person, in words, and the form's `field` as it is without it."""

    words: str
    field: str
    value: str


def about(understood: Understood) -> str | None:
    """Who it is about: "aged 82, a carer"; None when nothing is known of them."""
    return ", ".join(each.words for each in person(understood)) or None


def person(understood: Understood) -> tuple[Told, ...]:
    """What is known of whom it is about, one by one: "aged 82", "a carer"."""
    known = understood.circumstances
    aged = () if understood.age is None else (Told(f"aged {_age(understood.age)}", "age", ""),)
    others = (" ".join(other for other in known if other != each) for each in known)
    words = map(circumstance_words, known)
    return aged + tuple(map(Told, words, repeat("circumstances"), others))


def years(age: float | None) -> str:
    """The age as the form's field has it."""
    return "" if age is None else f"{age:.4g}"


def _age(years: float) -> str:
    """Years, and months of a child so young that they are told."""
    if years >= 2 or years == int(years):
        return f"{years:g}"
    months = round(years * 12)
    return f"{months} month{'' if months == 1 else 's'}"


def why(match: Match) -> tuple[str, ...]:
    """The reasons, apart from what a result says in another place."""
    return tuple(
        each.text
        for each in match.reasons
        if each.code not in TOLD_ELSEWHERE and not _is_another_s(each)
    )


def gainsaid(match: Match, service: HitService, field: str) -> tuple[str, ...]:
    """What other sources say of a field in so many words, each by its name."""
    names = {it.id: it.name for it in service.sources}
    return tuple(
        names.get(each.source or "", ANOTHER_SOURCE) + each.text.removeprefix(ANOTHER_SOURCE)
        for each in match.reasons
        if each.field == field and _is_another_s(each)
    )


def _is_another_s(reason: Reason) -> bool:
    return reason.code == "sources_differ" and reason.text.startswith(ANOTHER_SOURCE)


class Credit(NamedTuple):
    """A source, and the latest day of which it speaks."""

    name: str
    as_of: date | None


def credits(service: HitService) -> tuple[Credit, ...]:
    """Whose word the service's facts are: each source once; not whose only its organisation is."""
    latest: dict[str, Credit] = {}
    for it in service.sources:
        if it.of == "service":
            days = (it.as_of, latest[it.id].as_of if it.id in latest else None)
            latest[it.id] = Credit(it.name, max(filter(None, days), default=None))
    return tuple(latest.values())


def asks(match: Match) -> tuple[str, ...]:
    """What is to be asked before anybody relies on this result."""
    checks = (check.ask for check in match.eligibility.checks if check.ask)
    area = (each.text for each in match.reasons if each.code == "serves_unknown")
    return (*checks, *area)


def unknown(match: Match, service: HitService) -> tuple[str, ...]:
    """Names of the facts that nobody has told us."""
    known = {
        "how to contact it": service.phones or service.email or service.url,
        "opening hours": told(match.opening),
        "cost": cost(service),
        "waiting time": service.waiting_time,
        "how to be referred": service.referral_routes,
        "who may use it": match.eligibility.checks or _open_to_all(match),
    }
    return tuple(name for name, told_us in known.items() if not told_us)


def told(opening: Opening) -> bool:
    """Whether anything is known of the hours, be it only in the source's words."""
    return opening != NOT_KNOWN


def _open_to_all(match: Match) -> bool:
    return any(each.code == "open_to_all" for each in match.reasons)


def cost(service: HitService) -> str | None:
    """The cost in words; None when nobody has told us."""
    return None if service.cost.text == COST_NOT_KNOWN else service.cost.text


def address(location: MatchLocation, service_name: str) -> str:
    """The place on one line; a name that is the service's own is not said again."""
    parts = (location.name, location.address, location.postcode)
    return ", ".join(part for part in parts if part and part != service_name)


def sentence(text: str) -> str:
    """The text with a stop at its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def day(when: date | None) -> str | None:
    """3 March 2026."""
    return f"{when.day} {when:%B %Y}" if when else None


_DIALLED = re.compile(r"\+?[\d\s()-]*\d")


def tel(number: str) -> str | None:
    """The number as a `tel:` address: only what is dialled first of "999 then 55"; None if none."""
    dialled = _DIALLED.match(number.strip())
    return "tel:" + re.sub(r"[^\d+]", "", dialled.group()) if dialled else None


def web_address(url: str | None) -> str | None:
    """The address if it may be linked to: feeds can hold `javascript:` and worse."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def site(url: str) -> str:
    """https://www.example.org/a as example.org."""
    return url.split("/")[2].removeprefix("www.")


FILTERS = (
    miles, sector, person, years, why, gainsaid, credits, asks, unknown, cost, address, sentence,
    day, tel, web_address, site, told, may_be_watched, told_once,
)  # fmt: skip
