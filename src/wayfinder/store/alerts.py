"""What about a source a person has to look at, until its next import goes well."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from wayfinder.store.columns import table_of
from wayfinder.store.ledger import AlertRow

_alerts = table_of(AlertRow)

MAX_CHARS = 1_500
"""An alert is for people to read: whatever a feed may have brought into it."""


class Alert(Struct, frozen=True):
    """`code` is stable for programs, `raised_at` when it began, `detail` what was last said."""

    source_id: str
    code: str
    raised_at: datetime
    detail: str


def raise_alert(
    connection: Connection, source_id: str, code: str, detail: str, now: datetime
) -> None:
    """Keeps an alert. One that stands already keeps the moment at which it was first raised."""
    detail = _fit_to_read(detail)
    same = (_alerts.c.source_id == source_id) & (_alerts.c.code == code)
    renewed = connection.execute(update(_alerts).where(same).values(detail=detail))
    if renewed.rowcount == 0:
        row = {"source_id": source_id, "code": code, "raised_at": now, "detail": detail}
        connection.execute(insert(_alerts).values(row))


def clear_alerts(connection: Connection, source_id: str, *, but: str | None = None) -> None:
    """Takes back all that was raised about a source, except under the code `but`."""
    its = _alerts.c.source_id == source_id
    connection.execute(delete(_alerts).where(its, _alerts.c.code != (but or "")))


def clear_alert(connection: Connection, source_id: str, code: str) -> None:
    """Takes back what was raised about a source under one code."""
    same = (_alerts.c.source_id == source_id) & (_alerts.c.code == code)
    connection.execute(delete(_alerts).where(same))


def alerts(connection: Connection) -> tuple[Alert, ...]:
    """All that stand, by source and code."""
    c = _alerts.c
    rows = connection.execute(
        select(c.source_id, c.code, c.raised_at, c.detail).order_by(c.source_id, c.code)
    )
    return tuple(Alert(*row) for row in rows)


def _fit_to_read(detail: str) -> str:
    shown = "".join(each if each.isprintable() else " " for each in detail)
    return shown if len(shown) <= MAX_CHARS else f"{shown[:MAX_CHARS]}…"
