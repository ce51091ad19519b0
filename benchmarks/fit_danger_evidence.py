"""Fit `directory/safety/evidence.csv` and say what it is worth on phrases it was not fitted to.

    python -m benchmarks.fit_danger_evidence [--write]

Logistic regression (AdaGrad, fixed seed) over what `evidence_words` makes of a window, which is
also what is weighed when serving, and the word classes of `words.toml`; classes are folded into the
weights of their words, so that a word of a class has a weight even if no phrase holds it. Phrases:
the table `directory/safety/phrases.toml` but for those it holds out, the rules' own examples, and
everyday phrases of `directory/needs/` in which no rule sees danger.

Of the figures printed, "held out" is the most honest one of the weights, though the word classes
were written with sight of those phrases. "Cross-validated" flatters a little, since settings
(`ENOUGH`, `COMMONEST`, the width of a window) were chosen by it, and phrases resemble those of
their own batch. Neither says anything of the rules, which were mended for every phrase.
"""

from __future__ import annotations

import csv
import math
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spellchecker import SpellChecker

from wayfinder.index import text as index_text
from wayfinder.matching.danger_evidence import DANGER as DANGER_COLUMN
from wayfinder.matching.danger_evidence import (
    FIRST,
    FLOOR,
    WORDS,
    Evidence,
    danger_of,
    evidence_windows,
    evidence_words,
    tells_enough,
)
from wayfinder.matching.danger_rules import EVIDENCE_FILE, DangerRules
from wayfinder.matching.danger_table import load_danger_table
from wayfinder.matching.danger_tongues import NO_APOSTROPHES
from wayfinder.matching.danger_words import Clause, Lexicon, read, tokens
from wayfinder.matching.triage import EVIDENCE, load_danger_rules, triage

SAFETY, NEEDS = Path("directory/safety"), Path("directory/needs")
NEAR_DANGER = (
    *("children-and-domestic-abuse", "stalking", "perpetrators", "child-exploitation"),
    *("elder-abuse", "missing-people", "sex-workers", "self-harm"),
)
"""Needs whose phrases may well be danger, though no crisis is named: no example of harmlessness."""

ENOUGH = 0.3
FLOORS = (0.0, 0.15, 0.3, 0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5)
COMMONEST = 150
"""So many of English's most used words ("he", "now") weigh nothing, alone or with each other: with
them, whatever is told of a third person, or of how one lives now, looked like danger."""

EVERYDAY_NEEDS = 30
"""Nor does a word told of in so many needs that are no danger ("home", "left", "out")."""

SEEN_HARMLESS, AS_OFTEN = 3, 1.2
"""Nor one that stands in so many harmless phrases of the table and hardly more in dangers."""

UNTELLING, TELLING_WORDS, AGES = "untelling", "telling", tuple(map(str, range(121)))
"""Nor do the words of this list of `words.toml` (who is meant, and how one asks), nor any age; but
those of the next do weigh, however common they are ("kill", "blood")."""

EPOCHS, RATE, SHRINK, FOLDS, SEED = 12, 0.15, 0.0004, 5, 0
SMALLEST_CLASS, SMALLEST_WEIGHT = 4, 0.03

Floats = NDArray[np.float64]


class Phrase(NamedTuple):
    text: str
    category: str | None
    everyday: bool = False
    held_out: bool = False


class Row(NamedTuple):
    places: NDArray[np.int64]
    counts: Floats


def main() -> None:
    rules = load_danger_rules(SAFETY)
    phrases = known_phrases(rules)
    fitted = [phrase for phrase in phrases if not phrase.held_out]
    model = Model(rules)
    cross_validate(model, fitted)
    evidence = model.fit(fitted)
    judge_held_out(model, phrases, evidence)
    if "--write" in sys.argv:
        write(evidence)


def known_phrases(rules: DangerRules) -> list[Phrase]:
    """Every phrase of which it is known whether it is danger, once."""
    table = load_danger_table(SAFETY, rules.categories)
    found = [Phrase(told.text, told.category, held_out=told.held_out) for told in table]
    found += [Phrase(text, rule.category) for rule in rules.rules for text in rule.fires_on]
    silent = (text for rule in rules.rules for text in rule.stays_silent_on)
    found += [Phrase(text, None) for text in silent if not by_rule(text, rules)]
    found += [Phrase(text, None, True) for text in everyday_phrases() if not by_rule(text, rules)]
    return list({phrase.text: phrase for phrase in reversed(found)}.values())


def everyday_phrases() -> list[str]:
    return [text for phrases in everyday_needs() for text in phrases]


def everyday_needs() -> list[list[str]]:
    """How needs are told that are no danger: none of a crisis, and none of `NEAR_DANGER`."""
    files = (tomllib.loads(path.read_text()) for path in sorted(NEEDS.glob("*.toml")))
    needs = (need for file in files for need in file["need"] if need["id"] not in NEAR_DANGER)
    return [need["phrases"] for need in needs if need["tier"] != "crisis"]


def everyday_stems() -> set[str]:
    """The words of `EVERYDAY_NEEDS` needs or more."""
    told = Counter(
        stem
        for phrases in everyday_needs()
        for stem in {*index_text.stems(tokens(". ".join(phrases)))}
    )
    return {stem for stem, needs in told.items() if needs >= EVERYDAY_NEEDS}


def as_harmless_stems(rules: DangerRules) -> set[str]:
    """The words that the table (what it holds out apart) tells as often of nothing wrong."""
    table = load_danger_table(SAFETY, rules.categories)
    uses = {True: Counter[str](), False: Counter[str]()}
    for told in (told for told in table if not told.held_out):
        clauses = read(told.text, rules.lexicon).clauses
        uses[told.category is None].update({stem for clause in clauses for stem in clause.stems})
    dangers = uses[False]
    often = (stem for stem, harmless in uses[True].items() if harmless >= SEEN_HARMLESS)
    return {stem for stem in often if dangers[stem] < AS_OFTEN * uses[True][stem]}


def untelling_stems(rules: DangerRules, lists: dict[str, list[str]]) -> frozenset[str]:
    """The words that weigh nothing; takes the two lists that name them out of `lists`."""
    english = SpellChecker(language="en").word_frequency.dictionary
    common = sorted(english, key=english.__getitem__, reverse=True)[:COMMONEST]
    plain = index_text.stems([word.translate(NO_APOSTROPHES) for word in common])
    named = index_text.stems([*lists.pop(UNTELLING), *AGES])
    telling = index_text.stems(lists.pop(TELLING_WORDS))
    everyday = {*plain, *everyday_stems(), *as_harmless_stems(rules)}
    return frozenset({*named} | everyday.difference(telling))


def by_rule(text: str, rules: DangerRules) -> bool:
    return any(urgent.rule != EVIDENCE for urgent in triage(text, rules, frozenset()))


class Model:
    """What a window is weighed by, and how the weights are found."""

    def __init__(self, rules: DangerRules) -> None:
        self.lexicon = rules.lexicon
        self.categories = tuple(rules.categories)
        lists = tomllib.loads((SAFETY / "words.toml").read_text())["lists"]
        self.common = untelling_stems(rules, lists)
        self.classes: defaultdict[str, set[str]] = defaultdict(set)
        for name, words in lists.items():
            if len(words) >= SMALLEST_CLASS:
                for word in words:
                    stem = index_text.stem(word.removeprefix("="))
                    self.classes[stem].add(f"({name})")

    def features(self, window: Iterable[Clause]) -> Counter[str]:
        """What is weighed when serving, and how many of those words belong to each class."""
        words = [w for w in evidence_words(window) if not self.common.issuperset(w.split())]
        return Counter([*words, *(name for word in words for name in self.classes.get(word, ()))])

    def parts(self, phrase: Phrase) -> list[Counter[str]]:
        """A danger told whole; something harmless is so in every window."""
        clauses = read(phrase.text, self.lexicon).clauses
        windows = [clauses] if phrase.category is not None else evidence_windows(clauses)
        return [self.features(window) for window in windows]

    def fit(self, phrases: Sequence[Phrase], enough: float = ENOUGH) -> Evidence:
        """Weights for danger, and for each category where there is danger."""
        told = [(part, phrase.category) for phrase in phrases for part in self.parts(phrase)]
        uses = Counter(name for names, _ in told for name in names)
        place = {name: at for at, name in enumerate(n for n, used in uses.items() if used > 1)}
        rows = [row(names, place) for names, _ in told]
        danger = np.array([[float(category is not None)] for _, category in told])
        kinds = np.array([[float(c == own) for c in self.categories] for _, own in told])
        dangers = [at for at, (_, category) in enumerate(told) if category is not None]
        w = descend(rows, danger, range(len(rows)), len(place))
        k = descend(rows, kinds, dangers, len(place))
        names = sorted(n for n in {*place, *self.classes} - self.common if not is_class(n))
        return Evidence(
            categories=self.categories,
            floor=enough,
            danger={n: float(self.folded(n, w, place)[0]) for n in names},
            kinds={n: tuple(self.folded(n, k, place)) for n in names if " " not in n},
        )

    def folded(self, name: str, weights: Floats, place: dict[str, int]) -> Floats:
        """The weights of a word with those of its classes."""
        parts = [name, *self.classes.get(name, ())]
        return sum((weights[place[p]] for p in parts if p in place), np.zeros(weights.shape[1]))


def is_class(name: str) -> bool:
    return name.startswith("(") and name != FIRST


def row(names: Counter[str], place: dict[str, int]) -> Row:
    """A window as the places of its features, and how often each counts."""
    known = [name for name in sorted(names) if name in place]
    return Row(np.array([place[n] for n in known], int), np.array([names[n] for n in known], float))


def descend(rows: list[Row], told: Floats, which: Sequence[int], size: int) -> Floats:
    order, weights = np.random.default_rng(SEED), np.zeros((size, told.shape[1]))
    steepness = np.full_like(weights, 1e-8)
    for _ in range(EPOCHS):
        for at in order.permutation(np.array(which)):
            names, counts = rows[at]
            off = 1 / (1 + np.exp(-(counts @ weights[names]))) - told[at]
            slope = np.outer(counts, off)
            steepness[names] += slope**2
            weights[names] -= RATE * slope / np.sqrt(steepness[names]) + SHRINK * weights[names]
    return weights


def cross_validate(model: Model, phrases: list[Phrase]) -> None:
    """Print what the words alone, without any rule, find in phrases they were not fitted to."""
    fold = np.random.default_rng(SEED).permutation(len(phrases)) % FOLDS
    seen: list[tuple[Phrase, float]] = []
    for number in range(FOLDS):
        evidence = model.fit([p for p, f in zip(phrases, fold, strict=True) if f != number])
        held = (p for p, f in zip(phrases, fold, strict=True) if f == number)
        seen += [(phrase, loudest(phrase.text, model.lexicon, evidence)) for phrase in held]
    print_shares("cross-validated", seen)


def judge_held_out(model: Model, phrases: list[Phrase], evidence: Evidence) -> None:
    """Print the same of the phrases of the table that are never fitted to."""
    held = [phrase for phrase in phrases if phrase.held_out]
    seen = [(phrase, loudest(phrase.text, model.lexicon, evidence)) for phrase in held]
    print_shares("held out", seen)


def loudest(text: str, lexicon: Lexicon, evidence: Evidence) -> float:
    """The log-odds of the window that speaks loudest for danger, of those with enough to tell."""
    windows = (evidence_words(w) for w in evidence_windows(read(text, lexicon).clauses))
    told = (words for words in windows if tells_enough(words, evidence))
    return max((danger_of(words, evidence) for words in told), default=-math.inf)


def print_shares(title: str, seen: list[tuple[Phrase, float]]) -> None:
    print(title)
    for floor in FLOORS:
        shares = [share([s >= floor for p, s in seen if kind(p)]) for kind in KINDS]
        print(f"floor {floor}: recall {shares[0]}, look-alikes {shares[1]}, everyday {shares[2]}")


KINDS = (
    lambda p: p.category is not None,
    lambda p: p.category is None and not p.everyday,
    lambda p: p.everyday,
)


def share(found: list[bool]) -> str:
    return f"{sum(found) / len(found):.3f} of {len(found)}" if found else "none"


def write(evidence: Evidence) -> None:
    with (SAFETY / EVIDENCE_FILE).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([WORDS, DANGER_COLUMN, *evidence.categories])
        rows.writerow([FLOOR, evidence.floor, *[""] * len(evidence.categories)])
        for name, weight in evidence.danger.items():
            if abs(weight) >= SMALLEST_WEIGHT:
                told = evidence.kinds.get(name)
                shown = (
                    [""] * len(evidence.categories) if told is None else [f"{x:.2f}" for x in told]
                )
                rows.writerow([name, f"{weight:.2f}", *shown])


if __name__ == "__main__":
    main()
