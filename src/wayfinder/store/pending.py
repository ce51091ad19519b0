"""Whether the directory has moved on since it was last published."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from wayfinder.store.columns import table_of
from wayfinder.store.joint import is_joined
from wayfinder.store.ledger import ImportRunRow, SourceRow
from wayfinder.store.link_tables import LinkJudgementRow
from wayfinder.store.releases import latest_release

_runs = table_of(ImportRunRow)
_sources = table_of(SourceRow)
_judgements = table_of(LinkJudgementRow)


def has_unpublished_changes(connection: Connection) -> bool:
    """True if an import changed something, a person judged a link, or a source is named or trusted
    otherwise since the latest release; or if that was made by a version that joined nothing."""
    latest = latest_release(connection)
    if latest is not None and latest.services and not is_joined(connection):
        return True
    changed: ColumnElement[bool] = (_runs.c.added + _runs.c.changed + _runs.c.withdrawn) > 0
    judged: ColumnElement[bool] = _judgements.c.id > 0
    trusted: ColumnElement[bool] = _sources.c.changed_at.is_not(None)
    if latest is not None:
        changed &= _runs.c.imported_at > latest.published_at
        judged = _judgements.c.judged_at > latest.published_at
        trusted = _sources.c.changed_at > latest.published_at
    any_of_these = or_(*(exists().where(each) for each in (changed, judged, trusted)))
    return bool(connection.execute(select(any_of_these)).scalar_one())
