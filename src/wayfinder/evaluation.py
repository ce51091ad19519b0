"""Measures the real pipeline against judged queries: how good the answers are, and how fast.

Gain is 2^grade - 1 and the discount log2(rank + 1); what nobody judged counts 0. Means are over
queries with at least one service of grade 2 or better, and such services are the relevant ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import msgspec
from msgspec import Struct

from wayfinder.desk import Desk
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.source import Source
from wayfinder.errors import FeedError
from wayfinder.index.bodies import HitService
from wayfinder.workroom import Report, Workroom, silent

RELEVANT = 2
"""The least grade that counts as right."""

DEPTH = 20

Grades = Mapping[str, int]


class JudgedQuery(Struct, frozen=True):
    """One line of `queries.jsonl`."""

    id: str
    query: str


class Judgement(Struct, frozen=True):
    """One line of `qrels.jsonl`; `id` is the query's. Grades are 0 to 3."""

    id: str
    service_id: str
    grade: int


class Evaluation(Struct, frozen=True, kw_only=True):
    """The figures, 0..1 but for the latencies; `queries` is how many the means are over."""

    queries: int
    ndcg_at_10: float
    precision_at_5: float
    recall_at_20: float
    success_at_5: float
    zero_result_share: float
    latency_p50_ms: float
    latency_p99_ms: float


class Quality(Struct, frozen=True):
    """How well one ranking does against its query's grades."""

    ndcg_at_10: float
    precision_at_5: float
    recall_at_20: float
    success_at_5: float


def evaluate(
    folder: Path, *, directory: Path, gazetteer_path: Path, report: Report = silent
) -> Evaluation:
    """Load the folder's corpus into a throwaway store, and ask every query without a place.

    `folder` holds `corpus.jsonl.gz`, `queries.jsonl` and `qrels.jsonl`. Raises FeedError for a
    file that is missing or cannot be read.
    """
    queries = _read_lines(folder / "queries.jsonl", JudgedQuery)
    grades = _grades(_read_lines(folder / "qrels.jsonl", Judgement))
    with TemporaryDirectory(prefix="wayfinder-evaluation-") as throwaway:
        index_dir = Path(throwaway) / "index"
        workroom = Workroom(
            database=f"sqlite:///{throwaway}/wayfinder.db",
            index_dir=index_dir,
            gazetteer_path=gazetteer_path,
            directory=directory,
            report=report,
        )
        source = Source(id="evaluation", name="the corpus", format="oruk")
        workroom.import_feed(source, str(folder / "corpus.jsonl.gz"))
        workroom.close()
        desk = Desk(index_dir=index_dir, gazetteer_path=gazetteer_path, directory=directory)
        return measure(desk.answer, queries, grades)


def measure(
    answer: Callable[[Enquiry], Answer],
    queries: Sequence[JudgedQuery],
    grades: Mapping[str, Grades],
) -> Evaluation:
    """The figures of whatever answers, for queries that have something to find."""
    judged = [each for each in queries if max(grades.get(each.id, {}).values(), default=0) >= 2]
    if not judged:
        raise FeedError("No query has a service of grade 2 or better: there is nothing to measure.")
    answer(_enquiry(judged[0]))  # Opens the files; a resident's first search finds them open.
    timed = [_timed(answer, _enquiry(each)) for each in judged]
    rankings = [_record_ids(said) for said, _ in timed]
    found = [quality(ids, grades[each.id]) for ids, each in zip(rankings, judged, strict=True)]
    cuts = quantiles([ms for _, ms in timed] * 2, n=100, method="inclusive")
    return Evaluation(
        queries=len(judged),
        **{name: round(fmean(getattr(q, name) for q in found), 4) for name in _QUALITIES},
        zero_result_share=round(fmean(not ids for ids in rankings), 4),
        latency_p50_ms=round(cuts[49], 3),
        latency_p99_ms=round(cuts[98], 3),
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


_QUALITIES = Quality.__struct_fields__


def _dcg(grades: Sequence[int]) -> float:
    gains = (float((1 << grade) - 1) for grade in grades)
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _enquiry(asked: JudgedQuery) -> Enquiry:
    return Enquiry(need=asked.query, limit=DEPTH)


def _timed(answer: Callable[[Enquiry], Answer], enquiry: Enquiry) -> tuple[Answer, float]:
    began = perf_counter()
    said = answer(enquiry)
    return said, (perf_counter() - began) * 1000


def _record_ids(said: Answer) -> list[str]:
    """The corpus's own ids: a service may have got another id here."""
    hits = (msgspec.json.decode(match.service, type=HitService) for match in said.matches)
    return [hit.sources[0].record_id for hit in hits]


def _grades(judgements: Sequence[Judgement]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for each in judgements:
        grades.setdefault(each.id, {})[each.service_id] = each.grade
    return grades


_Line = TypeVar("_Line", JudgedQuery, Judgement)


def _read_lines(path: Path, kind: type[_Line]) -> list[_Line]:
    try:
        return msgspec.json.Decoder(kind).decode_lines(path.read_bytes())
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise FeedError(f"{path}: {error}.") from error
