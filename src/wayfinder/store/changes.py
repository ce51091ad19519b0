"""What each release changed, in order, for partners that keep a copy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from wayfinder.domain.changes import Change, Cursor, ReleasedChange
from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import table_of
from wayfinder.store.joint_tables import ChangeRow

_changes = table_of(ChangeRow)


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


def _released(row: Row[Any]) -> ReleasedChange:
    return ReleasedChange(
        release=row.release,
        position=row.position,
        service_id=row.service_id,
        kind=row.kind,
        fields=tuple(row.fields),
        merged_into=row.merged_into,
    )
