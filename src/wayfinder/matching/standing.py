"""What is true of a service whoever asks: who may refer, what it costs, who checked it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from wayfinder.domain.answer import Reason
from wayfinder.domain.service import Audience, Claim, Phone, ReferralRoute, Service
from wayfinder.index.attributes import COST_FREE, COST_UNKNOWN, cost_kind
from wayfinder.matching.sentences import listed, reason, stopped

KEPT_SENTENCES = 8192
"""Most sentences say the same of many services: they are made once, and none is of a resident."""

CONFIRM = "confirm before relying on it"
DAYS_A_YEAR = 365.25
_YEARS = {1: "a year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}

DIFFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "sessions": "opening hours",
        "special_days": "opening hours",
        "hours_text": "opening hours",
        "eligibility": "whom it is for",
        "coverage": "the area served",
    }
)
"""Fields in which one source contradicts another to a resident's cost, as they are said; of its
status and its number it is said who says what."""

ANOTHER_SOURCE = "Another source"
"""How the sentence of such a reason begins; `Reason.source` is its id."""


class _Dated(NamedTuple):
    """The days of a record: when a person checked it, when its source changed it, and of which day
    its source speaks."""

    checked: date | None
    modified: date | None
    told: date | None


def standing(service: Service, today: date | None) -> Iterable[Reason]:
    """What is true of the service whoever asks: who may refer, what it costs, who checked it."""
    if service.referral_routes:
        origin = service.origin("referral_routes")
        yield _referral(service.referral_routes, origin.source_id, origin.as_of)
    if bring := service.eligibility.documents:
        yield reason(service, "documents", stopped(f"Bring: {listed(bring)}"), "eligibility")
    kind = cost_kind(service.costs)
    if kind != COST_UNKNOWN:
        origin = service.origin("costs")
        yield _cost(kind, origin.source_id, origin.as_of)
    origin = service.origin("assured_date")
    dated = _Dated(service.assured_date, service.last_modified, service.as_of)
    yield _assurance(dated, today, origin.source_id, origin.as_of)
    if service.conflicts:
        yield from _differing(service)


@lru_cache(KEPT_SENTENCES)
def _referral(routes: tuple[ReferralRoute, ...], source: str, as_of: date | None) -> Reason:
    if ReferralRoute.SELF in routes:
        text = "People can contact it themselves."
    else:
        text = f"Needs a referral: {listed([_REFERRERS[route] for route in routes])}."
    return Reason(code="referral", text=text, field="referral_routes", source=source, as_of=as_of)


@lru_cache(KEPT_SENTENCES)
def _cost(kind: int, source: str, as_of: date | None) -> Reason:
    text = "Free." if kind == COST_FREE else "There is a charge."
    return Reason(code="cost", text=text, field="costs", source=source, as_of=as_of)


@lru_cache(KEPT_SENTENCES)
def _assurance(dated: _Dated, today: date | None, source: str, as_of: date | None) -> Reason:
    text = _age_words(dated, today)
    return Reason(code="assurance", text=text, field="assured_date", source=source, as_of=as_of)


def _age_words(dated: _Dated, today: date | None) -> str:
    """When somebody last checked the record, or (nobody did) of which month its source speaks."""
    checked, modified, told = dated
    if checked is not None:
        text = f"Last checked on {checked.day} {checked:%B %Y}"
        years = 0 if today is None else int((today - checked).days / DAYS_A_YEAR)
        return (
            f"{text}, over {_YEARS.get(years, f'{years} years')} ago: {CONFIRM}."
            if years > 0
            else f"{text}."
        )
    if modified is not None:
        said = f"; its source last changed it in {modified:%B %Y}"
    else:
        said = f"; what its source says is of {told:%B %Y}" if told else ""
    return f"Not yet checked by a person{said}: {CONFIRM}."


def _differing(service: Service) -> Iterable[Reason]:
    """Where the sources of a joint record contradict each other in what people rely on: who says
    that it is shut or gives another number in so many words, the rest by its name."""
    for claim in service.conflicts.get("status", ()):
        yield _says(claim, "status", f"it is {claim.value}", "ask first")
    known = {_digits(it.number) for it in _phones_of(service)}
    for claim in service.conflicts.get("phones", ()):
        others = [it for it in _public_numbers(claim.value) if _digits(it) not in known]
        if others:
            told = "the number is" if len(others) == 1 else "the numbers are"
            yield _says(claim, "phones", f"{told} {listed(others)}", "confirm")
    fields = [name for name in DIFFERENCES if name in service.conflicts]
    if fields:
        told = listed(list(dict.fromkeys(DIFFERENCES[name] for name in fields)))
        text = f"Sources differ on {told}: confirm."
        yield reason(service, "sources_differ", text, fields[0])


def _says(claim: Claim, field: str, what: str, then: str) -> Reason:
    source, day = claim.origin.source_id, claim.origin.as_of
    dated = f" ({day.day} {day:%B %Y})" if day else ""
    text = f"{ANOTHER_SOURCE} says {what}{dated}: {then}."
    return Reason(code="sources_differ", text=text, field=field, source=source, as_of=day)


def _phones_of(service: Service) -> Iterable[Phone]:
    return (*service.phones, *(it for at in service.locations for it in at.phones))


def _public_numbers(claimed: Any) -> Iterable[str]:
    phones = msgspec.convert(claimed, tuple[Phone, ...])
    return dict.fromkeys(it.number for it in phones if it.audience is Audience.PUBLIC)


def _digits(number: str) -> str:
    """How a number is the same, however it is spaced."""
    return "".join(filter(str.isdigit, number)) or number


_REFERRERS = {
    ReferralRoute.SELF: "by the person",
    ReferralRoute.FAMILY: "by a relative or friend",
    ReferralRoute.GP: "by a GP",
    ReferralRoute.PROFESSIONAL: "by a professional",
}
