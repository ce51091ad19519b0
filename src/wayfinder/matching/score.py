"""One number from 0 to 1 for each candidate, and the order they are offered in."""

from __future__ import annotations

from itertools import zip_longest

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.index.arrays import Floats
from wayfinder.index.query import Candidates
from wayfinder.matching.features import CALLED_BY_NAME, FEATURES, evidence
from wayfinder.matching.field import Field

FLOOR = 0.25
"""Evidence below this is not an answer: better none than one that wastes a resident's time."""

WORDS_FLOOR = 0.27
"""What the words alone must reach when a service is linked to no need that was heard."""

MEETS_NEED = 0.3
"""A link at least this strong counts as meeting the need when several needs take turns."""


WORDS_FLOOR_BESIDE_NEEDS = 0.3
"""The same when needs were heard: then a stray word in a name is no answer."""


class Ranking(Struct, frozen=True):
    """Positions in the field, best first, each service once; scores; the number of services."""

    positions: tuple[int, ...]
    scores: Floats
    total: int


def above_floor(found: Candidates) -> Candidates:
    """Only what is relevant enough to offer, before anything else about it is looked up."""
    return found.take(evidence(found) >= FLOOR)


def score(field: Field) -> Floats:
    """The weighted mean of all features that apply."""
    used = [feature for feature in FEATURES if field.placed or not feature.needs_place]
    total = sum(feature.weight for feature in used)
    result = np.zeros(len(field.rows))
    for feature in used:
        result += feature.measure(field) * (feature.weight / total)
    # Equal evidence must tie exactly, so that distance and id decide and not the last bit.
    return result.round(9)


def services_in(field: Field) -> int:
    """How many services the rows of a field are of."""
    # Sorting beats numpy's own `unique`, which hashes, up to some ten thousand values.
    ordered = np.sort(field.services)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(len(ordered))


def rank(field: Field, wanted: int, named: int) -> Ranking:
    """The first `wanted` services; one that was called by its name stands before all others.

    When more than one need was named (the first `named` lines of the field's needs), they take
    turns, the one with the best answer first, so that each of them is served.
    """
    scores = score(field)
    called = np.flatnonzero(field.text >= CALLED_BY_NAME)
    orders = [_best(field, scores, called, wanted)] if len(called) else []
    if named < 2:
        orders.append(_best(field, scores, np.arange(len(scores)), wanted))
    else:
        orders.extend(_in_turns(field, scores, wanted, named))
    positions = _once(field, [position for order in orders for position in order])
    return Ranking(tuple(positions[:wanted]), scores, services_in(field))


def _in_turns(field: Field, scores: Floats, wanted: int, named: int) -> list[list[int]]:
    """What meets the needs, a turn each; then what meets none of them."""
    meets = field.needs[:named] >= MEETS_NEED
    lists = [_best(field, scores, np.flatnonzero(line), wanted) for line in meets]
    lists.sort(key=lambda order: -scores[order[0]] if order else 0.0)
    rest = _best(field, scores, np.flatnonzero(~meets.any(axis=0)), wanted)
    return [[p for turn in zip_longest(*lists) for p in turn if p is not None], rest]


def _best(field: Field, scores: Floats, among: NDArray[np.intp], wanted: int) -> list[int]:
    """Positions of the best `wanted` services, each at the row where it scores highest."""
    take = wanted * 2
    while True:
        chosen = _top(scores, among, take)
        away = field.distance_m[chosen]  # NaN, "no place to go to", sorts last
        keys = (field.rows[chosen], field.services[chosen], away, -scores[chosen])
        order = _once(field, chosen[np.lexsort(keys)].tolist())
        if len(order) >= wanted or len(chosen) == len(among):
            return order[:wanted]
        take *= 4


def _top(scores: Floats, among: NDArray[np.intp], take: int) -> NDArray[np.intp]:
    """The `take` best of `among`, and all that tie with the last of them."""
    if len(among) <= take:
        return among
    values = scores[among]
    least = np.partition(values, len(values) - take)[len(values) - take]
    best: NDArray[np.intp] = among[values >= least]
    return best


def _once(field: Field, positions: list[int]) -> list[int]:
    first: dict[int, int] = {}
    for service, position in zip(field.services[positions].tolist(), positions, strict=True):
        first.setdefault(service, position)
    return list(first.values())
