"""The verdict on candidates whose coverage areas and distance alone do not decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isnan

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.verdict import Verdict
from wayfinder.index.arrays import Bools, Floats, Longs
from wayfinder.index.coverages import SIMPLE, is_by_place
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.reach import Here, reach

LIKELY_IF_NEAR = 0.7
"""How likely somebody who lives in the area of a rule has the other tie (a GP, a job) to it."""

LIKELY_IF_NOT = 0.2
EVEN = 0.5


class Verdicts(Struct, frozen=True):
    """For each of the rows at `positions` among the candidates what `reach` says; where it is open
    how likely a yes is (`chance`)."""

    positions: NDArray[np.intp]
    yes: Bools
    no: Bools
    chance: Floats


def verdicts(
    snapshot: Snapshot, services: Longs, distance_m: Floats, here: Here, day: date
) -> Verdicts:
    """The rows among `services` (one entry a candidate row) that need a closer look."""
    numbers = snapshot.arrays["service_coverage"][services]
    positions = np.flatnonzero(numbers != SIMPLE)
    told: dict[tuple[int, float | None], tuple[Verdict, float]] = {}
    lines = []
    for number, away_m in zip(
        numbers[positions].tolist(), distance_m[positions].tolist(), strict=True
    ):
        coverage = snapshot.coverages[number]
        away = None if isnan(away_m) or not _measures(coverage) else away_m
        if (number, away) not in told:
            verdict = reach(coverage, here, away, day).verdict
            told[number, away] = verdict, _chance(coverage, here)
        lines.append(told[number, away])
    return Verdicts(
        positions,
        np.array([verdict is Verdict.YES for verdict, _ in lines], bool),
        np.array([verdict is Verdict.NO for verdict, _ in lines], bool),
        np.array([chance * (verdict is Verdict.UNKNOWN) for verdict, chance in lines], np.float64),
    )


def _measures(coverage: Coverage) -> bool:
    return any(rule.kind is CoverageKind.RADIUS for rule in _all_rules(coverage))


def _chance(coverage: Coverage, here: Here) -> float:
    """Open words that name the person's own area ("the borders of East Hertfordshire") are as
    good as even; those that name another's say nothing for it."""
    if coverage.unresolved and is_by_place(coverage):
        words = " ".join(coverage.unresolved).lower()
        return EVEN if any(_names(words, name) for name in here.names) else 0.0
    named = {code for rule in coverage.rules for code in rule.area_codes}
    return LIKELY_IF_NEAR if named & here.certain else LIKELY_IF_NOT


def _names(words: str, name: str) -> bool:
    """Whether the words name this area, and not one whose longer name holds it ("East
    Hertfordshire")."""
    start = words.find(name)
    while start >= 0 and words[:start].endswith(_PART_OF):
        start = words.find(name, start + 1)
    return start >= 0


_PART_OF = tuple(f"{each} " for each in ("north", "east", "south", "west", "mid", "central"))


def _all_rules(coverage: Coverage) -> Iterator[CoverageRule]:
    waiting = [*coverage.rules, *coverage.excluded]
    while waiting:
        rule = waiting.pop()
        yield rule
        waiting += rule.also
