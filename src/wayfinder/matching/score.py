"""One number from 0 to 1 for each candidate, and the order they are offered in."""

from __future__ import annotations

from itertools import zip_longest

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.index.arrays import Bools, Floats, Longs
from wayfinder.index.query import Candidates
from wayfinder.matching.features import CALLED_BY_NAME, evidence, features, fit
from wayfinder.matching.field import Field
from wayfinder.matching.weights import Weights

FEW = 200
"""Of fewer rows than this Python counts the services sooner than numpy."""


class Ranking(Struct, frozen=True):
    """Positions in the field, best first, each service once; scores; the number of services."""

    positions: tuple[int, ...]
    scores: Floats
    total: int


def above_floor(found: Candidates, weights: Weights) -> Candidates:
    """Only what is relevant enough to offer, before anything else about it is looked up."""
    return found.take(evidence(found) >= weights.floor)


def score(field: Field, weights: Weights) -> Floats:
    """The weighted mean of all features that apply."""
    used = [feature for feature in features(weights) if field.placed or not feature.needs_place]
    total = sum(feature.weight for feature in used)
    result = np.zeros(len(field.rows))
    for feature in used:
        result += feature.measure(field, weights) * (feature.weight / total)
    # Equal evidence must tie exactly, so that distance and id decide and not the last bit.
    return (result * fit(field, weights)).round(9)


def how_many(services: Longs) -> int:
    """How many different services there are among those of some rows."""
    if len(services) < FEW:
        return len(set(services.tolist()))
    # Sorting beats numpy's own `unique`, which hashes, up to some ten thousand values.
    ordered = np.sort(services)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(len(ordered))


def rank(field: Field, wanted: int, named: int, weights: Weights) -> Ranking:
    """The first `wanted` services; one that was called by its name stands before all others, and
    what is merely related to what was asked behind them.

    When more than one need was named (the first `named` lines of the field's needs), they take
    turns, the one with the best answer first, so that each of them is served. What is for others
    than this person takes no turn.
    """
    scores = score(field, weights)
    called = np.flatnonzero(field.text >= CALLED_BY_NAME)
    orders = [_best(field, scores, called, wanted)] if len(called) else []
    if named < 2:
        orders.append(_best(field, scores, np.flatnonzero(~field.padding), wanted))
    else:
        meets = (field.needs[:named] >= weights.meets_need) & ~field.misfit & ~field.padding
        orders.extend(_in_turns(field, scores, meets, wanted))
    orders.append(_best(field, scores, np.flatnonzero(field.padding), wanted))
    positions = _once(field, [position for order in orders for position in order])
    return Ranking(tuple(positions[:wanted]), scores, how_many(field.services))


def _in_turns(field: Field, scores: Floats, meets: Bools, wanted: int) -> list[list[int]]:
    """What meets the needs (a line each), in turns; then what meets none of them."""
    lists = [_best(field, scores, np.flatnonzero(line), wanted) for line in meets]
    lists.sort(key=lambda order: -scores[order[0]] if order else 0.0)
    others = np.flatnonzero(~meets.any(axis=0) & ~field.padding)
    rest = _best(field, scores, others, wanted)
    return [[p for turn in zip_longest(*lists) for p in turn if p is not None], rest]


def _best(field: Field, scores: Floats, among: NDArray[np.intp], wanted: int) -> list[int]:
    """Positions of the best `wanted` services, each at the row where it scores highest."""
    if not len(among):
        return []
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
