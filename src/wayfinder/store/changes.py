"""What each release changed, in order, for partners that keep a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, Row, select, tuple_

from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import table_of
from wayfinder.store.joint_tables import ChangeRow

_changes = table_of(ChangeRow)

Kind = Literal["added", "changed", "withdrawn", "merged"]


class Change(Struct, frozen=True, kw_only=True):
    """What a release did to one service. `fields` are names of what changed, sorted; a service
    that is withdrawn or merged is gone under this id."""

    service_id: str
    kind: Kind
    fields: tuple[str, ...] = ()
    merged_into: str | None = None


class ListedChange(Struct, frozen=True, kw_only=True):
    """A change at its place in the feed: `position` counts from 0 within the release."""

    release: int
    position: int
    change: Change


def keep_changes(connection: Connection, release: int, changes: Sequence[Change]) -> None:
    """Write what `release` changed; its order is kept."""
    rows = [
        (release, position, it.service_id, it.kind, list(it.fields), it.merged_into)
        for position, it in enumerate(changes)
    ]
    insert_rows(connection, _changes, rows)


def changes_after(
    connection: Connection, release: int, position: int, limit: int
) -> tuple[ListedChange, ...]:
    """The next `limit` changes after one, oldest first. To read all after a release, give it and a
    position beyond its last one."""
    c = _changes.c
    query = (
        select(_changes)
        .where(tuple_(c.release, c.position) > tuple_(release, position))
        .order_by(c.release, c.position)
        .limit(limit)
    )
    return tuple(_listed(row) for row in connection.execute(query))


def _listed(row: Row[Any]) -> ListedChange:
    told = Change(
        service_id=row.service_id,
        kind=row.kind,
        fields=tuple(row.fields),
        merged_into=row.merged_into,
    )
    return ListedChange(release=row.release, position=row.position, change=told)
