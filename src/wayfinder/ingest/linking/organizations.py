"""Which organisations of different sources are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from msgspec import Struct

from wayfinder.ingest.linking.prints import NOWHERE, Print
from wayfinder.ingest.linking.words import COUNTIES, WEAK

_BOARDS = frozenset({"trust", "board", "icb", "foundation"})
"""A name that so many words make, which few others hold, is nobody else's."""
_NATIONAL_IDS = frozenset({"ods", "charity-ew", "companies-house", "charity-sc", "charity-ni"})
_BLOCK = 200


class Owner(Struct, frozen=True, kw_only=True):
    """What is compared of one organisation: its own, and what its services say of it."""

    id: str
    source_id: str
    words: tuple[str, ...]
    identifiers: frozenset[tuple[str, str]] = frozenset()
    hosts: frozenset[str] = NOWHERE
    contacts: frozenset[str] = NOWHERE


class Owners:
    """Organisations that are one, and who asks. Immutable once made."""

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        self.groups = tuple(groups)
        self._group_of = {own: number for number, group in enumerate(groups) for own in group}

    def one(self, left: Print, right: Print) -> bool:
        """Whether two services are given by one organisation, as far as can be told."""
        mine, theirs = left.organization_id, right.organization_id
        if mine == theirs or self._group_of.get(mine, mine) == self._group_of.get(theirs, theirs):
            return True
        return _named_alike(left, right)


def link_organizations(prints: Sequence[Print]) -> Owners:
    """The organisations of all services, those that are one in a group: at most one of each
    source in a group, nobody with two numbers of one register."""
    owners = _owners(prints)
    parent = {it.id: {it.id} for it in owners}
    by_id = {it.id: it for it in owners}
    for left, right in sorted(_pairs(owners)):
        one, other = parent[left], parent[right]
        if one is not other and _may_join(one, other, by_id):
            one |= other
            parent.update(dict.fromkeys(other, one))
    groups = {id(it): tuple(sorted(it)) for it in parent.values() if len(it) > 1}
    return Owners(sorted(groups.values()))


def _owners(prints: Iterable[Print]) -> list[Owner]:
    services: dict[str, list[Print]] = defaultdict(list)
    for it in prints:
        if it.organization_id:
            services[it.organization_id].append(it)
    return [_owner(services[own]) for own in sorted(services)]


def _owner(services: Sequence[Print]) -> Owner:
    first = min(services, key=lambda it: it.id)
    return Owner(
        id=first.organization_id,
        source_id=first.source_id,
        words=first.organization_words,
        identifiers=frozenset(
            it for each in services for it in each.identifiers if it[0] in _NATIONAL_IDS
        ),
        hosts=frozenset(it for each in services for it in each.hosts),
        contacts=frozenset(
            it for each in services for it in (*each.phones, *each.emails, *each.postcodes)
        ),
    )


def _pairs(owners: Sequence[Owner]) -> Iterator[tuple[str, str]]:
    """Ids of two organisations that are one by the number of a register, or by name and what
    bears it out."""
    for left, right in _in_blocks(owners, lambda it: it.identifiers):
        yield left.id, right.id
    for left, right in _in_blocks(owners, lambda it: {_joined(sorted(it.words))} - {""}):
        if _distinct(left) or left.hosts & right.hosts or left.contacts & right.contacts:
            yield left.id, right.id


def _in_blocks(
    owners: Sequence[Owner], keys_of: Callable[[Owner], Collection[object]]
) -> Iterator[tuple[Owner, Owner]]:
    """Pairs of different sources that share a key; of a key that hundreds share, none."""
    blocks: dict[object, list[Owner]] = defaultdict(list)
    for owner in owners:
        for key in keys_of(owner):
            blocks[key].append(owner)
    for block in blocks.values():
        if len(block) <= _BLOCK:
            pairs = combinations(block, 2)
            yield from (it for it in pairs if it[0].source_id != it[1].source_id)


def _joined(words: Iterable[str]) -> str:
    """The words as one, so that "LloydsPharmacy" and "Lloyds Pharmacy" are the same."""
    return "".join(words)


def _distinct(owner: Owner) -> bool:
    """Whether nobody else can be named so: a council, or a trust or board of the NHS. Two charities
    in two towns may well bear one name, however long."""
    named = set(owner.words)
    return len(named) > 1 and bool(named & {"council"} or ("nhs" in named and named & _BOARDS))


def _may_join(one: set[str], other: set[str], by_id: Mapping[str, Owner]) -> bool:
    return not any(
        left.source_id == right.source_id or _numbers_differ(left, right)
        for left, right in product((by_id[it] for it in one), (by_id[it] for it in other))
    )


def _numbers_differ(left: Owner, right: Owner) -> bool:
    if left.identifiers & right.identifiers:
        return False
    return bool({it[0] for it in left.identifiers} & {it[0] for it in right.identifiers})


def _named_alike(left: Print, right: Print) -> bool:
    """Whether one name holds all of the other's words, or is the other's initials."""
    mine, theirs = set(left.organization_words), set(right.organization_words)
    shorter = min(mine, theirs, key=len)
    if mine == theirs or _joined(left.organization_words) == _joined(right.organization_words):
        return True
    if mine & theirs == shorter and shorter - WEAK - COUNTIES:
        return True
    return any(
        len(words) == 1 and any(it.startswith(words[0]) for it in other.owner_initials)
        for words, other in ((left.organization_words, right), (right.organization_words, left))
    )
