"""Certain, doubtful or apart: what becomes of each pair, and which records are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from wayfinder.domain.links import Pair, PairIds, pair_ids
from wayfinder.ingest.linking.comparing import Found
from wayfinder.ingest.linking.grouping import Grouping
from wayfinder.ingest.linking.weights import TIE_POINTS

TWICE = "Twice in one source"
TIED = "Another record of that source matches as well"
JUDGED_SAME = "A person judged them to be one service"

LookUp = Callable[[PairIds], Found]


def decided(
    judged_same: Iterable[Found], alike: Sequence[Found], grouping: Grouping, look_up: LookUp
) -> Iterator[Pair]:
    """The pairs to keep, while `grouping` joins those that are one: first what a person said,
    then the certain ones, best first; of the doubtful ones those that may still be joined.

    What one source has twice is told of where it is certain, and never joined.
    """
    across = [it for it in alike if not it.one_source]
    best_first = sorted(across, key=lambda it: (-it.points, it.left.id, it.right.id))
    certain = [it for it in best_first if it.certain]
    tied = _tied(certain, look_up)
    for found in judged_same:
        yield _joined(found, grouping, JUDGED_SAME)
    for found in certain:
        pair = (found.left.id, found.right.id)
        yield found.pair("doubtful", TIED) if pair in tied else _joined(found, grouping)
    for found in best_first:
        if not found.certain and grouping.possible(found.left.id, found.right.id):
            yield found.pair("doubtful")
    for found in alike:
        if found.one_source and found.certain:
            yield found.pair("doubtful", TWICE)


def _joined(found: Found, grouping: Grouping, *first: str) -> Pair:
    if found.one_source:
        return found.pair("doubtful", TWICE, *first)
    why_not = grouping.join(found.left.id, found.right.id)
    return found.pair("doubtful", why_not, *first) if why_not else found.pair("certain", *first)


def _tied(certain: Iterable[Found], look_up: LookUp) -> set[PairIds]:
    """Pairs of which neither can be called the better: a record matches two others of one source
    about as well, and these two are not one record given twice."""
    matches: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for found in certain:
        left, right = found.left, found.right
        matches[left.id, right.source_id].append((right.id, found.points))
        matches[right.id, left.source_id].append((left.id, found.points))
    tied: set[PairIds] = set()
    for (own, _), rivals in matches.items():
        best_id, best = rivals[0]  # best first, as `certain` is
        near = [it for it, points in rivals[1:] if best - points < TIE_POINTS]
        others = [it for it in near if not look_up(pair_ids(best_id, it)).certain]
        if others:
            tied.update(pair_ids(own, it) for it in (best_id, *near))
    return tied
