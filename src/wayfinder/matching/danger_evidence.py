"""Danger told in words that no rule has: what each word speaks for, weighed together.

A net beneath the rules, asked only of those parts of a text in which no rule found anything to
say; the part that speaks loudest decides, whatever stands beside it. The weights are reviewed data
(`directory/safety/evidence.csv`), fitted by `benchmarks/fit_danger_evidence.py` to phrases known to
be danger or not (`danger_table`); nothing is learnt from those who use the service.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import fsum
from pathlib import Path

from msgspec import Struct

from wayfinder.domain.directory_files import fault
from wayfinder.matching.danger_words import Clause

FIRST, FLOOR = "(any)", "(floor)"
WORDS, DANGER = "words", "danger"

TELLING = 2
"""So many words of a window must speak for danger, each for itself: one alone is no story."""

STRETCH = 12
HALF = STRETCH // 2


class Evidence(Struct, frozen=True, kw_only=True):
    """`danger` is the log-odds each word or pair of neighbours adds; at `floor` it is enough.

    `kinds` is what each word adds for every one of `categories`, of which the highest is named.
    """

    categories: tuple[str, ...]
    floor: float
    danger: dict[str, float]
    kinds: dict[str, tuple[float, ...]]


def load_evidence(path: Path, categories: set[str]) -> Evidence:
    """The weights of `path`. Raises DirectoryError naming the line that cannot be read."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    if header[:2] != [WORDS, DANGER] or set(header[2:]) != categories:
        raise fault(
            path.name, "line 1", f"needs words, danger and the categories {sorted(categories)}"
        )
    danger: dict[str, float] = {}
    kinds: dict[str, tuple[float, ...]] = {}
    for line, (words, weight, *weights) in enumerate(rows, start=2):
        try:
            danger[words] = float(weight)
            kinds |= {words: tuple(map(float, weights))} if any(weights) else {}
        except ValueError as error:
            raise fault(path.name, f"line {line}", str(error)) from error
    return Evidence(
        categories=tuple(header[2:]), floor=danger.pop(FLOOR), danger=danger, kinds=kinds
    )


def evidence_windows(clauses: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """The parts of a text that are weighed, each for itself: every clause, and it with the next.

    Harmless words elsewhere can so pay off no danger. Of a clause without end, stretches that
    overlap by half are weighed. A text without a word has no part.
    """
    parts = [part for clause in clauses for part in _stretches(clause)]
    return [*((part,) for part in parts), *pairwise(parts)]


def evidence_words(window: Iterable[Clause]) -> frozenset[str]:
    """What is weighed of a window: its words and the pairs of neighbours in a clause, each once."""
    words = {FIRST}
    for clause in window:
        words.update(clause.stems, map(" ".join, pairwise(clause.stems)))
    return frozenset(words)


def category_shown(windows: Iterable[tuple[Clause, ...]], evidence: Evidence) -> str | None:
    """The category that the worst window speaks for; None when none amounts to danger."""
    heard = (words & evidence.danger.keys() for words in map(evidence_words, windows))
    told = [words for words in heard if tells_enough(words, evidence)]
    if not told:
        return None
    worst = max(told, key=lambda words: danger_of(words, evidence))
    found = [evidence.kinds[word] for word in worst if word in evidence.kinds]
    if danger_of(worst, evidence) < evidence.floor or not found:
        return None
    sums = [fsum(column) for column in zip(*found, strict=True)]
    return evidence.categories[sums.index(max(sums))]


def danger_of(words: Iterable[str], evidence: Evidence) -> float:
    """The log-odds that `words` add up to, the same in whatever order they come."""
    return fsum(evidence.danger.get(word, 0.0) for word in words)


def tells_enough(words: Iterable[str], evidence: Evidence) -> bool:
    """Whether enough of `words`, neighbours not counted, speak for danger at all."""
    told = (word for word in words if " " not in word and word != FIRST)
    return sum(evidence.danger.get(word, 0.0) > 0 for word in told) >= TELLING


def _stretches(clause: Clause) -> list[Clause]:
    if len(clause.stems) <= STRETCH:
        return [clause]
    starts = range(0, len(clause.stems) - STRETCH + HALF, HALF)
    return [_stretch(clause, start) for start in starts]


def _stretch(clause: Clause, start: int) -> Clause:
    stems = clause.stems[start : start + STRETCH]
    first = clause.first + start
    return Clause(first, first + len(stems) - 1, stems)
