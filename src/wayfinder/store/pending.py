"""Whether the directory has moved on since it was last published."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select

from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ImportRunRow
from wayfinder.store.releases import latest_release

_runs = table_of(ImportRunRow)


def has_unpublished_changes(connection: Connection) -> bool:
    """True if an import since the latest release, or any before the first, changed something."""
    changed = (_runs.c.added + _runs.c.changed + _runs.c.withdrawn) > 0
    latest = latest_release(connection)
    if latest is not None:
        changed &= _runs.c.imported_at > latest.published_at
    return bool(connection.execute(select(exists().where(changed))).scalar_one())
