"""One joint record out of several sources' records. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.service import Service
from wayfinder.domain.source import Source


class Member(Struct, frozen=True):
    """One source's word on a service, and when it first said it."""

    service: Service
    source: Source
    first_seen: datetime


def merge(members: Sequence[Member], today: date) -> Service:
    """The joint service of one or more `members`, under the id of the longest known.

    Each field comes from the source with the best claim to it; what the others say stays in
    `conflicts`, and all their records in `records`.
    """
    del today
    lead = min(members, key=lambda it: (it.first_seen, it.service.id))
    ids = sorted(it.service.id for it in members if it is not lead)
    records = tuple(it.service.origin("*") for it in members)
    return replace(lead.service, records=records, merged_ids=tuple(ids))
