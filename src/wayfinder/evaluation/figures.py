"""What the answers to judged queries are worth, query by query and on average.

Gain is 2^grade - 1 and the discount log2(rank + 1); what nobody judged counts 0. Means are over
queries with at least one service of grade 2 or better, and such services are the relevant ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, quantiles
from time import perf_counter

import msgspec
from msgspec import Struct

from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.errors import FeedError
from wayfinder.evaluation.judged import RELEVANT, Grades, JudgedQuery
from wayfinder.index.bodies import HitService

DEPTH = 20

Answerer = Callable[[Enquiry], Answer]


class Quality(Struct, frozen=True):
    """How well one ranking does against its query's grades; each figure 0..1."""

    ndcg_at_10: float
    precision_at_5: float
    recall_at_20: float
    success_at_5: float


class Result(Struct, frozen=True, kw_only=True):
    """How one query fared. `shown` are the corpus's own service ids, best first.

    Where nothing fits `quality` is None, and `padding` is what should not have been shown.
    """

    id: str
    query: str
    quality: Quality | None
    shown: tuple[str, ...]
    padding: tuple[str, ...] = ()
    latency_ms: float

    @property
    def score(self) -> float:
        """nDCG@10; where nothing fits, 1 for saying so and 0 for padding."""
        return self.quality.ndcg_at_10 if self.quality else float(not self.padding)


class Evaluation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The figures, 0..1 but for the latencies; `queries` is how many the means are over.

    `padded_share` is the share of the queries that nothing fits which were shown something all
    the same; None where the set has no such queries.
    """

    queries: int
    ndcg_at_10: float
    precision_at_5: float
    recall_at_20: float
    success_at_5: float
    zero_result_share: float
    latency_p50_ms: float
    latency_p99_ms: float
    padded_share: float | None = None


def measure(answer: Answerer, queries: Sequence[JudgedQuery]) -> tuple[Result, ...]:
    """How whatever answers does, for the queries that have something to find or that nothing fits.

    Raises FeedError where no query has anything to find.
    """
    asked = [each for each in queries if each.has_relevant or each.nothing_fits]
    if not any(each.has_relevant for each in asked):
        raise FeedError("No query has a service of grade 2 or better: there is nothing to measure.")
    answer(enquiry(asked[0]))  # Opens the files; a resident's first search finds them open.
    return tuple(_result(answer, each) for each in asked)


def figures(results: Sequence[Result]) -> Evaluation:
    """The means of `results`, at least one of which had something to find."""
    judged = [each for each in results if each.quality]
    silent = [each for each in results if not each.quality]
    qualities = [each.quality for each in judged if each.quality]
    cuts = quantiles([each.latency_ms for each in judged] * 2, n=100, method="inclusive")
    return Evaluation(
        queries=len(judged),
        **{name: _mean([getattr(q, name) for q in qualities]) for name in _QUALITIES},
        zero_result_share=_mean([not each.shown for each in judged]),
        latency_p50_ms=round(cuts[49], 3),
        latency_p99_ms=round(cuts[98], 3),
        padded_share=_mean([bool(each.padding) for each in silent]) if silent else None,
    )


def quality(ids: Sequence[str], grades: Grades) -> Quality:
    """How well `ids`, best first, do against the grades of one query."""
    relevant = {own for own, grade in grades.items() if grade >= RELEVANT}
    ideal = _dcg(sorted(grades.values(), reverse=True)[:10])
    hits = [own in relevant for own in ids]
    return Quality(
        ndcg_at_10=_dcg([grades.get(own, 0) for own in ids[:10]]) / ideal if ideal else 0.0,
        precision_at_5=sum(hits[:5]) / 5,
        recall_at_20=sum(hits[:DEPTH]) / len(relevant) if relevant else 0.0,
        success_at_5=float(any(hits[:5])),
    )


def padding(ids: Sequence[str], grades: Grades) -> tuple[str, ...]:
    """What of `ids` should not have been shown for a query that nothing fits."""
    return tuple(own for own in ids if own not in grades)


_QUALITIES = Quality.__struct_fields__


def _mean(values: Sequence[float]) -> float:
    return round(fmean(values), 4)


def _dcg(grades: Sequence[int]) -> float:
    gains = (float((1 << grade) - 1) for grade in grades)
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def enquiry(asked: JudgedQuery) -> Enquiry:
    """A judged query as it is asked."""
    person = Person(age=asked.age)
    return Enquiry(need=asked.query, postcode=asked.postcode, person=person, limit=DEPTH)


def _result(answer: Answerer, asked: JudgedQuery) -> Result:
    told = enquiry(asked)
    began = perf_counter()
    said = answer(told)
    latency_ms = (perf_counter() - began) * 1000
    ids = _record_ids(said)
    return Result(
        id=asked.id,
        query=asked.query,
        quality=None if asked.nothing_fits else quality(ids, asked.grades),
        shown=ids,
        padding=padding(ids, asked.grades) if asked.nothing_fits else (),
        latency_ms=round(latency_ms, 3),
    )


def _record_ids(said: Answer) -> tuple[str, ...]:
    """The corpus's own ids: a service may have got another id here."""
    hits = (msgspec.json.decode(match.service, type=HitService) for match in said.matches)
    return tuple(hit.sources[0].record_id for hit in hits)
