"""Two runs side by side."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from wayfinder.errors import FeedError
from wayfinder.evaluation.comparison import Change, Mean, as_facts, compare
from wayfinder.evaluation.figures import Quality, Result, figures
from wayfinder.evaluation.run import Run, read_run, save_run


def result(own: str, ndcg: float, query: str = "") -> Result:
    return Result(
        id=own,
        query=query or f"about {own}",
        quality=Quality(ndcg, 0.2, 1.0, float(ndcg > 0)),
        shown=("a",) if ndcg else (),
        latency_ms=1.0,
    )


def silence(own: str, *padding: str) -> Result:
    return Result(id=own, query=own, quality=None, shown=padding, padding=padding, latency_ms=1.0)


def a_run(*results: Result) -> Run:
    return Run(figures(results), results)


THEN = a_run(result("up", 0.2), result("same", 0.5), result("down", 0.9), silence("pizza", "x"))
NOW = a_run(result("up", 0.6), result("same", 0.5004), result("down", 0.0), silence("pizza"))


def test_gains_and_losses_come_greatest_first() -> None:
    compared = compare(THEN, NOW)
    assert compared.gained == (
        Change("pizza", "pizza", 0.0, 1.0),
        Change("up", "about up", 0.2, 0.6),
    )
    assert compared.lost == (Change("down", "about down", 0.9, 0.0),)
    assert compared.unchanged == 1


def test_the_means_stand_side_by_side() -> None:
    means = {each.name: each for each in compare(THEN, NOW).means}
    assert means["ndcg_at_10"] == Mean("ndcg_at_10", 0.5333, 0.3668)
    assert means["zero_result_share"] == Mean("zero_result_share", 0.0, 0.3333)
    assert means["padded_share"] == Mean("padded_share", 1.0, 0.0)


def test_only_what_both_runs_asked_in_the_same_words_is_compared() -> None:
    then = a_run(result("kept", 0.5), result("reworded", 1.0, "old words"), result("gone", 1.0))
    now = a_run(result("kept", 0.5), result("reworded", 0.0, "new words"), result("new", 0.0))
    compared = compare(then, now)
    assert compared.only_then == ("reworded", "gone")
    assert compared.only_now == ("reworded", "new")
    assert compared.means[0] == Mean("ndcg_at_10", 0.5, 0.5)
    assert not compared.gained
    assert not compared.lost


def test_runs_over_different_sets_cannot_be_compared() -> None:
    with pytest.raises(FeedError, match="no query in common"):
        compare(a_run(result("one", 1.0)), a_run(result("other", 1.0)))


def test_a_saved_run_is_read_as_it_was(tmp_path: Path) -> None:
    save_run(THEN, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == THEN


@pytest.mark.parametrize(("text", "said"), [("{}", "is no run saved"), (None, "cannot be read")])
def test_what_is_no_saved_run_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "run.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(FeedError, match=said):
        read_run(path)


def test_programs_get_the_figures_and_the_comparison_beside_them() -> None:
    alone = as_facts(NOW.figures, None)
    both = as_facts(NOW.figures, compare(THEN, NOW))
    against = msgspec.to_builtins(both.pop("against"))
    assert both == alone
    assert list(against["lost"]) == [{"id": "down", "query": "about down", "then": 0.9, "now": 0.0}]
