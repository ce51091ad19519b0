"""What the store holds of every source, as one state of it: what its quality is measured by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from wayfinder.domain.links import Pair
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import Discretion
from wayfinder.store.alerts import Alert, alerts
from wayfinder.store.columns import table_of
from wayfinder.store.directory import offered_services, rejections
from wayfinder.store.joint import joint_services
from wayfinder.store.ledger import ImportRunRow
from wayfinder.store.links import judgements, pairs
from wayfinder.store.records import StagedRejection
from wayfinder.store.releases import latest_release
from wayfinder.store.sources import list_sources
from wayfinder.store.withheld import flagged_services

_runs = table_of(ImportRunRow)


class LatestImport(Struct, frozen=True):
    """When a source last came in, and how many records were found to be gone."""

    imported_at: datetime
    withdrawn: int


class Evidence(Struct, frozen=True, kw_only=True):
    """`services` (as their sources have them) and `joint` (as the latest release has them) are read
    as they are asked for, once; both are ordered by id. `pairs` are those that nobody has judged.
    """

    sources: tuple[Source, ...]
    imports: Mapping[str, LatestImport]
    rejections: Mapping[str, tuple[StagedRejection, ...]]
    alerts: tuple[Alert, ...]
    pairs: tuple[Pair, ...]
    services: Iterator[Service]
    joint: Iterator[Service]


def evidence(connection: Connection) -> Evidence:
    """All of it, for as long as the connection (of `reading`) is open, without the whereabouts of
    confidential places, whichever source holds them to be so."""
    judged = judgements(connection)
    sources = list_sources(connection)
    discreet = Discretion(flagged_services(connection))
    return Evidence(
        sources=sources,
        imports=_latest_imports(connection),
        rejections={each.id: _refused(connection, each.id, discreet) for each in sources},
        alerts=alerts(connection),
        pairs=tuple(it for it in pairs(connection) if (it.left_id, it.right_id) not in judged),
        services=map(discreet, offered_services(connection)),
        joint=joint_services(connection),
    )


def _refused(
    connection: Connection, source_id: str, discreet: Discretion
) -> tuple[StagedRejection, ...]:
    return tuple(
        replace(it, reason=discreet.text(it.reason), excerpt=discreet.text(it.excerpt))
        for it in rejections(connection, source_id)
    )


def state(connection: Connection) -> tuple[object, ...]:
    """What differs as soon as the evidence does."""
    release = latest_release(connection)
    last_import = connection.execute(select(func.max(_runs.c.id))).scalar_one()
    judged = tuple(sorted(judgements(connection).items()))
    return (release and release.number, last_import, judged, alerts(connection))


def _latest_imports(connection: Connection) -> dict[str, LatestImport]:
    """By source: the latest import of each is the one with its highest id."""
    c = _runs.c
    rows = connection.execute(select(c.source_id, c.imported_at, c.withdrawn).order_by(c.id))
    return {row.source_id: LatestImport(row.imported_at, row.withdrawn) for row in rows}
