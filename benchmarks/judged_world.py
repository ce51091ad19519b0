"""A judged set over its own index, understood once, so that only the ranking is done again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from statistics import fmean

import msgspec
import numpy as np
from msgspec import Struct, structs

from wayfinder.domain.hours import this_moment
from wayfinder.evaluation.figures import DEPTH, enquiry, padding, quality
from wayfinder.evaluation.judged import Grades, JudgedQuery, load_judged
from wayfinder.evaluation.run import desk_over
from wayfinder.index.arrays import Floats
from wayfinder.index.bodies import HitService
from wayfinder.matching.wanted import Search
from wayfinder.matching.wayfind import asked, ranked
from wayfinder.matching.weights import Weights
from wayfinder.matching.world import World
from wayfinder.meaning import Model, no_model
from wayfinder.settings import read_settings

ZERO_COSTS = 0.5
"""What it costs to find nothing for a need that can be met, beside the nDCG of 0."""

PADDING_COSTS = 0.25
"""What it costs to answer what nothing fits."""

UNHEARD_COUNTS = 0.05
"""What a question counts when it is asked again as if none of its needs had been heard.

So often no need is heard in the starter set's queries, which were written without the vocabulary:
then the words alone must do, and a floor may not cost them everything.
"""


class Question(Struct, frozen=True):
    """One query, understood. Where `silent` nothing may be shown but what has a grade."""

    query: str
    wanted: Search
    grades: Grades
    silent: bool


class Means(Struct, frozen=True):
    """Over the questions of a set.

    The nDCG@10 and the share without results are of those that have something to find, the unheard
    share is that of theirs were no need heard, the padded share is of what nothing fits that is
    answered all the same, and the target is made up of them all.
    """

    ndcg_at_10: float
    zero_result_share: float
    unheard_zero_share: float
    padded_share: float
    target: float


class JudgedWorld:
    """`gains` is what each question adds to the target under some weights, in their order."""

    def __init__(
        self, name: str, world: World, queries: Sequence[JudgedQuery], off_topic: Sequence[str]
    ) -> None:
        self.name = name
        self._snapshot = world.snapshot
        now = this_moment()
        extra = [JudgedQuery(id=each, query=each, nothing_fits=True) for each in off_topic]
        self.questions = [
            Question(
                each.query, asked(enquiry(each), world, now)[0], each.grades, each.nothing_fits
            )
            for each in (*queries, *extra)
            if each.has_relevant or each.nothing_fits
        ]
        self.silent = np.array([each.silent for each in self.questions])
        self._known: dict[Weights, Floats] = {}

    def worth(self, weights: Weights) -> Floats:
        """What each question is worth: nDCG@10 less what its silence costs; or less its padding."""
        if weights not in self._known:
            self._known[weights] = np.array([self._worth(q, weights) for q in self.questions])
        return self._known[weights]

    def target(self, weights: Weights, among: Sequence[int] | None = None) -> float:
        """The mean over what has something to find, and over what nothing fits, added up."""
        at = np.arange(len(self.questions)) if among is None else np.array(among)
        worth, silent = self.worth(weights)[at], self.silent[at]
        return sum(float(worth[part].mean()) for part in (~silent, silent) if part.any())

    def means(self, weights: Weights, among: Sequence[int] | None = None) -> Means:
        """The figures behind the target, over all questions unless some are named."""
        at = range(len(self.questions)) if among is None else among
        asked = [self.questions[n] for n in at if not self.silent[n]]
        idle = [self.questions[n] for n in at if self.silent[n]]
        shown = [(each, self.shown(each.wanted, weights)) for each in asked]
        unheard = [self.shown(_unheard(each.wanted), weights) for each in asked]
        padded = [bool(padding(self.shown(each.wanted, weights), each.grades)) for each in idle]
        return Means(
            ndcg_at_10=fmean(quality(ids, q.grades).ndcg_at_10 for q, ids in shown),
            zero_result_share=fmean(not ids for _, ids in shown),
            unheard_zero_share=fmean(not ids for ids in unheard),
            padded_share=fmean(padded or [0.0]),
            target=self.target(weights, among),
        )

    def shown(self, wanted: Search, weights: Weights) -> list[str]:
        """The corpus's own ids of what is shown first."""
        weighed = structs.replace(wanted, weights=weights)
        found, ranking = ranked(weighed, self._snapshot, DEPTH)
        return [self._ids[n] for n in found.field.services[list(ranking.positions)].tolist()]

    @cached_property
    def _ids(self) -> list[str]:
        read = msgspec.json.Decoder(HitService).decode
        count = self._snapshot.meta.services
        return [read(self._snapshot.hit(n)).sources[0].record_id for n in range(count)]

    def _worth(self, question: Question, weights: Weights) -> float:
        shown = self.shown(question.wanted, weights)
        if question.silent:
            return -PADDING_COSTS * bool(padding(shown, question.grades))
        unheard = self.shown(_unheard(question.wanted), weights)
        return _found(question, shown) + UNHEARD_COUNTS * _found(question, unheard)


def _found(question: Question, ids: Sequence[str]) -> float:
    return quality(ids, question.grades).ndcg_at_10 - ZERO_COSTS * (not ids)


def _unheard(wanted: Search) -> Search:
    return structs.replace(wanted, heard=structs.replace(wanted.heard, needs=()))


@contextmanager
def judged_world(path: Path, off_topic: Sequence[str], model: Model) -> Iterator[JudgedWorld]:
    """The judged set at `path`, indexed in a store thrown away after."""
    settings, judged = read_settings(), load_judged(path)
    with desk_over(judged.corpus, settings.directory, settings.gazetteer_path, model) as desk:
        name = path.stem if model is no_model else f"{path.stem}, with meaning"
        yield JudgedWorld(name, desk.world(), judged.queries, off_topic)
