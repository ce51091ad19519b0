"""Makes the next release: what all sources say, linked, merged, and compared with the last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from wayfinder.domain.changes import Change, ChangeKind
from wayfinder.domain.hours import LONDON
from wayfinder.domain.links import Pair, PairIds, pair_ids
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.domain.withheld import Discretion, DistrictOf, not_known
from wayfinder.ingest.linking.closings import with_closed
from wayfinder.ingest.linking.link import Print, link, print_of
from wayfinder.ingest.merging.difference import fields_changed
from wayfinder.ingest.merging.merge import Member, merge
from wayfinder.ingest.merging.owners import Owner, joined_owners, owner_of, with_owner
from wayfinder.ingest.merging.places import hidden
from wayfinder.store import joint
from wayfinder.store.bulk import in_chunks
from wayfinder.store.changes import keep_changes
from wayfinder.store.directory import closed_services, first_seen, offered_services
from wayfinder.store.links import judgements, keep_pairs
from wayfinder.store.releases import Release, declare
from wayfinder.store.sources import list_sources
from wayfinder.store.withheld import flagged_services, hiding_pairs

_CHUNK = 1_000

Group = tuple[str, ...]


def publish(connection: Connection, now: datetime, district_of: DistrictOf = not_known) -> Release:
    """Declare what is offered now, linked and merged, to be the next release, and keep its changes.

    Of a confidential place nothing but its district (`district_of`) gets further than here: not
    into the links, the joint directory or the changes. All of it happens in the caller's
    transaction.
    """
    judged = judgements(connection)
    hides = Discretion(flagged_services(connection), district_of)
    found = _linked(connection, judged, hides)
    # Anew: what was found to be one with a confidential place, if only perhaps, hides with it.
    discreet = Discretion(flagged_services(connection), district_of)
    every = map(discreet, chain(found.closed, offered_services(connection)))
    sources = {each.id: each for each in list_sources(connection)}
    owners = _owners(found, sources.values())
    today = now.astimezone(LONDON).date()
    as_one = partial(_as_one, discreet=discreet, today=today)
    compared = _Comparing(connection, judged)
    for chunk in in_chunks(_joined(connection, every, found.groups, sources, as_one), _CHUNK):
        # Once more, last of all: an owner's own words may tell the address of a place of theirs.
        compared.take([discreet(with_owner(service, owners)) for service in chunk])
    compared.let_go()
    joint.keep_members(connection, compared.merged)
    release = declare(connection, now, **compared.counts)
    keep_changes(connection, release.number, compared.changes)
    return release


class _Found(NamedTuple):
    """What linking found: the groups of services that are one, those of organizations, every
    organization, and those of the closed services that a group tells of."""

    groups: Sequence[Group]
    organizations: Sequence[Group]
    owners: Mapping[str, Owner]
    closed: Sequence[Service]


def _linked(connection: Connection, judged: Mapping[PairIds, bool], discreet: Discretion) -> _Found:
    """Link all services, and keep the pairs that are certain or in doubt.

    A refuge that is closed for a month has an address to protect: it is linked as if it were not.
    """
    prints: list[Print] = []
    owners: dict[str, Owner] = {}
    for service in map(discreet, offered_services(connection)):
        prints.append(print_of(service))
        owners.setdefault(service.organization.id, owner_of(service))
    offered = {it.id for it in prints}
    closed = {it.id: it for it in map(discreet, closed_services(connection))}
    prints += [print_of(it) for it in closed.values() if it.has_confidential_place]
    others = [print_of(it) for it in closed.values() if not it.has_confidential_place]
    linked = link(prints, judged, others)
    keep_pairs(connection, _to_keep(connection, linked.pairs, offered))
    groups = [group for group in with_closed(linked.groups, linked.closings) if offered & {*group}]
    told = [closed[own] for group in groups for own in group if own in closed]
    return _Found(groups, linked.organizations, owners, told)


def _owners(found: _Found, sources: Iterable[Source]) -> Mapping[str, Owner]:
    return joined_owners(found.organizations, found.owners, {it.id: it.trust for it in sources})


def _to_keep(connection: Connection, found: Sequence[Pair], offered: Set[str]) -> tuple[Pair, ...]:
    """The pairs found now, and those by which a place has been hidden until a person judges: once
    it is, linking knows too little of it to find the pair again."""
    known = {(it.left_id, it.right_id) for it in found}
    hiding = (
        replace(it, verdict="doubtful")
        for it in hiding_pairs(connection)
        if (it.left_id, it.right_id) not in known and {it.left_id, it.right_id} & offered
    )
    return (*found, *hiding)


def _joined(
    connection: Connection,
    services: Iterable[Service],
    groups: Sequence[Group],
    sources: Mapping[str, Source],
    as_one: Callable[[Sequence[Member]], Service],
) -> Iterator[Service]:
    """Each of the services once: merged where it is in a group, else as its one source has it."""
    group_of = {own: group for group in groups for own in group}
    since = first_seen(connection, list(group_of))
    waiting: dict[Group, list[Member]] = defaultdict(list)
    for service in services:
        group = group_of.get(service.id)
        if group is None:
            yield service
            continue
        source = sources[service.origin("*").source_id]
        waiting[group].append(Member(service, source, since[service.id]))
        if len(waiting[group]) == len(group):
            yield as_one(waiting.pop(group))


def _as_one(members: Sequence[Member], discreet: Discretion, today: date) -> Service:
    """The members as one service. Where one hides its place all do, and each loses its own spelling
    of it before the words of one are taken."""
    if not any(it.service.has_confidential_place for it in members):
        return merge(members, today)
    return merge([replace(it, service=discreet(it.service)) for it in hidden(members)], today)


class _Comparing:
    """The next release beside the latest one: writes what differs, and remembers what it was."""

    def __init__(self, connection: Connection, judged: Mapping[PairIds, bool]) -> None:
        self._connection = connection
        self._judged = judged
        self._left = joint.held_ids(connection)
        self._told_with: dict[str, list[str]] = defaultdict(list)
        for own, joint_id in sorted(joint.members(connection).items()):
            self._told_with[joint_id].append(own)
        self._seen: set[str] = set()
        self._organizations: set[str] = set()
        self._locations: set[str] = set()
        self._services = 0
        self.merged: dict[str, str] = {}
        self.changes: list[Change] = []

    def take(self, chunk: Sequence[Service]) -> None:
        """Services of the next release, in any order."""
        before = joint.held(self._connection, [it.id for it in chunk])
        new = [it for it in chunk if it.id not in before]
        other = [it for it in chunk if it.id in before and it != before[it.id]]
        joint.put(self._connection, new, other)
        self.changes += [Change(service_id=it.id, kind="added") for it in new]
        self.changes += [
            Change(service_id=it.id, kind="changed", fields=fields)
            for it in other
            if (fields := fields_changed(before[it.id], it))
        ]
        self._count(chunk)

    def let_go(self) -> None:
        """What was offered in the latest release and is no more, or under another id."""
        joint.take_out(self._connection, self._left)
        for own in sorted(self._left):
            into = self.merged.get(own) or self._goes_on_as(own)
            kind: ChangeKind = "merged" if into else "withdrawn"
            self.changes.append(Change(service_id=own, kind=kind, merged_into=into))

    def _goes_on_as(self, own: str) -> str | None:
        """The joint service in which what was told with this one is told now, if any is, and if
        nobody says that they are two."""
        told_with = (it for it in self._told_with.get(own, ()) if self._may_be_one(own, it))
        found = (self.merged.get(it, it) for it in told_with)
        return next((it for it in found if it in self._seen), None)

    def _may_be_one(self, own: str, other: str) -> bool:
        return self._judged.get(pair_ids(own, other)) is not False

    @property
    def counts(self) -> dict[str, int]:
        """How many services, organizations and locations the next release offers."""
        return {
            "services": self._services,
            "organizations": len(self._organizations),
            "locations": len(self._locations),
        }

    def _count(self, chunk: Sequence[Service]) -> None:
        self._services += len(chunk)
        ids = [it.id for it in chunk]
        self._seen.update(ids)
        self._left.difference_update(ids)
        self._organizations.update(it.organization.id for it in chunk)
        self._locations.update(at.location.id for it in chunk for at in it.locations)
        for it in chunk:
            self.merged.update(dict.fromkeys(it.merged_ids, it.id))
