"""What each release changed, in order, for partners that keep a copy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from wayfinder.domain.changes import Change, Cursor, Departure, ReleasedChange
from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import table_of
from wayfinder.store.joint_tables import ChangeRow
from wayfinder.store.ledger import ReleaseRow

_changes = table_of(ChangeRow)
_releases = table_of(ReleaseRow)

MOST_MERGES = 100
"""How often a service is followed from one into another; each is of a later release."""


def keep_changes(connection: Connection, release: int, changes: Sequence[Change]) -> None:
    """Write what `release` changed; its order is kept."""
    rows = [
        (release, position, it.service_id, it.kind, list(it.fields), it.merged_into)
        for position, it in enumerate(changes)
    ]
    insert_rows(connection, _changes, rows)


def changes_after(
    connection: Connection, after: Cursor, limit: int, upto: int
) -> tuple[ReleasedChange, ...]:
    """The next `limit` changes after a place in the feed, oldest first, up to a release."""
    c = _changes.c
    later = c.release > after.release
    if not math.isinf(after.position):
        later = or_(later, and_(c.release == after.release, c.position > after.position))
    query = (
        select(_changes)
        .where(later, c.release <= upto)
        .order_by(c.release, c.position)
        .limit(limit)
    )
    return tuple(map(_released, connection.execute(query)))


def departure(connection: Connection, service_id: str, upto: int) -> Departure | None:
    """How a service left the directory, as release `upto` has it: withdrawn, or merged, followed to
    the last that it went on as. None for one that is there, or never was."""
    left: Departure | None = None
    for _ in range(MOST_MERGES):
        last = _latest_of(connection, service_id, upto)
        if last is None or last.kind not in ("withdrawn", "merged"):
            break
        left = Departure(release=last.release, at=last.published_at, merged_into=last.merged_into)
        if last.merged_into is None:
            break
        service_id = last.merged_into
    return left


def _latest_of(connection: Connection, service_id: str, upto: int) -> Any:
    c = _changes.c
    query = (
        select(c.release, c.kind, c.merged_into, _releases.c.published_at)
        .join_from(_changes, _releases)
        .where(c.service_id == service_id, c.release <= upto)
        .order_by(c.release.desc(), c.position.desc())
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def _released(row: Row[Any]) -> ReleasedChange:
    return ReleasedChange(
        release=row.release,
        position=row.position,
        service_id=row.service_id,
        kind=row.kind,
        fields=tuple(row.fields),
        merged_into=row.merged_into,
    )
