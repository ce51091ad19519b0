"""Coverage that areas and distance alone do not decide, each kept once for all that share it."""

from __future__ import annotations

import numpy as np

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays
from wayfinder.index.rows import is_fine

SIMPLE = 0
"""The number of every coverage that the rows' order and the areas' sets decide by themselves."""

_BY_ROWS = frozenset({CoverageKind.AREA, CoverageKind.RADIUS})


def is_simple(coverage: Coverage) -> bool:
    """Whether where a person lives decides it, today as on any day; or nothing is said of it."""
    left = coverage.excluded or coverage.unresolved
    return not left and all(map(_is_simple, coverage.rules))


def is_by_place(coverage: Coverage) -> bool:
    """Whether all its rules are of where people live."""
    return all(rule.kind in _BY_ROWS for rule in coverage.rules)


def _is_simple(rule: CoverageRule) -> bool:
    return rule.kind in _BY_ROWS and not (rule.also or rule.dated or is_fine(rule))


class CoveragesBuilder:
    """Numbers what is not simple, from 1."""

    def __init__(self) -> None:
        self._numbers: dict[Coverage, int] = {Coverage(): SIMPLE}
        self._services: list[int] = []

    def add(self, _number: int, service: Service) -> None:
        """Note the coverage of the next service."""
        coverage = service.coverage
        simple = is_simple(coverage)
        number = SIMPLE if simple else self._numbers.setdefault(coverage, len(self._numbers))
        self._services.append(number)

    def arrays(self) -> Arrays:
        """The number of each service's coverage."""
        return {"service_coverage": np.array(self._services, np.int32)}

    @property
    def coverages(self) -> tuple[Coverage, ...]:
        """By their numbers."""
        return tuple(self._numbers)
