"""What a format is given, and what it hands on: one value for every row of the feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

from msgspec import Struct, field

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.hours import LONDON, this_moment
from wayfinder.domain.service import Service, Status
from wayfinder.domain.source import Source
from wayfinder.errors import InvalidInput, MalformedPostcode
from wayfinder.ingest.reading import Feed
from wayfinder.location.postcode import Postcode
from wayfinder.store.records import Outcome, StagedRecord, StagedRejection

EXCERPT_CHARS = 200

Row = StagedRecord | StagedRejection


class NamedArea(Protocol):
    """An area as far as ingest needs to know one."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


AreaNames = Callable[[str], NamedArea | None]
"""The area of a code or name ("E07000240", "St Albans"), or None."""

Placer = Callable[[str], tuple[float, float] | None]
"""(latitude, longitude) in degrees of a postcode in its proper spelling, or None."""


def _today() -> date:
    return this_moment().astimezone(LONDON).date()


class Context(Struct, frozen=True, kw_only=True):
    """What a format may ask while it reads one source's feed.

    `needs` are the ids that may be stated; None accepts any. `default_coverage` is meant for
    records that state no area of their own. `fields` is the heading in a table by column of ours.
    `today` tells which schedules have run out.
    """

    source: Source
    areas: AreaNames
    needs: frozenset[str] | None = None
    default_coverage: Coverage = Coverage()
    fields: dict[str, str] = {}
    today: date = field(default_factory=_today)


Format = Callable[[Feed, Context], Iterator[Row]]
"""Reads a feed: one record or one rejection for each of its rows, in their order; beside a record
there may be rejections of single fields of it, which were left out."""


def outcome(row: int, record_id: str, excerpt: str, build: Callable[[], Service]) -> Row:
    """The record that `build` makes, or the rejection that says why it cannot be made."""
    try:
        service = build()
    except InvalidInput as error:
        return rejection(row, record_id, error, excerpt)
    if service.status is Status.ACTIVE:
        return StagedRecord(record_id, row, "offered", service=service)
    kept: Outcome = "defunct" if service.status is Status.DEFUNCT else "not_offered"
    return StagedRecord(record_id, row, kept, f"status: {service.status.value}", service)


def rejection(
    row: int, record_id: str | None, error: InvalidInput, excerpt: str
) -> StagedRejection:
    """The rejection for an error, naming every field at fault."""
    fields = ", ".join(dict.fromkeys(found.field for found in error.errors))
    return StagedRejection(row, record_id, fields or None, error.detail, excerpt[:EXCERPT_CHARS])


def postcode(text: str | None) -> str | None:
    """A postcode in its proper spelling, or None for what has not the shape of one."""
    try:
        return str(Postcode.parse(text)) if text else None
    except MalformedPostcode:
        return None


def coverage_of(names: list[str], areas: AreaNames) -> Coverage:
    """One AREA rule for all names that resolve; the others stay in `unresolved`, as written."""
    found = {name: areas(name) for name in dict.fromkeys(names)}
    known = [area for area in found.values() if area is not None]
    unresolved = tuple(name for name, area in found.items() if area is None)
    if not known:
        return Coverage(unresolved=unresolved)
    rule = CoverageRule(
        kind=CoverageKind.AREA,
        text=", ".join(dict.fromkeys(area.name for area in known)),
        area_codes=tuple(dict.fromkeys(area.code for area in known)),
    )
    return Coverage(rules=(rule,), unresolved=unresolved)
