"""One joint record out of several sources' records, field by field. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.confidence import confidence
from wayfinder.domain.service import SAYS_NOTHING, Claim, Origin, Service, Status
from wayfinder.domain.source import Source
from wayfinder.ingest.merging.adding_up import added_up
from wayfinder.ingest.merging.claims import DAYS, FIELDS, HOURS, PLACES, Field, plain
from wayfinder.ingest.merging.places import hidden, joined_places


class Member(Struct, frozen=True):
    """One source's word on a service, and when it first said it."""

    service: Service
    source: Source
    first_seen: datetime


def merge(members: Sequence[Member], today: date) -> Service:
    """The joint service of one or more `members`, under the id of the longest known of those that
    are offered.

    Each field comes from the source with the best claim to it; what the others say stays in
    `conflicts`, and all their records in `records`. A place that one source holds to be
    confidential is so in all that the others say.
    """
    ordered = sorted(hidden(members), key=_first_known)
    lead = ordered[0].service
    choices = [_choice(it, ordered, today) for it in FIELDS]
    choices.append(_choice_of_places(ordered, today, choices))
    choices += [_latest(name, ordered, today) for name in DAYS]
    return replace(
        lead,
        **{it.name: it.value for it in choices},
        origins={"*": lead.origin("*")}
        | {it.name: it.origin for it in choices if it.origin}
        | {f"{it.name}.{part}": whose for it in choices for part, whose in it.parts.items()},
        records=tuple(it.service.origin("*") for it in ordered),
        merged_ids=tuple(sorted(it.service.id for it in ordered[1:])),
        conflicts={it.name: it.others for it in choices if it.others and _may_tell(it)},
    )


def _first_known(member: Member) -> tuple[bool, datetime, str]:
    closed = member.service.status is not Status.ACTIVE
    return closed, member.first_seen, member.service.id


class _Choice(Struct, frozen=True):
    """What is taken of one field, from whom (None: nobody says), which parts of it are others',
    and what the others say otherwise."""

    name: str
    value: Any
    origin: Origin | None = None
    others: tuple[Claim, ...] = ()
    parts: Mapping[str, Origin] = MappingProxyType({})


def _choice(field: Field, members: Sequence[Member], today: date) -> _Choice:
    ranked = _by_claim(field, members, today)
    if not ranked:
        return _Choice(field.name, getattr(members[0].service, field.name))
    if field.add_up:
        return _chosen(field, ranked, *added_up(field.name, ranked))
    best, *others = (getattr(it, field.name) for it in ranked)
    return _chosen(field, ranked, field.doubted(best, others))


def _choice_of_places(members: Sequence[Member], today: date, others: list[_Choice]) -> _Choice:
    """A service that has hours of its own takes in none of a place: they would replace its own."""
    ranked = _by_claim(PLACES, members, today)
    if not ranked:
        return _Choice(PLACES.name, ())
    has_hours = any(it.value for it in others if it.name in HOURS)
    return _chosen(PLACES, ranked, *joined_places(ranked, has_hours=has_hours))


def _chosen(
    field: Field,
    ranked: Sequence[Service],
    value: Any,
    parts: Mapping[str, Origin] = MappingProxyType({}),
) -> _Choice:
    others = tuple(_differing(field, value, ranked[1:]))
    return _Choice(field.name, value, ranked[0].origin(field.name), others, parts)


def _may_tell(choice: _Choice) -> bool:
    """What others say of the places of a service stays untold where one of them is confidential."""
    return choice.name != "locations" or not any(at.location.confidential for at in choice.value)


def _by_claim(field: Field, members: Sequence[Member], today: date) -> list[Service]:
    """Who says something of a field, the best claim first; among equals their order stands."""

    def strength(member: Member) -> float:
        as_of = member.service.origin(field.name).as_of
        sure = confidence(field.name, as_of, today, member.source.trust)
        return sure * field.specificity(getattr(member.service, field.name))

    said = [it for it in members if getattr(it.service, field.name) not in SAYS_NOTHING]
    return [it.service for it in sorted(said, key=strength, reverse=True)]


def _differing(field: Field, taken: Any, others: Iterable[Service]) -> Iterator[Claim]:
    """What each of the others says that is not taken."""
    for it in others:
        value = getattr(it, field.name)
        if not field.same(taken, value):
            yield Claim(plain(value), it.origin(field.name))


def _latest(name: str, members: Sequence[Member], today: date) -> _Choice:
    """The latest day that any source states; of none that is yet to come."""
    days = [(getattr(it.service, name), it.service.origin(name)) for it in members]
    stated = [it for it in days if it[0]]
    day, origin = max(
        (it for it in stated if it[0] <= today), key=itemgetter(0), default=(None,) * 2
    )
    others = tuple(Claim(plain(it), whose) for it, whose in stated if it != day)
    return _Choice(name, day, origin, others)
