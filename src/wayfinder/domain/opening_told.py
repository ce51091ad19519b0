"""What to say of a service's hours, with what the source adds to them in words."""

from __future__ import annotations

import re
from datetime import date, datetime

from msgspec.structs import replace

from wayfinder.domain.answer import Opening
from wayfinder.domain.opening import NOT_KNOWN, opening_at
from wayfinder.domain.service import Service, ServiceAtLocation

WORDS_MAX_CHARS = 160

_SHUT = re.compile(
    r"\b(?:temporarily|currently|now|permanently) closed\b|\bclosed\b[^.]*\buntil further notice\b"
    r"|\b(?:temporarily|currently) (?:suspended|paused|unavailable)\b",
    re.IGNORECASE,
)


def opening_told(
    service: Service, at: ServiceAtLocation | None, now: datetime, holidays: frozenset[date]
) -> Opening:
    """The hours at one of the service's locations (None: at none in particular) at `now` (aware).

    An alert that says it is shut, or another source that does, is not outdone by its usual week:
    then nobody can tell. Hours that only stand in words are told in the source's own.
    """
    said = opening_at(service.hours_at(at), now, holidays)
    if said.status != "closed" and (shut := _said_shut(service)):
        return Opening(status="unknown", text=shut)
    if said is NOT_KNOWN and service.hours_text:
        return replace(said, text=f"Hours as the source has them: {_cut(service.hours_text)}")
    return said


def _said_shut(service: Service) -> str | None:
    if service.alert and _SHUT.search(service.alert):
        return f"The service says: {_cut(service.alert)}"
    for claim in service.conflicts.get("status", ()):
        day = claim.origin.as_of
        dated = f" ({day.day} {day:%B %Y})" if day else ""
        return f"Another source{dated} says: {claim.value}. Ask whether it is open"
    return None


def _cut(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= WORDS_MAX_CHARS:
        return words
    return words[:WORDS_MAX_CHARS].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
