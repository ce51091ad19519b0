"""Takes a source out of the directory: all it ever said is withdrawn, dated, and kept."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from wayfinder.domain.withheld import DistrictOf
from wayfinder.errors import NotFound
from wayfinder.ingest.run import publish_changes
from wayfinder.store.alerts import clear_alerts
from wayfinder.store.offered import count_offered
from wayfinder.store.releases import after_latest, latest_release
from wayfinder.store.sources import list_sources
from wayfinder.store.staging import stage


class Retired(Struct, frozen=True, kw_only=True):
    """`offered` of its services were offered, `withdrawn` of its records have been withdrawn.
    `release` is the latest after that, `published` whether it was made by this."""

    source: str
    offered: int
    withdrawn: int
    release: int | None
    published: bool = False


def retire(
    connection: Connection, source_id: str, now: datetime, district_of: DistrictOf, *, publish: bool
) -> Retired:
    """Withdraw all records of a source, and publish, in the caller's transaction.

    An import or harvest of the source brings back what it then lists. Raises NotFound for one that
    was never imported.
    """
    known = {each.id: each for each in list_sources(connection)}
    if source_id not in known:
        there = f"there are {', '.join(known)}" if known else "none was"
        raise NotFound(f"No source {source_id!r} was ever imported; {there}.")
    offered = count_offered(connection).get(source_id, 0)
    # It says nothing now; the day of what it last said stays.
    moment = after_latest(connection, now)
    changes = stage(connection, replace(known[source_id], as_of=None), (), (), moment)
    clear_alerts(connection, source_id)
    made = publish_changes(connection, now, district_of) if publish else None
    latest = made or latest_release(connection)
    return Retired(
        source=source_id,
        offered=offered,
        withdrawn=changes.withdrawn,
        release=latest.number if latest else None,
        published=made is not None,
    )
