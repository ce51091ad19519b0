"""The gate: how well the product answers the judged queries over its own starter directory.

Bounds stand a little below what was reached when they were last set (in brackets). Raise them when
a change does better; lower one only with a reason in the commit. `starter.toml` says how it was
judged: mend a grade when reading the service shows it wrong, never because the matcher differs.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.need import Priority
from wayfinder.domain.vocabulary import load_needs
from wayfinder.evaluation.figures import Result
from wayfinder.evaluation.judged import load_judged
from wayfinder.evaluation.run import Run, evaluate
from wayfinder.location.gazetteer import Gazetteer

STARTER = Path(__file__).parent / "starter.toml"

NDCG_AT_10 = 0.755  # [0.773]
SUCCESS_AT_5 = 0.95  # [0.969]
ZERO_RESULT_SHARE = 0.025  # [0.008]
PADDED_SHARE = 0.15  # [0.062]

SHOWN_WORST = 15


@pytest.fixture(scope="module")
def run(gazetteer: Gazetteer, pytestconfig: pytest.Config) -> Run:
    assert gazetteer is not None  # has been built, in the folder that is opened here
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("gazetteer")
    return evaluate(STARTER, directory=DIRECTORY, gazetteer_path=folder)


def test_what_a_link_worker_would_offer_comes_first(run: Run) -> None:
    reached = run.figures.ndcg_at_10
    judged = [each for each in run.results if each.quality]
    assert reached >= NDCG_AT_10, f"nDCG@10 is {reached}\n{worst(judged)}"


def test_something_useful_is_among_the_first_five(run: Run) -> None:
    reached = run.figures.success_at_5
    missed = [x for x in run.results if x.quality and not x.quality.success_at_5]
    assert reached >= SUCCESS_AT_5, f"success@5 is {reached}\n{worst(missed)}"


def test_a_need_that_can_be_met_rarely_finds_nothing(run: Run) -> None:
    reached = run.figures.zero_result_share
    empty = [each for each in run.results if each.quality and not each.shown]
    assert reached <= ZERO_RESULT_SHARE, f"{reached} found nothing\n{worst(empty)}"


def test_where_nothing_fits_nothing_is_made_to_fit(run: Run) -> None:
    reached = run.figures.padded_share
    assert reached is not None
    padded = [each for each in run.results if each.padding]
    assert reached <= PADDED_SHARE, f"{reached} were padded\n{worst(padded)}"


def test_every_service_that_is_graded_is_in_the_starter_directory() -> None:
    graded = {own for each in load_judged(STARTER).queries for own in each.grades}
    assert graded <= set(needs_met())


def test_the_set_is_wide() -> None:
    queries = load_judged(STARTER).queries
    assert sum(each.has_relevant for each in queries) >= 70
    assert sum(each.nothing_fits for each in queries) >= 6
    assert len({each.postcode for each in queries}) >= 14  # every district, and none
    assert len({each.query for each in queries}) == len(queries)


@pytest.mark.parametrize("priority", Priority)
def test_each_priority_is_asked_about(priority: Priority) -> None:
    needs = {need.id for need in load_needs(DIRECTORY / "needs") if need.priority is priority}
    services = {own for own, met in needs_met().items() if met & needs}
    queries = load_judged(STARTER).queries
    best = [[own for own, grade in each.grades.items() if grade == 3] for each in queries]
    assert sum(bool(services.intersection(own)) for own in best) >= 8


def needs_met() -> dict[str, set[str]]:
    """The needs that each starter service states, by the service's id."""
    rows = (
        row
        for path in sorted((DIRECTORY / "services").glob("*.csv"))
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    )
    return {row["id"]: set(row["needs"].split(";")) for row in rows}


def worst(results: Sequence[Result]) -> str:
    """The queries that fare worst, with what they were shown first."""
    ranked = sorted(results, key=lambda each: each.score)[:SHOWN_WORST]
    return "\n".join(
        f"{each.score:.2f} {each.id}: {each.query!r} -> {', '.join(each.shown[:5]) or 'nothing'}"
        for each in ranked
    )
