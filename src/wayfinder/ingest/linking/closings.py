"""Which offered services another source says are closed. Pure.

A source's word that a service is closed withdraws its own record only. That another source's
record is the same service must be certain, and borne out by how both are reached: two practices
that follow each other in one house, or share it, have its name and postcode in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from wayfinder.domain.links import Pair, PairIds
from wayfinder.ingest.linking.blocking import LARGEST_BLOCK
from wayfinder.ingest.linking.comparing import Comparing, Found
from wayfinder.ingest.linking.grouping import Group
from wayfinder.ingest.linking.prints import Print

SAYS_CLOSED = "One source says that it is closed"


class Closing(Struct, frozen=True):
    """That a source says by `closed_id` that the offered service is closed."""

    offered_id: str
    closed_id: str
    pair: Pair


class _Match(NamedTuple):
    found: Found
    is_judged: bool


def closings(
    closed: Sequence[Print],
    offered: Sequence[Print],
    groups: Sequence[Group],
    judged: Mapping[PairIds, bool],
    comparing: Comparing,
) -> tuple[Closing, ...]:
    """A closing for each closed record that is certainly one offered service, and no other.

    None where the source that says so offers that service in another record, nor where the closed
    record contradicts what any source says of it.
    """
    by_id = {it.id: it for it in offered}
    group_of = {own: group for group in groups for own in group}
    matches: dict[str, dict[Group, _Match]] = defaultdict(dict)
    for one, other in chain(_reached_alike(closed, offered), _judged_same(closed, offered, judged)):
        found = _look(one, other, comparing)
        group = group_of.get(other.id, (other.id,))
        said = judged.get((found.left.id, found.right.id))
        fits = found.certain and _may_be(one, [by_id[own] for own in group], comparing)
        if fits if said is None else said:
            before = matches[one.id].get(group)
            is_judged = said is not None or (before is not None and before.is_judged)
            matches[one.id][group] = _Match(found, is_judged)
    return tuple(_only(matches))


def with_closed(groups: Iterable[Group], closed: Iterable[Closing]) -> tuple[Group, ...]:
    """The groups, and those of one offered service alone, with what is closed among them."""
    taken = {own: group for group in groups for own in group}
    into: dict[Group, list[str]] = {group: [] for group in taken.values()}
    for it in closed:
        into.setdefault(taken.get(it.offered_id, (it.offered_id,)), []).append(it.closed_id)
    return tuple(tuple(sorted((*group, *more))) for group, more in into.items())


def _look(one: Print, other: Print, comparing: Comparing) -> Found:
    return comparing.look(one, other) if one.id < other.id else comparing.look(other, one)


def _may_be(closed: Print, group: Sequence[Print], comparing: Comparing) -> bool:
    return all(
        it.source_id != closed.source_id and not _look(closed, it, comparing).apart for it in group
    )


def _reached_alike(
    closed: Iterable[Print], offered: Sequence[Print]
) -> Iterator[tuple[Print, Print]]:
    """A closed record and one that another source offers, which share a contact or a registered
    number, once each; a head office's phone, which many have, tells of none."""
    blocks: dict[object, dict[str, Print]] = defaultdict(dict)
    for one in closed:
        for contact in _contacts(one):
            blocks[contact][one.id] = one
    held_by = Counter(it for other in offered for it in _contacts(other) & blocks.keys())
    telling = {
        it: block for it, block in blocks.items() if len(block) + held_by[it] <= LARGEST_BLOCK
    }
    for other in offered:
        found = {own: one for it in _contacts(other) for own, one in telling.get(it, {}).items()}
        alike = (found[own] for own in sorted(found))
        yield from ((one, other) for one in alike if one.source_id != other.source_id)


def _contacts(it: Print) -> frozenset[object]:
    return it.phones | it.emails | it.pages | it.identifiers


def _judged_same(
    closed: Iterable[Print], offered: Iterable[Print], judged: Mapping[PairIds, bool]
) -> Iterator[tuple[Print, Print]]:
    """What a person said of two records while both were offered holds when one is closed."""
    shut, still = ({it.id: it for it in prints} for prints in (closed, offered))
    for pair in (pair for pair, same in judged.items() if same):
        for own, other in (pair, pair[::-1]):
            if own in shut and other in still:
                yield shut[own], still[other]


def _only(matches: Mapping[str, Mapping[Group, _Match]]) -> Iterator[Closing]:
    """Where a person has said which service a closed record is of, that one; else the only one."""
    for closed_id, by_group in matches.items():
        judged = [it.found for it in by_group.values() if it.is_judged]
        every = judged or [it.found for it in by_group.values()]
        if len(every) == 1:
            (found,) = every
            (offered_id,) = {found.left.id, found.right.id} - {closed_id}
            yield Closing(offered_id, closed_id, found.pair("certain", SAYS_CLOSED))
