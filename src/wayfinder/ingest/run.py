"""From a feed to a release: read, clean, place, stage, publish; all of it or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from types import MappingProxyType

import httpx
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import Discretion, DistrictOf, not_known
from wayfinder.errors import FeedError, FieldError, InvalidInput
from wayfinder.ingest.formats import csv_template, libraries, ods, oruk, oruk_feed
from wayfinder.ingest.placing import placed
from wayfinder.ingest.publishing import publish as publish_release
from wayfinder.ingest.reading import Feed, Limits, open_feed
from wayfinder.ingest.records import AreaNames, Context, Format, Placer, Row
from wayfinder.ingest.rules.reading import with_rules
from wayfinder.ingest.sources import source_id_fault
from wayfinder.store.directory import rejections
from wayfinder.store.engine import transaction
from wayfinder.store.offered import offers_anything
from wayfinder.store.pending import has_unpublished_changes
from wayfinder.store.releases import Release, latest_release
from wayfinder.store.staging import Changes, StagedRecord, StagedRejection, stage
from wayfinder.store.withheld import flagged_services

FORMATS: MappingProxyType[str, Format] = MappingProxyType(
    {
        "oruk": oruk.read,
        "ods-gp": ods.read_gp,
        "ods-dental": ods.read_dental,
        "libraries": libraries.read,
        "csv": csv_template.read,
    }
)
PROGRESS_ROWS = 500
UNKNOWN_COVERAGE = Coverage()

_FILE = re.compile(r"\.(?:json|jsonl|ndjson|gz)(?:[?#]|\Z)", re.IGNORECASE)

Progress = Callable[[int], None]
"""Told how many rows have been read so far."""


class Summary(Struct, frozen=True, kw_only=True):
    """What an import did, every row of the feed counted once:
    `read` = `offered` + `defunct` + `not_offered` + `rejected`
    = `added` + `changed` + `unchanged` + `rejected`.

    `rejections` are the refused rows, and the single fields left out of records that were kept.
    `reasons` counts these by their reason, and those of rows that are defunct or not offered.
    `release` is the latest release after the import, `published` whether this import made it.
    """

    source: str
    format: str
    read: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    offered: int
    defunct: int
    not_offered: int
    reasons: dict[str, int]
    rejections: tuple[StagedRejection, ...]
    release: int | None = None
    published: bool = False


class World(Struct, frozen=True, kw_only=True):
    """What imports ask of the rest of the house, made once by the caller.

    `needs` are the known need ids, None where any is taken. `district_of` is asked of places that
    are confidential, of which nothing else is told. `http` is used for feeds over HTTP in
    place of a client of our own.
    """

    place: Placer
    areas: AreaNames
    needs: frozenset[str] | None = None
    district_of: DistrictOf = not_known
    http: httpx.Client | None = None
    limits: Limits = Limits()


def import_feed(
    engine: Engine,
    source: Source,
    format: str,
    where: str,
    world: World,
    *,
    now: datetime,
    publish: bool = True,
    default_coverage: Coverage = UNKNOWN_COVERAGE,
    progress: Progress | None = None,
) -> Summary:
    """Bring the feed at a path or address into the store, and publish if anything changed.

    All happens in one transaction, so a feed that fails as a whole (FeedError) or a process that
    dies leaves the store as it was; InvalidInput tells of a format or source id that cannot be.
    Importing the same again changes nothing. `progress` is told of the rows read so far.
    """
    reader = _reader(format)
    if wrong := source_id_fault(source.id):
        raise InvalidInput(f"source: {wrong}", (FieldError("source", wrong),))
    context = Context(
        source=source, areas=world.areas, needs=world.needs, default_coverage=default_coverage
    )
    with _opened(format, where, world) as feed, transaction(engine) as connection:
        moment = _in_turn(connection, now)
        before = offers_anything(connection, source.id)
        sorting = _Sorting(reader(feed, context), world, progress)
        changes = stage(connection, source, sorting.records(), sorting.rejections, moment)
        sorting.check(changes, where, format)
        if before and not offers_anything(connection, source.id):
            raise FeedError(f"{where} offers nothing, {source.id} did before; nothing was changed.")
        release = _published(connection, moment, world, publish)
        latest = latest_release(connection)
        strike = Discretion(flagged_services(connection)).text
        refused = tuple(
            replace(it, reason=strike(it.reason), excerpt=strike(it.excerpt))
            for it in rejections(connection, source.id)
        )
    return replace(
        _summary(source.id, format, changes, sorting.reasons, refused),
        release=latest.number if latest else None,
        published=release is not None,
    )


def _reader(name: str) -> Format:
    if name in FORMATS:
        return FORMATS[name]
    message = f"{name!r} is none of {', '.join(FORMATS)}."
    raise InvalidInput(f"format: {message}", (FieldError("format", message),))


def _opened(name: str, where: str, world: World) -> AbstractContextManager[Feed]:
    live = name == "oruk" and re.match(r"https?://", where) and not _FILE.search(where)
    if live:
        return oruk_feed.spooled(where, world.limits, world.http)
    return open_feed(where, limits=world.limits, client=world.http)


def _in_turn(connection: Connection, now: datetime) -> datetime:
    """`now`, or just after the latest release: an import that had to wait for another one's end
    began before that was published, but is no part of it."""
    latest = latest_release(connection)
    return max(now, latest.published_at + timedelta(microseconds=1)) if latest else now


def _published(connection: Connection, now: datetime, world: World, wanted: bool) -> Release | None:
    if wanted and has_unpublished_changes(connection):
        return publish_release(connection, now, world.district_of)
    return None


class _Sorting:
    """Parts a format's rows into records, with their rules read and placed on the map, and
    rejections, in one pass."""

    def __init__(self, rows: Iterator[Row], world: World, progress: Progress | None) -> None:
        self.rejections: list[StagedRejection] = []
        self.reasons: Counter[str] = Counter()
        self._rows = rows
        self._world = world
        self._progress = progress

    def records(self) -> Iterator[StagedRecord]:
        """The records, while `rejections` and `reasons` fill."""
        for count, row in enumerate(self._rows, start=1):
            if isinstance(row, StagedRejection):
                self.rejections.append(row)
            else:
                if row.reason:
                    self.reasons[row.reason] += 1
                yield placed(with_rules(row, self._world.areas), self._world.place)
            if self._progress and count % PROGRESS_ROWS == 0:
                self._progress(count)

    def check(self, changes: Changes, where: str, name: str) -> None:
        """Raise FeedError for a feed without one row that can be told to be a record: taking it
        at its word would withdraw everything the source said before."""
        if changes.read == 0:
            raise FeedError(f"{where} holds no rows; nothing was changed.")
        if changes.rejected == changes.read and not any(it.record_id for it in self.rejections):
            first = self.rejections[0]
            raise FeedError(
                f"None of the {changes.read} rows of {where} can be read as {name}; nothing was "
                f"changed. Row {first.row}: {first.reason}"
            )


def _summary(
    source_id: str,
    name: str,
    changes: Changes,
    reasons: Counter[str],
    refused: tuple[StagedRejection, ...],
) -> Summary:
    counts = {field: getattr(changes, field) for field in changes.__struct_fields__}
    shown = changes.read - changes.rejected - changes.defunct - changes.not_offered
    told = reasons + Counter(it.reason for it in refused)
    return Summary(
        source=source_id,
        format=name,
        offered=shown,
        reasons=dict(told.most_common()),
        rejections=refused,
        **counts,
    )
