"""Brings what a source says now into the store, against what it said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from wayfinder.domain.source import Source
from wayfinder.store.bulk import in_chunks, insert_rows, update_rows
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ImportRunRow, RejectionRow, SourceRecordRow
from wayfinder.store.records import (
    Changes,
    Entry,
    Known,
    StagedRecord,
    StagedRejection,
    content_hash,
    latest_day,
    storable,
    unstorable,
)
from wayfinder.store.sources import upsert_source
from wayfinder.store.writing import Writer

__all__ = ["Changes", "StagedRecord", "StagedRejection", "stage"]

_CHUNK = 2_000
_records = table_of(SourceRecordRow)
_runs = table_of(ImportRunRow)
_rejections = table_of(RejectionRow)


def stage(
    connection: Connection,
    source: Source,
    records: Iterable[StagedRecord],
    rejections: Iterable[StagedRejection],
    now: datetime,
) -> Changes:
    """What `source` says now becomes the store's state, inside the caller's transaction.

    `records` is read to its end, a few thousand at a time, before `rejections` is, so that one
    reader may fill both. A record that the source lists no more is kept, dated and not shown; one
    whose row was refused this time keeps its last good state. A second record of the same id is
    refused. Only the latest import's refusals are kept.
    """
    upsert_source(connection, source, now)
    reading = _Reading(connection, source.id, now)
    for chunk in in_chunks(records, _CHUNK):
        reading.take(chunk)
    refused = list(rejections)
    withdrawn = reading.withdraw_missing({refusal.record_id for refusal in refused})
    reading.writer.sweep()
    changes = reading.changes(refused, withdrawn)
    _keep_run(connection, source.id, now, changes, [*refused, *reading.refused])
    return changes


class _Reading:
    """One import under way: what was known, what has been seen, and how it compares."""

    def __init__(self, connection: Connection, source_id: str, now: datetime) -> None:
        self._connection = connection
        self._source_id = source_id
        self._now = now
        self._known = _known_records(connection, source_id)
        self._rows_by_id: dict[str, int] = {}
        self._count: Counter[str] = Counter()
        self.refused: list[StagedRejection] = []
        self.writer = Writer(connection, source_id, now)

    def take(self, chunk: Sequence[StagedRecord]) -> None:
        """Compares a chunk of records with what is known and writes what differs."""
        entries = [entry for record in chunk if (entry := self._judge(record))]
        self.writer.write([entry for entry in entries if entry.differs])
        self.writer.renew_dates([it for it in entries if it.moved and not it.differs])

    def withdraw_missing(self, refused_ids: set[str | None]) -> int:
        """Dates the records that the source lists no more; how many there are."""
        missing = [
            (self._source_id, record_id, self._now)
            for record_id, known in self._known.items()
            if not known.withdrawn
            and record_id not in self._rows_by_id
            and record_id not in refused_ids
        ]
        update_rows(self._connection, _records, missing, only=["withdrawn_at"])
        return len(missing)

    def changes(self, refused: Sequence[StagedRejection], withdrawn: int) -> Changes:
        """The import's sum, where `refused` is what the feed's reader refused."""
        spoken_for = {*self._rows_by_id.values(), *(refusal.row for refusal in self.refused)}
        rejected = len({refusal.row for refusal in refused} - spoken_for) + len(self.refused)
        count = self._count
        return Changes(
            read=len(self._rows_by_id) + rejected,
            added=count["added"],
            changed=count["changed"],
            unchanged=count["unchanged"],
            withdrawn=withdrawn,
            rejected=rejected,
            defunct=count["defunct"],
            not_offered=count["not_offered"],
        )

    def _judge(self, record: StagedRecord) -> Entry | None:
        reason = self._unusable(record)
        if reason:
            self.refused.append(_refusal(record, reason))
            return None
        self._rows_by_id[record.record_id] = record.row
        known = self._known.get(record.record_id)
        entry = Entry(record, content_hash(record), latest_day(record.service), known)
        new = known is None or known.withdrawn
        change = "added" if new else "changed" if entry.differs else "unchanged"
        self._count.update((change, record.outcome))
        return entry

    def _unusable(self, record: StagedRecord) -> str | None:
        first = self._rows_by_id.get(record.record_id)
        if first is not None:
            return f"the record id is already used in row {first}; each record needs its own"
        return unstorable(record)


def _known_records(connection: Connection, source_id: str) -> dict[str, Known]:
    c = _records.c
    rows = connection.execute(
        select(c.record_id, c.content_hash, c.service_id, c.row, c.as_of, c.first_seen)
        .add_columns(c.withdrawn_at.is_not(None))
        .where(c.source_id == source_id)
    )
    return {row[0]: Known(*row[1:]) for row in rows}


def _keep_run(
    connection: Connection,
    source_id: str,
    now: datetime,
    changes: Changes,
    refused: Iterable[StagedRejection],
) -> None:
    former = select(_runs.c.id).where(_runs.c.source_id == source_id)
    connection.execute(delete(_rejections).where(_rejections.c.import_run_id.in_(former)))
    counts = {name: getattr(changes, name) for name in changes.__struct_fields__}
    run = insert(_runs).values(source_id=source_id, imported_at=now, **counts)
    (run_id,) = connection.execute(run.returning(_runs.c.id)).one()
    rows = [
        (run_id, position, it.row, it.record_id, it.field, it.reason, storable(it.excerpt))
        for position, it in enumerate(refused)
    ]
    insert_rows(connection, _rejections, rows)


def _refusal(record: StagedRecord, reason: str) -> StagedRejection:
    name = record.service.name if record.service else ""
    return StagedRejection(record.row, storable(record.record_id), "id", reason, storable(name))
