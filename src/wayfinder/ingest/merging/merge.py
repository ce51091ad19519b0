"""One joint record out of several sources' records, field by field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.confidence import confidence
from wayfinder.domain.service import SAYS_NOTHING, Claim, Origin, Service
from wayfinder.domain.source import Source
from wayfinder.ingest.merging.claims import FIELDS, Field, always, plain
from wayfinder.ingest.merging.places import hidden, joined_places

DAYS = ("assured_date", "last_modified")


class Member(Struct, frozen=True):
    """One source's word on a service, and when it first said it."""

    service: Service
    source: Source
    first_seen: datetime


def merge(members: Sequence[Member], today: date) -> Service:
    """The joint service of one or more `members`, under the id of the longest known.

    Each field comes from the source with the best claim to it; what the others say stays in
    `conflicts`, and all their records in `records`. A place that one source holds to be
    confidential is so in all that the others say.
    """
    ordered = sorted(hidden(members), key=lambda it: (it.first_seen, it.service.id))
    lead = ordered[0].service
    choices = [_choice(field, ordered, today) for field in FIELDS]
    values = {it.name: it.value for it in choices}
    by_claim = [it.service for it in _by_claim("locations", ordered, today)]
    has_hours = bool(values["sessions"] or values["special_days"])
    values["locations"], of_places = joined_places(
        values["locations"], by_claim, has_hours=has_hours
    )
    latest = {name: _latest(name, ordered, today) for name in DAYS}
    dated = {name: it.origin(name) for name, it in latest.items() if it}
    return replace(
        lead,
        **values,
        **{name: it and getattr(it, name) for name, it in latest.items()},
        origins={
            "*": lead.origin("*"),
            **{it.name: it.origin for it in choices if it.origin},
            **of_places,
            **dated,
        },
        records=tuple(it.service.origin("*") for it in ordered),
        merged_ids=tuple(sorted(it.service.id for it in ordered[1:])),
        conflicts={it.name: it.others for it in choices if it.others and _may_tell(it)},
    )


class _Choice(Struct, frozen=True):
    """What is taken of one field, from whom (None: nobody says), and what the others say."""

    name: str
    value: Any
    origin: Origin | None = None
    others: tuple[Claim, ...] = ()


def _choice(field: Field, members: Sequence[Member], today: date) -> _Choice:
    name = field.name
    said = [it for it in members if getattr(it.service, name) not in SAYS_NOTHING]
    if not said:
        return _Choice(name, getattr(members[0].service, name))
    best, *others = _by_claim(name, said, today, field.specificity)
    origin = best.service.origin(name)
    if field.add_up:
        return _Choice(name, _added_up(name, [best, *others]), origin)
    value = getattr(best.service, name)
    return _Choice(name, value, origin, tuple(_differing(field, value, others)))


def _may_tell(choice: _Choice) -> bool:
    """What others say of the places of a service stays untold where one of them is confidential."""
    return choice.name != "locations" or not any(at.location.confidential for at in choice.value)


def _by_claim(
    name: str,
    members: Sequence[Member],
    today: date,
    specificity: Callable[[Any], float] = always,
) -> list[Member]:
    """The members with the best claim to a field first; among equals their order stands."""

    def strength(member: Member) -> float:
        sure = confidence(name, member.service.origin(name).as_of, today, member.source.trust)
        return sure * specificity(getattr(member.service, name))

    return sorted(members, key=strength, reverse=True)


def _added_up(name: str, ranked: Sequence[Member]) -> Any:
    values = [getattr(it.service, name) for it in ranked]
    if name == "extensions":
        return {key: it for value in reversed(values) for key, it in value.items()}
    return tuple(dict.fromkeys(it for value in values for it in value))


def _differing(field: Field, best: Any, others: Iterable[Member]) -> Iterable[Claim]:
    told = [field.key(best)]
    for it in others:
        value = getattr(it.service, field.name)
        key = field.key(value)
        if key not in told:
            told.append(key)
            yield Claim(plain(value), it.service.origin(field.name))


def _latest(name: str, members: Sequence[Member], today: date) -> Service | None:
    """The service whose source states the latest day of a kind; one yet to come is not believed."""
    days = ((it.service, getattr(it.service, name)) for it in members)
    stated = [service for service, day in days if day and day <= today]
    return max(stated, key=lambda it: getattr(it, name), default=None)
