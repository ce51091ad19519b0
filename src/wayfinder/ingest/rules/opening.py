"""Hours that a source has put among its words, where they have one reading."""

from __future__ import annotations

import re

from msgspec.structs import replace

from wayfinder.domain.hours import DayHours, Session, Spell
from wayfinder.domain.service import Service
from wayfinder.errors import InvalidInput
from wayfinder.ingest.hours import weekly

_HOLIDAYS = r"(?:(?:bank|public) holidays?|bank and public holidays)"
_SHUT = re.compile(rf"(?:(?:we are|it is) )?(?:closed|not open)(?: on)?(?: all)? {_HOLIDAYS}", re.I)
_OPEN = re.compile(
    rf"(?:open )?(?:every day of the year|365 days (?:a|of the|per) year)"
    rf"|(?:including|open(?: on)?)(?: all)? {_HOLIDAYS}",
    re.I,
)
_ENDS_OF_CLAUSES = re.compile(r"[.;\n]+|,(?! ?(?:mon|tue|wed|thu|fri|sat|sun|\d))|[()]", re.I)


def with_hours(service: Service) -> Service:
    """The service with the weekly sessions and the bank holidays that its `hours_text` tells,
    where it states none; the words stay as they are."""
    if not service.hours_text or service.special_days:
        return service
    clauses = [each.strip() for each in _ENDS_OF_CLAUSES.split(service.hours_text) if each.strip()]
    shut = any(_SHUT.fullmatch(each) for each in clauses)
    open_always = any(_OPEN.fullmatch(each) for each in clauses)
    rest = [it for it in clauses if not (_SHUT.fullmatch(it) or _OPEN.fullmatch(it))]
    sessions = service.sessions or _read("; ".join(rest), service)
    spells = _every_day(sessions) if open_always else ()
    told = bool(sessions) and (shut != open_always) and (shut or spells is not None)
    days = (DayHours(spells=spells or ()),) if told else ()
    return replace(service, sessions=sessions, special_days=days)


def _read(text: str, service: Service) -> tuple[Session, ...]:
    """The week that `text` tells; none where a location has hours of its own, which it may mean."""
    if not text or any(at.sessions or at.special_days for at in service.locations):
        return ()
    try:
        return weekly(text) or ()
    except InvalidInput:
        return ()


def _every_day(sessions: tuple[Session, ...]) -> tuple[Spell, ...] | None:
    """The hours that all seven days have; None where they differ."""
    by_day = [
        tuple((it.opens_min, it.closes_min) for it in sessions if it.weekday == day)
        for day in range(7)
    ]
    return by_day[0] if by_day[0] and len(set(by_day)) == 1 else None
