"""What the store holds of its sources, as one state of it: what their quality is measured by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Select, distinct, func, or_, select

from wayfinder.domain.links import Pair
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import Discretion, gives_away
from wayfinder.store import joint
from wayfinder.store.alerts import Alert, alerts
from wayfinder.store.bulk import in_chunks
from wayfinder.store.columns import table_of
from wayfinder.store.directory import offered_services, rejections, told_by
from wayfinder.store.joint_tables import JointMemberRow, JointServiceRow
from wayfinder.store.ledger import ImportRunRow, SourceRecordRow
from wayfinder.store.links import judgements, pairs
from wayfinder.store.records import StagedRejection
from wayfinder.store.releases import latest_release
from wayfinder.store.sources import list_sources
from wayfinder.store.withheld import flagged_services

_runs = table_of(ImportRunRow)
_records = table_of(SourceRecordRow)
_joint = table_of(JointServiceRow)
_members = table_of(JointMemberRow)
_A_PAGE = 1_000


class LatestImport(Struct, frozen=True):
    """When a source last came in, and how many records were found to be gone."""

    imported_at: datetime
    withdrawn: int


class Listed(Struct, frozen=True):
    """A service as its source has it, and without what is to be withheld. `gives_away`: the source
    itself lists openly what somebody asks to be withheld."""

    service: Service
    gives_away: bool = False


class Evidence(Struct, frozen=True, kw_only=True):
    """All `sources` there are, and of those that are measured everything else. `pairs` are those
    that nobody has judged.

    `listed` (as their sources have them) and `merged` (joint services of several records, as the
    latest release has them) are read as they are asked for, once; both are ordered by id.
    `services` is how many services of that release the records make, None before the first.
    """

    sources: tuple[Source, ...]
    imports: Mapping[str, LatestImport]
    rejections: Mapping[str, tuple[StagedRejection, ...]]
    alerts: tuple[Alert, ...]
    pairs: tuple[Pair, ...]
    listed: Iterator[Listed]
    merged: Iterator[Service]
    services: int | None


def evidence(connection: Connection, source_id: str | None = None) -> Evidence:
    """All of it, or what concerns one source, for as long as the connection (of `reading`) is open;
    without the whereabouts of confidential places, whichever source holds them to be so."""
    sources = list_sources(connection)
    measured = [it.id for it in sources if source_id in (None, it.id)]
    discreet = Discretion(flagged_services(connection))
    return Evidence(
        sources=sources,
        imports=_latest_imports(connection),
        rejections={own: _refused(connection, own, discreet) for own in measured},
        alerts=alerts(connection),
        pairs=_open_pairs(connection, source_id),
        listed=_listed(offered_services(connection, source_id), discreet),
        merged=_merged(connection, source_id),
        services=_services(connection, source_id),
    )


def _listed(services: Iterable[Service], discreet: Discretion) -> Iterator[Listed]:
    for service in services:
        told = discreet(service)
        yield Listed(told, gives_away(service, told))


def _open_pairs(connection: Connection, source_id: str | None) -> tuple[Pair, ...]:
    judged = judgements(connection)
    open_pairs = (it for it in pairs(connection) if (it.left_id, it.right_id) not in judged)
    if source_id is None:
        return tuple(open_pairs)
    own = set(connection.execute(_own(source_id)).scalars())
    return tuple(it for it in open_pairs if it.left_id in own or it.right_id in own)


def _merged(connection: Connection, source_id: str | None) -> Iterator[Service]:
    """Only they can have conflicts: of a service with one record nobody says anything else."""
    query = select(_members.c.joint_id).distinct().order_by(_members.c.joint_id)
    if source_id is not None:
        own = told_by(source_id)  # Also those that it calls closed.
        query = query.where(or_(_members.c.service_id.in_(own), _members.c.joint_id.in_(own)))
    for chunk in in_chunks(connection.execute(query).scalars().all(), _A_PAGE):
        found = joint.held(connection, chunk)
        yield from (found[own] for own in sorted(found))


def _services(connection: Connection, source_id: str | None) -> int | None:
    if latest_release(connection) is None:
        return None
    query = select(func.count()).select_from(_joint)
    if source_id is None:
        return int(connection.execute(query).scalar_one())
    own = _own(source_id)
    under_its_own_id = query.where(_joint.c.id.in_(own))
    under_another = select(func.count(distinct(_members.c.joint_id))).where(
        _members.c.service_id.in_(own), _members.c.joint_id.not_in(own)
    )
    return sum(connection.execute(it).scalar_one() for it in (under_its_own_id, under_another))


def _own(source_id: str) -> Select[Any]:
    """The ids of the services that a source offers."""
    c = _records.c
    return select(c.service_id).where(
        c.source_id == source_id, c.outcome == "offered", c.withdrawn_at.is_(None)
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
    known = list_sources(connection)
    return (release and release.number, last_import, judged, alerts(connection), known)


def _latest_imports(connection: Connection) -> dict[str, LatestImport]:
    """By source: the latest import of each is the one with its highest id."""
    c = _runs.c
    rows = connection.execute(select(c.source_id, c.imported_at, c.withdrawn).order_by(c.id))
    return {row.source_id: LatestImport(row.imported_at, row.withdrawn) for row in rows}
