"""Pairs of records that may be one service, laid side by side for a person to judge."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from wayfinder.domain.service import Service

PairVerdict = Literal["certain", "doubtful"]
PairIds = tuple[str, str]
"""Two ids of services, the lesser first."""


def pair_ids(one: str, other: str) -> PairIds:
    """The ids in the order in which a pair is kept."""
    return (one, other) if one < other else (other, one)


class Pair(Struct, frozen=True, kw_only=True):
    """Two services that may be one: how sure (0..1), and why in sentences."""

    left_id: str
    right_id: str
    score: float
    verdict: PairVerdict
    reasons: tuple[str, ...]


class Side(Struct, frozen=True, kw_only=True):
    """One of the two, as its source has it."""

    id: str
    source: str
    record_id: str
    name: str
    organization: str
    summary: str | None
    places: tuple[str, ...]
    phones: tuple[str, ...]
    url: str | None


class Laid(Struct, frozen=True, kw_only=True):
    """A pair with both of its services beside each other."""

    score: float
    verdict: PairVerdict
    reasons: tuple[str, ...]
    left: Side
    right: Side


class Judgement(Struct, frozen=True, kw_only=True):
    """A person's word on a pair: one service, two, or (null) an earlier word taken back.

    It outweighs every score and counts from the next release on.
    """

    left_id: str
    right_id: str
    same: bool | None
    judged_by: str
    judged_at: datetime
    note: str | None = None


def side(service: Service) -> Side:
    """What a person needs of a service to tell whether it is another one."""
    origin = service.origin("*")
    places = (at.location for at in service.locations if not at.location.confidential)
    return Side(
        id=service.id,
        source=origin.source_id,
        record_id=origin.record_id,
        name=service.name,
        organization=service.organization.name,
        summary=service.summary,
        places=tuple(
            ", ".join(filter(None, (it.name, *it.address_lines, it.city, it.postcode)))
            for it in places
        ),
        phones=tuple(phone.number for phone in service.phones),
        url=service.url,
    )
