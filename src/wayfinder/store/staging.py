"""Brings what a source says now into the store, against what it said before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection

from wayfinder.domain.service import Service
from wayfinder.domain.source import Source

Outcome = Literal["offered", "defunct", "not_offered"]


class StagedRecord(Struct, frozen=True):
    """One record of a feed, cleaned. `row` counts as a person would count in the file.

    `service.id` is the feed's own uuid, or anything else where it has none (see `service_id`).
    """

    record_id: str
    row: int
    outcome: Outcome
    reason: str | None = None
    service: Service | None = None


class StagedRejection(Struct, frozen=True):
    """A row (`field` None), or one field of it, that could not be used, and why."""

    row: int
    record_id: str | None
    field: str | None
    reason: str
    excerpt: str


class Changes(Struct, frozen=True, kw_only=True):
    """What an import did. `read` = `added` + `changed` + `unchanged` + `rejected`.

    `defunct` and `not_offered` say how many of the records read are kept but not shown;
    `withdrawn` counts records the source no longer lists.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: int = 0
    defunct: int = 0
    not_offered: int = 0


def stage(
    connection: Connection,
    source: Source,
    records: Iterable[StagedRecord],
    rejections: Iterable[StagedRejection],
    now: datetime,
) -> Changes:
    raise NotImplementedError
