"""Whether the directory has moved on since it was last published."""

from __future__ import annotations

from sqlalchemy import Connection, exists, or_, select

from wayfinder.store.columns import table_of
from wayfinder.store.joint import is_joined
from wayfinder.store.ledger import ImportRunRow
from wayfinder.store.link_tables import LinkJudgementRow
from wayfinder.store.releases import latest_release

_runs = table_of(ImportRunRow)
_judgements = table_of(LinkJudgementRow)


def has_unpublished_changes(connection: Connection) -> bool:
    """True if an import changed something, or a person judged a link, since the latest release; or
    if that was made by a version that joined nothing."""
    latest = latest_release(connection)
    if latest is not None and latest.services and not is_joined(connection):
        return True
    changed = (_runs.c.added + _runs.c.changed + _runs.c.withdrawn) > 0
    judged = _judgements.c.id > 0
    if latest is not None:
        changed &= _runs.c.imported_at > latest.published_at
        judged = _judgements.c.judged_at > latest.published_at
    any_of_both = or_(exists().where(changed), exists().where(judged))
    return bool(connection.execute(select(any_of_both)).scalar_one())
