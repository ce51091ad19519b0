"""Fit `directory/safety/evidence.csv` and say what it is worth on phrases it was not fitted to.

    python -m benchmarks.fit_danger_evidence [--write]

Logistic regression (AdaGrad, fixed seed) over words, neighbouring words and the word classes of
`words.toml`; classes are folded into the weights of their words, so that a word of a class has a
weight even if no phrase holds it. Phrases: the table of the tests, the rules' own examples, and
everyday phrases of `directory/needs/` in which no rule sees danger.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spellchecker import SpellChecker

from tests.unit.matching.danger_table import DANGER, HARMLESS
from wayfinder.index import text as index_text
from wayfinder.matching.danger_evidence import DANGER as DANGER_COLUMN
from wayfinder.matching.danger_evidence import FIRST, FLOOR, WORDS, evidence_words
from wayfinder.matching.danger_rules import EVIDENCE_FILE, DangerRules
from wayfinder.matching.danger_words import read
from wayfinder.matching.triage import EVIDENCE, load_danger_rules, triage

SAFETY = Path("directory/safety")
ENOUGH = 1.5
COMMONEST = 80
"""So many of English's most used words ("he", "was") weigh nothing, alone or with each other: with
them, whatever is told of a third person looked like danger."""

EPOCHS, RATE, SHRINK, FOLDS, SEED = 12, 0.15, 0.0004, 5, 0
SMALLEST_CLASS, SMALLEST_WEIGHT = 4, 0.1
HARMLESS_AT = -1

Floats = NDArray[np.float64]


class Phrase(NamedTuple):
    text: str
    category: str | None
    everyday: bool


def main() -> None:
    rules = load_danger_rules(SAFETY)
    phrases = known_phrases(rules)
    model = Model(rules)
    cross_validate(model, phrases)
    if "--write" in sys.argv:
        write(model, *model.fit(phrases))


def known_phrases(rules: DangerRules) -> list[Phrase]:
    """Every phrase of which it is known whether it is danger, once."""
    found = [Phrase(text, category, False) for text, category in DANGER]
    found += [Phrase(text, rule.category, False) for rule in rules.rules for text in rule.fires_on]
    found += [Phrase(text, None, False) for text in HARMLESS]
    silent = (text for rule in rules.rules for text in rule.stays_silent_on)
    found += [Phrase(text, None, False) for text in silent if not by_rule(text, rules)]
    found += [Phrase(text, None, True) for text in everyday_phrases() if not by_rule(text, rules)]
    return list({phrase.text: phrase for phrase in reversed(found)}.values())


def everyday_phrases() -> list[str]:
    files = (
        tomllib.loads(path.read_text()) for path in sorted(Path("directory/needs").glob("*.toml"))
    )
    return [text for file in files for need in file["need"] for text in need["phrases"]]


def by_rule(text: str, rules: DangerRules) -> bool:
    return any(urgent.rule != EVIDENCE for urgent in triage(text, rules, frozenset()))


class Model:
    """What a phrase is weighed by, and how the weights are found."""

    def __init__(self, rules: DangerRules) -> None:
        self.lexicon = rules.lexicon
        self.categories = list(rules.categories)
        english = SpellChecker(language="en").word_frequency.dictionary
        common = sorted(english, key=english.__getitem__, reverse=True)[:COMMONEST]
        self.common = frozenset(index_text.stems(common))
        self.classes: defaultdict[str, set[str]] = defaultdict(set)
        lists = tomllib.loads((SAFETY / "words.toml").read_text())["lists"]
        for name, words in lists.items():
            if len(words) >= SMALLEST_CLASS:
                for word in words:
                    stem = index_text.stem(word.removeprefix("="))
                    self.classes[stem].add(f"({name})")

    def features(self, text: str) -> list[str]:
        """Words, pairs and classes of a phrase, each once."""
        told = evidence_words(read(text, self.lexicon).stems)
        words = [word for word in told if not self.common.issuperset(word.split())]
        return sorted({*words, *(name for word in words for name in self.classes.get(word, ()))})

    def fit(self, phrases: Sequence[Phrase]) -> tuple[dict[str, float], dict[str, Floats]]:
        """Weights for danger, and for each category where there is danger."""
        told = [(self.features(phrase.text), phrase.category) for phrase in phrases]
        uses = Counter(name for names, _ in told for name in names)
        place = {name: at for at, name in enumerate(n for n, used in uses.items() if used > 1)}
        rows = [np.array([place[n] for n in names if n in place], int) for names, _ in told]
        danger = np.array([[float(category is not None)] for _, category in told])
        kinds = np.array([[float(c == own) for c in self.categories] for _, own in told])
        dangers = [at for at, (_, category) in enumerate(told) if category is not None]
        w = descend(rows, danger, range(len(rows)), len(place))
        k = descend(rows, kinds, dangers, len(place))
        names = {*place, *self.classes} - self.common
        return (
            {n: float(self.folded(n, w, place)[0]) for n in names if not self.is_class(n)},
            {n: self.folded(n, k, place) for n in names if not self.is_class(n) and " " not in n},
        )

    def folded(self, name: str, weights: Floats, place: dict[str, int]) -> Floats:
        """The weights of a word with those of its classes."""
        parts = [name, *self.classes.get(name, ())]
        return sum((weights[place[p]] for p in parts if p in place), np.zeros(weights.shape[1]))

    @staticmethod
    def is_class(name: str) -> bool:
        return name.startswith("(") and name != FIRST

    def score(self, text: str, danger: dict[str, float]) -> float:
        words = evidence_words(read(text, self.lexicon).stems)
        return sum(danger.get(word, 0.0) for word in words)


def descend(rows: list[NDArray[np.int64]], told: Floats, which: Sequence[int], size: int) -> Floats:
    order, weights = np.random.default_rng(SEED), np.zeros((size, told.shape[1]))
    steepness = np.full_like(weights, 1e-8)
    for _ in range(EPOCHS):
        for at in order.permutation(np.array(which)):
            names = rows[at]
            off = 1 / (1 + np.exp(-weights[names].sum(axis=0))) - told[at]
            steepness[names] += off**2
            weights[names] -= RATE * off / np.sqrt(steepness[names]) + SHRINK * weights[names]
    return weights


def cross_validate(model: Model, phrases: list[Phrase]) -> None:
    """Print what the words alone, without any rule, find in phrases they were not fitted to."""
    fold = np.random.default_rng(SEED).permutation(len(phrases)) % FOLDS
    seen: list[tuple[Phrase, float]] = []
    for number in range(FOLDS):
        danger, _ = model.fit([p for p, f in zip(phrases, fold, strict=True) if f != number])
        held = (p for p, f in zip(phrases, fold, strict=True) if f == number)
        seen += [(phrase, model.score(phrase.text, danger)) for phrase in held]
    for floor in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        shares = [share([s >= floor for p, s in seen if kind(p)]) for kind in KINDS]
        print(f"floor {floor}: recall {shares[0]}, look-alikes {shares[1]}, everyday {shares[2]}")


KINDS = (
    lambda p: p.category is not None,
    lambda p: p.category is None and not p.everyday,
    lambda p: p.everyday,
)


def share(found: list[bool]) -> str:
    return f"{sum(found) / len(found):.3f} of {len(found)}"


def write(model: Model, danger: dict[str, float], kinds: dict[str, Floats]) -> None:
    with (SAFETY / EVIDENCE_FILE).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([WORDS, DANGER_COLUMN, *model.categories])
        rows.writerow([FLOOR, ENOUGH, *[""] * len(model.categories)])
        for name in sorted(danger):
            told = kinds.get(name)
            if abs(danger[name]) >= SMALLEST_WEIGHT:
                shown = [""] * len(model.categories) if told is None else [f"{x:.2f}" for x in told]
                rows.writerow([name, f"{danger[name]:.2f}", *shown])


if __name__ == "__main__":
    main()
