"""Danger told in words that no rule has: what each word speaks for, weighed together.

A net beneath the rules, asked only where no rule found anything to say. The weights are reviewed
data (`directory/safety/evidence.csv`), fitted by `benchmarks/fit_danger_evidence.py` to phrases
that are known to be danger or not; nothing is learnt from those who use the service.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from wayfinder.domain.directory_files import fault

FIRST, FLOOR = "(any)", "(floor)"
WORDS, DANGER = "words", "danger"


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


def evidence_words(stems: Sequence[str]) -> list[str]:
    """What is weighed of a text: its words and the pairs of neighbours."""
    return [FIRST, *stems, *map(" ".join, pairwise(stems))]


def category_shown(stems: Sequence[str], evidence: Evidence) -> str | None:
    """The category the words speak for; None when they do not amount to danger."""
    words = evidence_words(stems)
    danger = evidence.danger
    if sum([danger[word] for word in words if word in danger]) < evidence.floor:
        return None
    found = [evidence.kinds[word] for word in words if word in evidence.kinds]
    sums = [sum(column) for column in zip(*found, strict=True)]
    return evidence.categories[sums.index(max(sums))] if sums else None
