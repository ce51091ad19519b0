"""Fit `directory/safety/evidence.csv` and say what it is worth on phrases it was not fitted to.

    python -m benchmarks.fit_danger_evidence [--write]

Two logistic regressions (AdaGrad, fixed seed) over what `evidence_words` makes of a window, which
is also what is weighed when serving. One hears every word, and so how a thing is told; the other
hears nothing of who is meant, when and how one asks, and so what is told. The first alone takes any
worried story of a third person for danger, the second alone any alarming word: their log-odds are
added, so that both must speak. A third names the category. Phrases: the table
`directory/safety/phrases.toml` but for those it holds out, the rules' own examples, everyday
phrases of `directory/needs/` in which no rule sees danger, and those told as callers tell them
(`everyday_tellings`), from which no new word is learnt.

Of the figures printed, "held out" is the most honest one of the weights. "Cross-validated" flatters
a little, since settings were chosen by it, and phrases resemble those of their own batch. Neither
says anything of the rules, which were mended for every phrase.
"""

from __future__ import annotations

import csv
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spellchecker import SpellChecker

from benchmarks.everyday_tellings import everyday_tellings
from wayfinder.index import text as index_text
from wayfinder.matching.danger_evidence import (
    FIRST,
    FLOOR,
    HEADER,
    Evidence,
    danger_of,
    evidence_of,
    evidence_windows,
    evidence_words,
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

ENOUGH = 1.5
FLOORS = (-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
COMMONEST = 150
"""So many of English's most used words ("he", "now") are no matter, alone or with each other: by
them alone, whatever is told of a third person, or of how one lives now, looked like danger."""

EVERYDAY_NEEDS = 30
"""Nor does a word told of in so many needs that are no danger ("home", "left", "out")."""

SEEN_HARMLESS, AS_OFTEN = 3, 1.2
"""Nor one that stands in so many harmless phrases of the table and hardly more in dangers."""

UNTELLING, TELLING_WORDS, AGES = "untelling", "telling", tuple(map(str, range(121)))
"""Nor do the words of this list of `words.toml` (who is meant, and how one asks), nor any age; but
those of the next do weigh, however common they are ("kill", "blood")."""

TELLINGS, TELLINGS_SEED = 4000, 7
EPOCHS, RATE, SHRINK, FOLDS, SEED = 24, 0.15, 0.0015, 5, 0
USES, SMALLEST_WEIGHT = 2, 0.1

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Kinds = tuple[float, ...]


NOTHING = np.zeros(1)


class Phrase(NamedTuple):
    text: str
    category: str | None
    everyday: bool = False
    held_out: bool = False
    made_up: bool = False


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
    everyday = [text for text in everyday_phrases() if not by_rule(text, rules)]
    found += [Phrase(text, None, everyday=True) for text in everyday]
    tellings = everyday_tellings(everyday, TELLINGS, TELLINGS_SEED)
    found += [Phrase(text, None, made_up=True) for text in tellings if not by_rule(text, rules)]
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

    def manner(self, window: Iterable[Clause]) -> frozenset[str]:
        """What is weighed when serving, but for numbers."""
        return frozenset(w for w in evidence_words(window) if not any(map(str.isdigit, w.split())))

    def matter(self, names: Iterable[str]) -> frozenset[str]:
        """What of that tells more than who is meant, when and how one asks."""
        return frozenset(name for name in names if not self.common.issuperset(name.split()))

    def parts(self, phrase: Phrase) -> list[frozenset[str]]:
        """A danger told whole; something harmless is so in every window."""
        clauses = read(phrase.text, self.lexicon).clauses
        windows = [clauses] if phrase.category is not None else evidence_windows(clauses)
        return [self.manner(window) for window in windows]

    def fit(self, phrases: Sequence[Phrase], enough: float = ENOUGH) -> Evidence:
        """Weights for danger, and for each category where there is danger."""
        told = [(part, phrase) for phrase in phrases for part in self.parts(phrase)]
        uses = Counter(name for names, phrase in told if not phrase.made_up for name in names)
        known = {name for name, used in uses.items() if used >= USES}
        windows = [names & known for names, _ in told]
        danger = np.array([[float(phrase.category is not None)] for _, phrase in told])
        manner = learnt(windows, danger)
        matter = learnt([self.matter(names) for names in windows], danger)
        both = {name: float(w[0] + matter.get(name, NOTHING)[0]) for name, w in manner.items()}
        weights = {n: w for n, w in both.items() if n == FIRST or abs(w) >= SMALLEST_WEIGHT}
        whose = (phrase.category for _, phrase in told)
        kinds = self.kinds(list(zip(windows, whose, strict=True)))
        return evidence_of(self.categories, weights | {FLOOR: enough}, kinds)

    def kinds(self, told: Sequence[tuple[frozenset[str], str | None]]) -> dict[str, Kinds]:
        """What each single word adds for every category, by the dangers alone."""
        dangers = [({n for n in names if " " not in n}, own) for names, own in told if own]
        which = np.array([[float(c == own) for c in self.categories] for _, own in dangers])
        return {name: tuple(w) for name, w in learnt([n for n, _ in dangers], which).items()}


def learnt(windows: Sequence[Iterable[str]], told: Floats) -> dict[str, Floats]:
    """The weights of every name for each column of `told`."""
    place = {name: at for at, name in enumerate(sorted({n for names in windows for n in names}))}
    rows = [np.array([place[name] for name in sorted(names)], int) for names in windows]
    return dict(zip(place, descend(rows, told, len(place)), strict=True))


def descend(rows: Sequence[Places], told: Floats, size: int) -> Floats:
    order, weights = np.random.default_rng(SEED), np.zeros((size, told.shape[1]))
    steepness = np.full_like(weights, 1e-8)
    for _ in range(EPOCHS):
        for at in order.permutation(len(rows)):
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
    """The log-odds of the window that speaks loudest for danger."""
    windows = evidence_windows(read(text, lexicon).clauses)
    return max((danger_of(window, evidence) for window in windows), default=-math.inf)


def print_shares(title: str, seen: list[tuple[Phrase, float]]) -> None:
    print(title)
    for floor in FLOORS:
        shares = [share([s >= floor for p, s in seen if kind(p)]) for kind in KINDS]
        print(f"floor {floor}: recall {shares[0]}, look-alikes {shares[1]}, everyday {shares[2]}")


KINDS = (
    lambda p: p.category is not None,
    lambda p: p.category is None and not p.everyday and not p.made_up,
    lambda p: p.everyday,
)


def share(found: list[bool]) -> str:
    return f"{sum(found) / len(found):.3f} of {len(found)}" if found else "none"


def write(evidence: Evidence) -> None:
    weights = {FLOOR: evidence.floor, FIRST: evidence.first, **evidence.words}
    weights |= {f"{a} {b}": w for a, near in evidence.pairs.items() for b, w in near.items()}
    with (SAFETY / EVIDENCE_FILE).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([*HEADER, *evidence.categories])
        for name, weight in weights.items():
            told = evidence.kinds.get(name)
            shown = [""] * len(evidence.categories) if told is None else [f"{x:.2f}" for x in told]
            rows.writerow([name, f"{weight:.2f}", *shown])


if __name__ == "__main__":
    main()
