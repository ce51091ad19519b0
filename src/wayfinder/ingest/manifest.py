"""What the manifest says now of the sources that were ever imported, and what it no longer says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from wayfinder.ingest.sources import Declaration
from wayfinder.store.alerts import alerts, clear_alert, clear_alerts, raise_alert
from wayfinder.store.offered import count_offered
from wayfinder.store.sources import keep_declared, last_imports

UNDECLARED = "source_undeclared"
"""The alert of a source that has gone from the manifest and whose services are still offered."""


def keep_manifest(connection: Connection, manifest: Sequence[Declaration], now: datetime) -> None:
    """Takes every source for what the manifest calls it now; `now` is after the latest release.

    One that it names no more keeps its services and raises an alert, until a person retires it or
    puts it back. What else was raised about it is taken back, and about one that it names no more
    and that never came in; a feed that is imported by hand is no business of the manifest.
    """
    vanished = keep_declared(connection, [one.source for one in manifest], now)
    named = {one.id for one in manifest}
    by_hand = last_imports(connection).keys() - {*vanished}
    for own in {alert.source_id for alert in alerts(connection)} - named - by_hand:
        clear_alerts(connection, own, but=UNDECLARED)
    for own in named:
        clear_alert(connection, own, UNDECLARED)
    offered = count_offered(connection)
    for own in vanished:
        if own in offered:
            raise_alert(connection, own, UNDECLARED, _still_offered(own, offered[own]), now)


def _still_offered(own: str, count: int) -> str:
    return (
        f"No longer in sources.toml, so nobody asks it any more, but {count:,} of its services are "
        f"still offered. Put it back, or withdraw them: `wayfinder sources retire {own}`."
    )
