"""Which offered services another source says are closed. Pure.

A source's word that a service is closed withdraws its own record only. That another source's
record is the same service must be certain, and borne out by how both are reached: two practices
that follow each other in one house, or share it, have its name and postcode in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wayfinder.ingest.linking.blocking import LARGEST_BLOCK
from wayfinder.ingest.linking.comparing import Comparing, Found
from wayfinder.ingest.linking.grouping import Group
from wayfinder.ingest.linking.prints import Print
from wayfinder.store.links import Pair, PairIds

SAYS_CLOSED = "One source says that it is closed"


class Closing(Struct, frozen=True):
    """That a source says by `closed_id` that the offered service is closed."""

    offered_id: str
    closed_id: str
    pair: Pair


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
    matches: dict[str, dict[Group, Found]] = defaultdict(dict)
    for one, other in (*_reached_alike(closed, offered), *_judged_same(closed, offered, judged)):
        found = _look(one, other, comparing)
        group = group_of.get(other.id, (other.id,))
        said = judged.get((found.left.id, found.right.id))
        fits = found.certain and _may_be(one, [by_id[own] for own in group], comparing)
        if fits if said is None else said:
            matches[one.id].setdefault(group, found)
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
    closed: Iterable[Print], offered: Iterable[Print]
) -> Iterator[tuple[Print, Print]]:
    """A closed record and an offered one that share a contact or a registered number, once each; a
    head office's phone, which many closed ones have, tells of none."""
    blocks: dict[object, dict[str, Print]] = defaultdict(dict)
    for one in closed:
        for contact in _contacts(one):
            blocks[contact][one.id] = one
    telling = {it: block for it, block in blocks.items() if len(block) <= LARGEST_BLOCK}
    for other in offered:
        found = {own: one for it in _contacts(other) for own, one in telling.get(it, {}).items()}
        yield from ((found[own], other) for own in sorted(found))


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


def _only(matches: Mapping[str, Mapping[Group, Found]]) -> Iterator[Closing]:
    for closed_id, found_by_group in matches.items():
        if len(found_by_group) == 1:
            (found,) = found_by_group.values()
            (offered_id,) = {found.left.id, found.right.id} - {closed_id}
            yield Closing(offered_id, closed_id, found.pair("certain", SAYS_CLOSED))
