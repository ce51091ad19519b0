"""Would other weights answer better? `python -m benchmarks.fit JUDGED... [--semantic]`.

Coordinate search over `wayfinder.matching.weights`, cross-validated over the questions of every
judged set. It changes no file: what it recommends is for somebody to read and to write down.

A change is tried on each fold in turn: its value is chosen by all the other folds, and the fold
itself says what that is worth. Only what gains on the folds held out, in every set, is recommended.
As that is a choice too, and many are made, one fold more takes part in none: what is recommended
meets it once, at the end.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev

from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from benchmarks.judged_world import JudgedWorld, judged_world
from wayfinder.matching.weights import FEATURE_WEIGHTS, WEIGHTS, Weights
from wayfinder.meaning import no_model, sentence_model

FOLDS = 5
"""By which is chosen; one more is kept back."""
FEWEST_FOLDS = 2
SEED = 20_261_122
ROUNDS = 8
LEAST_GAIN = 0.001
"""A smaller gain on held-out folds is none: nDCG moves as much by one query of a hundred."""

OFF_TOPIC = (Path("tests/spec/off_topic.txt"), Path("tests/judged/off_topic.txt"))

GRID: Mapping[str, tuple[float, ...]] = {
    "words_share": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "meaning_share": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
    "nearness": (0.0, 0.05, 0.1, 0.15, 0.2, 0.25),
    "serves": (0.0, 0.03, 0.07, 0.1, 0.15),
    "freshness": (0.0, 0.02, 0.04, 0.08),
    "cost": (0.0, 0.02, 0.05),
    "openness": (0.0, 0.02, 0.05),
    "serves_widely": (0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    "half_distance_m": (2_000.0, 4_000.0, 8_000.0, 16_000.0, 32_000.0),
    "floor": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4),
    "words_floor": (0.2, 0.23, 0.27, 0.3, 0.33, 0.35, 0.37, 0.4, 0.45, 0.5),
    "words_floor_beside_needs": (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8),
    "meets_need": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
}
"""The values tried. A feature's weight is taken from relevance, or given back to it."""

Folds = Sequence[Sequence[int]]


class Gain(Struct, frozen=True):
    """What a change does in one set.

    `train` is the mean gain on the folds that chose the value, `held_out` that on the fold held
    out, `spread` its standard deviation over the folds, `won` and `lost` on how many it did either.
    """

    train: float
    held_out: float
    spread: float
    folds: int
    won: int
    lost: int

    @property
    def is_real(self) -> bool:
        """Whether it would be likely to gain on other queries too: by more than its own error."""
        error = self.spread / sqrt(self.folds)
        return self.held_out >= max(LEAST_GAIN, error) and self.won > self.lost


class Change(Struct, frozen=True):
    """One weight, its best value over all questions, and what that does in each set."""

    name: str
    value: float
    weights: Weights
    gains: tuple[Gain, ...]

    @property
    def wins(self) -> bool:
        return all(each.is_real for each in self.gains)

    @property
    def least(self) -> float:
        """The gain in the set where it is least."""
        return min(each.held_out for each in self.gains)


class Round(Struct, frozen=True):
    """Every change tried from `start`, of which the best that wins is made."""

    start: Weights
    changes: tuple[Change, ...]

    @property
    def winner(self) -> Change | None:
        """The change that gains most where it gains least."""
        winners = [each for each in self.changes if each.wins]
        return max(winners, key=lambda each: each.least, default=None)

    @property
    def end(self) -> Weights:
        """The weights after it."""
        return self.winner.weights if self.winner else self.start


def changed(weights: Weights, name: str, value: float) -> Weights:
    """The weights with one of them changed, and relevance making up the whole."""
    fields = {name: value}
    if name in FEATURE_WEIGHTS:
        fields["relevance"] = weights.relevance + getattr(weights, name) - value
    return structs.replace(weights, **fields)


def dealt(world: JudgedWorld, folds: int) -> Folds:
    """The questions of a set dealt into folds, each with its part of what nothing fits."""
    hands: list[list[int]] = [[] for _ in range(folds)]
    order = random.Random(SEED).sample(range(len(world.questions)), len(world.questions))
    for turn, at in enumerate(sorted(order, key=lambda at: bool(world.silent[at]))):
        hands[turn % folds].append(at)
    return hands


class Fit:
    """Judged sets and their folds; `kept_back` are those of each set that choose nothing."""

    def __init__(self, worlds: Sequence[JudgedWorld], folds: int = FOLDS) -> None:
        hands = [dealt(world, folds + 1) for world in worlds]
        self.worlds = worlds
        self.kept_back = [last for *_, last in hands]
        self._folds = [choosing for *choosing, _ in hands]
        self._count = folds

    def rounds(self, start: Weights) -> Iterator[Round]:
        """One after another, each from where the last one ended, until nothing wins."""
        now = start
        for _ in range(ROUNDS):
            tried = Round(now, tuple(self.change(now, name) for name in GRID))
            yield tried
            if tried.winner is None:
                return
            now = tried.end

    def change(self, now: Weights, name: str) -> Change:
        """The best value for one weight, and what choosing it would be worth elsewhere."""
        as_it_is: float = getattr(now, name)
        others = (value for value in GRID[name] if value != as_it_is)
        options = {as_it_is: now} | {value: changed(now, name, value) for value in others}
        chosen = [self._best(options, fold) for fold in range(self._count)]
        value = self._best(options, None)
        gains = (
            self._gain(number, now, [options[each] for each in chosen])
            for number in range(len(self.worlds))
        )
        return Change(name, value, options[value], tuple(gains))

    def _best(self, options: Mapping[float, Weights], left_out: int | None) -> float:
        """The value that does best in all sets together, without one fold."""

        def together(value: float) -> float:
            weights = options[value]
            return fmean(
                world.target(weights, self._without(number, left_out))
                for number, world in enumerate(self.worlds)
            )

        return max(options, key=lambda value: round(together(value), 9))  # of equals, as it is

    def _gain(self, number: int, now: Weights, chosen: Sequence[Weights]) -> Gain:
        world, folds = self.worlds[number], self._folds[number]
        train = [
            world.target(weights, without) - world.target(now, without)
            for fold, weights in enumerate(chosen)
            for without in [self._without(number, fold)]
        ]
        held = [
            world.target(weights, fold) - world.target(now, fold)
            for weights, fold in zip(chosen, folds, strict=True)
        ]
        won, lost = (sum(sign * each > 1e-9 for each in held) for sign in (1, -1))
        return Gain(fmean(train), fmean(held), stdev(held), len(held), won, lost)

    def _without(self, number: int, left_out: int | None) -> list[int]:
        folds = self._folds[number]
        return [at for fold, hand in enumerate(folds) if fold != left_out for at in hand]


def main() -> None:
    """Fit and print."""
    told = options()
    off_topic = [line for path in told.off_topic for line in _lines(path)]
    models = (no_model, sentence_model) if told.semantic else (no_model,)
    out = Console(highlight=False, width=120)
    with ExitStack() as stack:
        worlds = [
            stack.enter_context(judged_world(path, off_topic, model))
            for path in told.judged
            for model in models
        ]
        fit(Fit(worlds, told.folds), WEIGHTS, out)


def fit(fit: Fit, start: Weights, out: Console) -> Weights:
    """Search, print every round and what is recommended; returns that."""
    now = start
    for number, tried in enumerate(fit.rounds(start), start=1):
        out.print(_round(number, tried, fit.worlds))
        now = tried.end
    everything = [range(len(world.questions)) for world in fit.worlds]
    out.print(_outcome("all questions, most of which chose", start, now, fit.worlds, everything))
    out.print(_outcome("kept back: these chose nothing", start, now, fit.worlds, fit.kept_back))
    told = structs.asdict(start)
    for name, value in structs.asdict(now).items():
        if value != told[name]:
            out.print(f"recommended: {name} {told[name]:g} -> {value:g}")
    if now == start:
        out.print("recommended: nothing; no change gains on held-out folds of every set.")
    return now


def _round(number: int, tried: Round, worlds: Sequence[JudgedWorld]) -> Table:
    table = Table("weight", "value", title=f"round {number}")
    for world in worlds:
        table.add_column(f"{world.name}: train, held out ± spread, won-lost")
    table.add_column("")
    for each in tried.changes:
        value = f"{getattr(tried.start, each.name):g} -> {each.value:g}"
        gains = (
            f"{g.train:+.4f} {g.held_out:+.4f} ± {g.spread:.4f} {g.won}-{g.lost}"
            for g in each.gains
        )
        table.add_row(each.name, value, *gains, "wins" if each.wins else "")
    return table


def _outcome(
    title: str,
    start: Weights,
    end: Weights,
    worlds: Sequence[JudgedWorld],
    among: Sequence[Sequence[int]],
) -> Table:
    figures = ("nDCG@10", "no results", "were none heard", "padded", "target")
    table = Table("set", "questions", "weights", *figures, title=title)
    for world, questions in zip(worlds, among, strict=True):
        for name, weights in (("packaged", start), ("recommended", end)):
            means = structs.astuple(world.means(weights, questions))
            told = (f"{each:.4f}" for each in means)
            table.add_row(world.name, str(len(questions)), name, *told)
    return table


def options(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for, on the command line unless `given`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judged", nargs="+", type=Path, help="folders or TOML files")
    parser.add_argument("--off-topic", nargs="*", type=Path, default=OFF_TOPIC)
    parser.add_argument("--folds", type=_folds, default=FOLDS, help="2 or more, by which to choose")
    parser.add_argument("--semantic", action="store_true", help="with the extra as well")
    return parser.parse_args(given)


def _folds(told: str) -> int:
    if int(told) < FEWEST_FOLDS:
        raise argparse.ArgumentTypeError(f"a gain has no spread below {FEWEST_FOLDS} folds")
    return int(told)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line]


if __name__ == "__main__":
    main()
