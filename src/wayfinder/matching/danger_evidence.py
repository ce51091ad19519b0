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
HEADER = ["words", "danger"]

NEAR = 3
"""A word is weighed with each of so many that follow it in its clause, too."""

STRETCH = 12
HALF = STRETCH // 2


Window = tuple[Clause, ...]


class Evidence(Struct, frozen=True, kw_only=True):
    """What each word, and each pair by its first and second word, adds to the log-odds of danger.

    At `floor` it is enough; `first` is what every text begins with. `kinds` is what each word adds
    for every one of `categories`, of which the highest is named.
    """

    categories: tuple[str, ...]
    floor: float
    first: float
    words: dict[str, float]
    pairs: dict[str, dict[str, float]]
    kinds: dict[str, tuple[float, ...]]


Heard = dict[str | tuple[str, str], float]
"""What of a window weighs anything, each once: single words, and pairs."""


def load_evidence(path: Path, categories: set[str]) -> Evidence:
    """The weights of `path`. Raises DirectoryError naming the line that cannot be read."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    named = header[len(HEADER) :]
    if header[: len(HEADER)] != HEADER or set(named) != categories:
        raise fault(
            path.name, "line 1", f"needs words, danger and the categories {sorted(categories)}"
        )
    weights: dict[str, float] = {}
    kinds: dict[str, tuple[float, ...]] = {}
    for line, (words, danger, *told) in enumerate(rows, start=2):
        try:
            weights[words] = float(danger)
            kinds |= {words: tuple(map(float, told))} if any(told) else {}
        except ValueError as error:
            raise fault(path.name, f"line {line}", str(error)) from error
    return evidence_of(tuple(named), weights, kinds)


def evidence_of(
    categories: tuple[str, ...], weights: dict[str, float], kinds: dict[str, tuple[float, ...]]
) -> Evidence:
    """Weights by their words ("gone", "wont wake") made ready to be looked up."""
    pairs: dict[str, dict[str, float]] = {}
    for words, weight in weights.items():
        if " " in words:
            first, second = words.split()
            pairs.setdefault(first, {})[second] = weight
    return Evidence(
        categories=categories,
        floor=weights[FLOOR],
        first=weights[FIRST],
        words={w: weight for w, weight in weights.items() if " " not in w and w[0] != "("},
        pairs=pairs,
        kinds=kinds,
    )


def evidence_windows(clauses: Sequence[Clause]) -> list[Window]:
    """The parts of a text that are weighed, each for itself: every clause, and it with the next.

    Harmless words elsewhere can so pay off no danger. Of a clause without end, stretches that
    overlap by half are weighed. A text without a word has no part.
    """
    parts = [part for clause in clauses for part in _stretches(clause)]
    return [*((part,) for part in parts), *pairwise(parts)]


def evidence_words(window: Iterable[Clause]) -> frozenset[str]:
    """All that could be weighed of a window: its words and its pairs of near words, each once."""
    words = {FIRST}
    for clause in window:
        words.update(clause.stems, map(" ".join, near_pairs(clause.stems)))
    return frozenset(words)


def near_pairs(stems: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Every word with each of the `NEAR` that follow it."""
    return (
        (first, second)
        for at, first in enumerate(stems)
        for second in stems[at + 1 : at + 1 + NEAR]
    )


def category_shown(windows: Iterable[Window], evidence: Evidence) -> str | None:
    """The category that the worst window speaks for; None when none amounts to danger."""
    parts: dict[int, Heard] = {}
    worst, shown = evidence.floor, None
    for window in windows:
        for clause in window:
            if clause.first not in parts:
                parts[clause.first] = _heard(clause, evidence)
        told = _together([parts[clause.first] for clause in window])
        danger = _danger(told, evidence)
        if danger >= worst:
            worst, shown = danger, told
    return None if shown is None else _category(shown, evidence)


def danger_of(window: Window, evidence: Evidence) -> float:
    """The log-odds that a window adds up to, in whatever order its words come."""
    return _danger(_together([_heard(clause, evidence) for clause in window]), evidence)


def _heard(clause: Clause, evidence: Evidence) -> Heard:
    stems, pairs = clause.stems, evidence.pairs
    told: Heard = {word: evidence.words[word] for word in stems if word in evidence.words}
    for at, first in enumerate(stems):
        seconds = pairs.get(first)
        if seconds is None:
            continue
        for second in stems[at + 1 : at + 1 + NEAR]:
            if second in seconds:
                told[first, second] = seconds[second]
    return told


def _together(parts: Sequence[Heard]) -> Heard:
    told = parts[0]
    for part in parts[1:]:
        told = told | part
    return told


def _danger(told: Heard, evidence: Evidence) -> float:
    return fsum((evidence.first, *told.values()))


def _category(told: Heard, evidence: Evidence) -> str | None:
    found = [evidence.kinds[word] for word in told if word in evidence.kinds]
    if not found:
        return None
    sums = [fsum(column) for column in zip(*found, strict=True)]
    return evidence.categories[sums.index(max(sums))]


def _stretches(clause: Clause) -> list[Clause]:
    if len(clause.stems) <= STRETCH:
        return [clause]
    starts = range(0, len(clause.stems) - STRETCH + HALF, HALF)
    return [part_of(clause, clause.first + at, clause.first + at + STRETCH - 1) for at in starts]


def part_of(clause: Clause, first: int, last: int) -> Clause:
    """What of a clause stands from position `first` to `last`."""
    first, last = max(first, clause.first), min(last, clause.last)
    return Clause(first, last, clause.stems[first - clause.first : last - clause.first + 1])
