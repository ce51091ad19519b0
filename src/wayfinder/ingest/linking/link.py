"""From the services of all sources to groups that are one service. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wayfinder.ingest.linking.blocking import candidates
from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.evidence import findings, points_of
from wayfinder.ingest.linking.grouping import Group, Grouping
from wayfinder.ingest.linking.names import Finding
from wayfinder.ingest.linking.organizations import link_organizations
from wayfinder.ingest.linking.prints import Print, print_of
from wayfinder.ingest.linking.weights import CERTAIN_POINTS, DOUBTFUL_POINTS, score_of
from wayfinder.store.links import Pair, PairIds, PairVerdict

__all__ = ["Linked", "Print", "link", "print_of"]

TWICE = "Twice in one source"
JUDGED_SAME = "A person judged them to be one service"


class Linked(Struct, frozen=True, kw_only=True):
    """`pairs` are all that are certain or doubtful; `groups` the ids of services that are one,
    each of two or more, no id in two; `organizations` the same of organisations' ids.

    A pair of one source is never certain and never in a group: it is for the source's owner to
    mend. `compared` counts the pairs looked at, `too_common` the keys that too many shared.
    """

    pairs: tuple[Pair, ...] = ()
    groups: tuple[Group, ...] = ()
    organizations: tuple[Group, ...] = ()
    compared: int = 0
    too_common: int = 0


def link(prints: Sequence[Print], judged: Mapping[PairIds, bool]) -> Linked:
    """Which services are one. A person's word (`judged`) outweighs every score.

    The same prints in any other order give the same.
    """
    ordered = sorted(prints, key=lambda it: it.id)
    common, owners = Commonness(ordered), link_organizations(ordered)
    seen = candidates(ordered, common)
    by_id = {it.id: it for it in ordered}
    known = {pair: same for pair, same in judged.items() if by_id.keys() >= {*pair}}

    def looked_at(left: Print, right: Print) -> _Found:
        evidence = findings(left, right, common, owners)
        return _Found(left, right, points_of(evidence), evidence)

    def contradict(left_id: str, right_id: str) -> bool:
        return looked_at(by_id[left_id], by_id[right_id]).points < DOUBTFUL_POINTS

    pairs = ((ordered[left], ordered[right]) for left, right in seen.pairs)
    alike = [
        found
        for left, right in pairs
        if (left.id, right.id) not in known
        and (found := looked_at(left, right)).points >= DOUBTFUL_POINTS
    ]
    same = [looked_at(*map(by_id.__getitem__, pair)) for pair in sorted(known) if known[pair]]
    grouping = Grouping({it.id: it.source_id for it in ordered}, known, contradict)
    return Linked(
        pairs=tuple(_decided(same, alike, grouping)),
        groups=grouping.groups,
        organizations=owners.groups,
        compared=len(seen.pairs),
        too_common=seen.too_common,
    )


class _Found(Struct, frozen=True):
    """Two records and what was found of them."""

    left: Print
    right: Print
    points: float
    evidence: list[Finding]

    @property
    def one_source(self) -> bool:
        return self.left.source_id == self.right.source_id

    @property
    def certain(self) -> bool:
        return self.points >= CERTAIN_POINTS

    def pair(self, verdict: PairVerdict, *first: str) -> Pair:
        return Pair(
            left_id=self.left.id,
            right_id=self.right.id,
            score=score_of(self.points),
            verdict=verdict,
            reasons=(*first, *(sentence for _, sentence in self.evidence)),
        )


def _decided(same: Iterable[_Found], alike: Sequence[_Found], grouping: Grouping) -> Iterator[Pair]:
    """The pairs to keep, while `grouping` joins those that are one: first what a person said,
    then the certain ones, best first; of the doubtful ones those that may still be joined."""
    across = [it for it in alike if not it.one_source]
    best_first = sorted(across, key=lambda it: (-it.points, it.left.id, it.right.id))
    for found in same:
        yield _joined(found, grouping, JUDGED_SAME)
    for found in best_first:
        if found.certain:
            yield _joined(found, grouping)
    for found in best_first:
        if not found.certain and grouping.possible(found.left.id, found.right.id):
            yield found.pair("doubtful")
    for found in alike:
        if found.one_source and found.certain:
            yield found.pair("doubtful", TWICE)


def _joined(found: _Found, grouping: Grouping, *first: str) -> Pair:
    if found.one_source:
        return found.pair("doubtful", TWICE, *first)
    why_not = grouping.join(found.left.id, found.right.id)
    return found.pair("doubtful", why_not, *first) if why_not else found.pair("certain", *first)
