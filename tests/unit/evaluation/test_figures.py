"""The figures, by hand: gain 2^grade - 1, discount log2(rank + 1), what is unjudged counts 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

import msgspec
import pytest

from tests.desk import FALLS, a_match, an_answer
from wayfinder.domain.answer import Answer, Match
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.domain.service import Origin
from wayfinder.errors import FeedError
from wayfinder.evaluation.figures import Quality, figures, measure, quality
from wayfinder.evaluation.judged import JudgedQuery

IDEAL = 7 + 3 / math.log2(3)


@pytest.mark.parametrize(
    ("ids", "grades", "expected"),
    [
        (["a", "b"], {"a": 3, "b": 2}, Quality(1.0, 0.4, 1.0, 1.0)),
        (["b", "a"], {"a": 3, "b": 2}, Quality((3 + 7 / math.log2(3)) / IDEAL, 0.4, 1.0, 1.0)),
        (["x", "a"], {"a": 3, "b": 2}, Quality(7 / math.log2(3) / IDEAL, 0.2, 0.5, 1.0)),
        (["m"], {"a": 3, "m": 1}, Quality(1 / (7 + 1 / math.log2(3)), 0.0, 0.0, 0.0)),
        ([], {"a": 3}, Quality(0.0, 0.0, 0.0, 0.0)),
        (["v", "w", "x", "y", "z", "a"], {"a": 2}, Quality(1 / math.log2(7), 0.0, 1.0, 0.0)),
    ],
)
def test_the_quality_of_a_ranking(
    ids: Sequence[str], grades: Mapping[str, int], expected: Quality
) -> None:
    found = quality(ids, grades)
    assert msgspec.structs.astuple(found) == pytest.approx(msgspec.structs.astuple(expected))


class Shelf:
    """Answers each need with the services put on its shelf, and remembers what it was asked."""

    def __init__(self, shelves: Mapping[str, Sequence[str]]) -> None:
        self._shelves = shelves
        self.asked: list[Enquiry] = []

    def answer(self, enquiry: Enquiry) -> Answer:
        self.asked.append(enquiry)
        return an_answer(matches=tuple(map(service, self._shelves[enquiry.need])))


def service(record_id: str) -> Match:
    own = msgspec.structs.replace(
        FALLS, id=str(uuid5(NAMESPACE_URL, record_id)), origins={"*": Origin("t", record_id)}
    )
    return a_match(own)


QUERIES = (
    JudgedQuery(id="good", query="falls", postcode="SG1 1EH", age=84, grades={"a": 3}),
    JudgedQuery(id="empty", query="cough", grades={"b": 2}),
    JudgedQuery(id="unjudged", query="never asked"),
    JudgedQuery(id="silent", query="pizza", nothing_fits=True),
    JudgedQuery(id="allowed", query="tablet", grades={"m": 1}, nothing_fits=True),
    JudgedQuery(id="padded", query="tyres", grades={"m": 1}, nothing_fits=True),
)
SHELVES = {"falls": ["a", "x"], "cough": [], "pizza": [], "tablet": ["m"], "tyres": ["m", "x"]}


def test_each_query_is_asked_for_its_person_and_place() -> None:
    shelf = Shelf(SHELVES)
    measure(shelf.answer, QUERIES)
    asked = {each.need: each for each in shelf.asked}
    assert set(asked) == set(SHELVES)
    assert (asked["falls"].postcode, asked["falls"].person) == ("SG1 1EH", Person(age=84))
    assert (asked["cough"].postcode, asked["cough"].person) == (None, Person())


def test_a_query_that_nothing_fits_scores_for_saying_so() -> None:
    results = {each.id: each for each in measure(Shelf(SHELVES).answer, QUERIES)}
    assert {own: each.score for own, each in results.items()} == {
        "good": 1.0,
        "empty": 0.0,
        "silent": 1.0,
        "allowed": 1.0,
        "padded": 0.0,
    }
    assert results["padded"].shown == ("m", "x")
    assert results["padded"].padding == ("x",)
    assert results["good"].padding == ()


def test_means_are_over_the_queries_that_have_something_to_find() -> None:
    found = figures(measure(Shelf(SHELVES).answer, QUERIES))
    assert found.queries == 2
    assert (found.ndcg_at_10, found.success_at_5, found.zero_result_share) == (0.5, 0.5, 0.5)
    assert found.padded_share == pytest.approx(1 / 3, abs=1e-4)
    assert 0 < found.latency_p50_ms <= found.latency_p99_ms


def test_a_set_without_such_queries_has_no_padded_share() -> None:
    found = figures(measure(Shelf(SHELVES).answer, QUERIES[:3]))
    assert found.padded_share is None
    assert "padded_share" not in msgspec.to_builtins(found)


def test_nothing_to_find_is_nothing_to_measure() -> None:
    with pytest.raises(FeedError, match="nothing to measure"):
        measure(Shelf(SHELVES).answer, QUERIES[2:])
