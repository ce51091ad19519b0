"""Fitting recommends what gains on held-out questions of every judged set, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

import pytest
from rich.console import Console

from benchmarks.fit import FOLDS, GRID, Fit, changed, dealt, fit, options
from benchmarks.judged_world import JudgedWorld
from tests.answering import Asked, numbered
from tests.unit.matching.conftest import Open
from wayfinder.evaluation.judged import JudgedQuery
from wayfinder.matching.weights import WEIGHTS, Weights

THINGS = "violin pebble timber walnut velvet harbour canyon ribbon copper lantern".split()
HALF_SAID = [f"{thing} kettle" for thing in THINGS]
"""Words alone reach 0.38 of these: enough, by the packaged floor."""


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    """Ten services, each of one thing that its name and its owner's tell."""
    return open_directory(numbered(n, thing.title()) for n, thing in enumerate(THINGS))


def judged(asked: Asked, off_topic: Iterable[str] = ()) -> JudgedWorld:
    """Each thing asked for by its word, its service being the right one."""
    queries = [JudgedQuery(id=each, query=each, grades={each.title(): 3}) for each in THINGS]
    return JudgedWorld("made up", asked.world, queries, list(off_topic))


def recommended(*worlds: JudgedWorld) -> tuple[Weights, str]:
    out = StringIO()
    return fit(Fit(worlds), WEIGHTS, Console(file=out, width=200)), out.getvalue()


def test_a_floor_that_silences_what_nothing_fits_is_recommended(asked: Asked) -> None:
    world = judged(asked, HALF_SAID)
    before = world.means(WEIGHTS)
    weights, told = recommended(world, judged(asked, HALF_SAID))
    after = world.means(weights)
    assert (before.padded_share, after.padded_share) == (1.0, 0.0)
    assert (before.ndcg_at_10, after.ndcg_at_10) == (1.0, 1.0)
    assert weights in {changed(WEIGHTS, "floor", value) for value in GRID["floor"]}
    assert f"recommended: floor 0.25 -> {weights.floor:g}" in told


def test_what_gains_in_one_set_only_is_not(asked: Asked) -> None:
    weights, told = recommended(judged(asked, HALF_SAID), judged(asked))
    assert weights == WEIGHTS
    assert "recommended: nothing" in told


def test_every_question_is_held_out_once_and_each_fold_has_some_that_nothing_fits(
    asked: Asked,
) -> None:
    world = judged(asked, HALF_SAID)
    folds = dealt(world, 5)
    assert sorted(at for fold in folds for at in fold) == list(range(20))
    assert [sum(bool(world.silent[at]) for at in fold) for fold in folds] == [2] * 5


def test_one_fold_takes_part_in_no_choice_and_is_told_of_once(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = judged(asked, HALF_SAID)
    fitting = Fit([world])
    chose: set[int] = set()
    target = JudgedWorld.target

    def noted(self: JudgedWorld, weights: Weights, among: Sequence[int] | None = None) -> float:
        chose.update(range(len(self.questions)) if among is None else among)
        return target(self, weights, among)

    with monkeypatch.context() as noting:
        noting.setattr(JudgedWorld, "target", noted)
        assert [tried.winner for tried in fitting.rounds(WEIGHTS)]
    (kept_back,) = fitting.kept_back
    assert len(kept_back) == 20 // (FOLDS + 1)
    assert chose == set(range(20)) - set(kept_back)
    out = StringIO()
    fit(fitting, WEIGHTS, Console(file=out, width=200))
    assert out.getvalue().count("kept back") == 1


def test_figures_of_some_questions_are_of_these_alone(asked: Asked) -> None:
    world = judged(asked, HALF_SAID)
    silent = [at for at, idle in enumerate(world.silent) if idle]
    heard = [at for at, idle in enumerate(world.silent) if not idle]
    assert world.means(WEIGHTS, heard).padded_share == 0.0
    assert world.means(WEIGHTS, [heard[0], *silent]).padded_share == 1.0
    assert world.means(WEIGHTS, [*heard, *silent]) == world.means(WEIGHTS)


@pytest.mark.parametrize(("folds", "allowed"), [("0", False), ("1", False), ("2", True)])
def test_there_are_two_folds_to_choose_by_or_more(
    asked: Asked, folds: str, allowed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["judged.toml", "--folds", folds]
    if allowed:
        weights = fit(Fit([judged(asked)], options(told).folds), WEIGHTS, Console(file=StringIO()))
        assert weights == WEIGHTS
        return
    with pytest.raises(SystemExit):
        options(told)
    assert "no spread below 2 folds" in capsys.readouterr().err


@pytest.mark.parametrize("name", GRID)
def test_every_value_tried_makes_a_list_that_is_allowed(name: str) -> None:
    for value in GRID[name]:
        assert getattr(changed(WEIGHTS, name, value), name) == value
