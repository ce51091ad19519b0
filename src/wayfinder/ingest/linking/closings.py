"""Which offered services another source says are closed. Pure.

A source's word that a service is closed withdraws its own record only. That another source's record
is the same service must be certain, and the service's only such match, before it is told there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from wayfinder.ingest.linking.blocking import crossing
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

    None where the source that says so has another record of that service which it offers: a
    practice that closed and the one that followed it share the door, the phone and the name.
    """
    source_of = {it.id: it.source_id for it in offered}
    group_of = {own: group for group in groups for own in group}
    matches: dict[str, dict[Group, Found]] = defaultdict(dict)
    seen = crossing(closed, offered, comparing.common)
    for one, other in (*seen, *_judged_same(closed, offered, judged)):
        group = group_of.get(other.id, (other.id,))
        if one.source_id in {source_of[own] for own in group}:
            continue
        found = comparing.look(*sorted((one, other), key=lambda it: it.id))
        if judged.get((found.left.id, found.right.id), found.certain):
            matches[one.id].setdefault(group, found)
    return tuple(_only(matches))


def _judged_same(
    closed: Sequence[Print], offered: Sequence[Print], judged: Mapping[PairIds, bool]
) -> Iterator[tuple[Print, Print]]:
    """What a person said of two records while both were offered holds when one is closed."""
    shut, open_ = ({it.id: it for it in prints} for prints in (closed, offered))
    for pair in (pair for pair, same in judged.items() if same):
        for own, other in (pair, pair[::-1]):
            if own in shut and other in open_:
                yield shut[own], open_[other]


def _only(matches: Mapping[str, Mapping[Group, Found]]) -> Iterator[Closing]:
    for closed_id, found_by_group in matches.items():
        if len(found_by_group) == 1:
            (found,) = found_by_group.values()
            (offered_id,) = {found.left.id, found.right.id} - {closed_id}
            yield Closing(offered_id, closed_id, found.pair("certain", SAYS_CLOSED))
