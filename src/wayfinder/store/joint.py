"""The joint directory as the latest release has it: whole services, ready to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, exists, select

from wayfinder.domain.service import Service
from wayfinder.store.bulk import delete_rows, insert_rows, is_one_of, update_rows
from wayfinder.store.columns import table_of
from wayfinder.store.joint_tables import JointMemberRow, JointServiceRow

_PAGE = 1_000
_joint = table_of(JointServiceRow)
_members = table_of(JointMemberRow)
_decode = msgspec.msgpack.Decoder(Service).decode
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def joint_services(connection: Connection) -> Iterator[Service]:
    """Every service of the latest release, whole, ordered by id, a page in memory at once."""
    query = select(_joint).order_by(_joint.c.id).limit(_PAGE)
    page = connection.execute(query).all()
    while page:
        for row in page:
            yield _decode(row.document)
        page = connection.execute(query.where(_joint.c.id > page[-1].id)).all()


def is_joined(connection: Connection) -> bool:
    """Whether any joint directory was ever made (an older version made releases without one)."""
    return bool(connection.execute(select(exists().select_from(_joint))).scalar_one())


def held(connection: Connection, ids: Collection[str]) -> dict[str, Service]:
    """Those of the latest release's services that have these ids, by id."""
    query = select(_joint).where(is_one_of(connection, _joint.c.id, ids))
    return {row.id: _decode(row.document) for row in connection.execute(query)} if ids else {}


def held_ids(connection: Connection) -> set[str]:
    """The ids of the latest release's services."""
    return set(connection.execute(select(_joint.c.id)).scalars())


def put(connection: Connection, new: Sequence[Service], changed: Sequence[Service]) -> None:
    """Write services that are new to the joint directory, and those that differ."""
    insert_rows(connection, _joint, [(it.id, _encode(it)) for it in new])
    update_rows(connection, _joint, [(it.id, _encode(it)) for it in changed])


def take_out(connection: Connection, ids: Collection[str]) -> None:
    """Take services out of the joint directory."""
    delete_rows(connection, _joint.c.id, list(ids))


def keep_members(connection: Connection, joint_ids: Mapping[str, str]) -> None:
    """Keep of which joint service each source's service is part; only merged ones are listed."""
    connection.execute(delete(_members))
    insert_rows(connection, _members, sorted(joint_ids.items()))


def members(connection: Connection) -> dict[str, str]:
    """The joint id by the id of each service that is merged with others."""
    return {row.service_id: row.joint_id for row in connection.execute(select(_members))}


def joined_with(connection: Connection, service_id: str) -> frozenset[str]:
    """The records that the latest release has as one with this one, itself among them."""
    c = _members.c
    found = connection.execute(select(c.joint_id).where(c.service_id == service_id))
    own = found.scalar_one_or_none() or service_id
    merged = connection.execute(select(c.service_id).where(c.joint_id == own)).scalars()
    return frozenset((service_id, own, *merged))
