"""Words that speak of danger together, where no rule has anything to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.everyday_tellings import everyday_tellings
from benchmarks.fit_danger_evidence import Model
from wayfinder.errors import DirectoryError
from wayfinder.matching.danger_evidence import (
    category_shown,
    evidence_windows,
    evidence_words,
    load_evidence,
)
from wayfinder.matching.danger_table import load_danger_table
from wayfinder.matching.danger_words import Clause, read
from wayfinder.matching.triage import EVIDENCE, load_danger_rules, triage

FOLDER = Path(__file__).parents[3] / "directory" / "safety"
RULES = load_danger_rules(FOLDER)
WEIGHTS = """words,danger,fire,flood
(floor),1,,
(any),-1,0,0
smoke,1.5,0.9,-0.2
water,1.5,-0.2,0.9
rise,0.6,,
water bill,-2,,
"""


def clauses(text: str) -> list[Clause]:
    told = [tuple(words.split()) for words in text.split(",")]
    return [Clause(10 * at, 10 * at + len(stems) - 1, stems) for at, stems in enumerate(told)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("unheard", None),
        ("smoke", None),
        ("smoke rise", "fire"),
        ("water rise", "flood"),
        ("water water", None),
        ("rise water bill", None),
        ("water,rise", "flood"),
        ("water,unheard,rise", None),
        ("smoke rise,water bill", "fire"),
        ("water bill,smoke rise", "fire"),
        ("water bill,unheard,smoke rise,unheard,water bill", "fire"),
        ("water,bill rise", "flood"),
    ],
)
def test_the_loudest_part_speaks(tmp_path: Path, told: str, expected: str | None) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(WEIGHTS)
    evidence = load_evidence(path, {"fire", "flood"})
    assert category_shown(evidence_windows(clauses(told)), evidence) == expected


def test_a_text_without_words_shows_nothing() -> None:
    assert category_shown([], RULES.evidence) is None


def test_near_words_are_weighed_in_pairs_each_once_and_not_across_a_break() -> None:
    assert evidence_words(clauses("gone all floppi,gone")) == {
        "(any)", "gone", "all", "floppi", "gone all", "gone floppi", "all floppi",
    }  # fmt: skip


def test_a_clause_without_end_is_weighed_in_stretches() -> None:
    words = [str(number) for number in range(20)]
    parts = [part for part, *rest in evidence_windows(clauses(" ".join(words))) if not rest]
    assert [(part.first, part.last) for part in parts] == [(0, 11), (6, 17), (12, 19)]
    assert parts[1].stems == tuple(words[6:18])


def test_the_words_alone_on_phrases_they_were_not_fitted_to() -> None:
    """The fairest figure of the weights: no rule is asked, and the fit never saw these phrases."""
    held = [told for told in load_danger_table(FOLDER, RULES.categories) if told.held_out]
    shown = {told.text for told in held if alone(told.text) is not None}
    dangers = [told.text for told in held if told.category is not None]
    harmless = [told.text for told in held if told.category is None]
    assert len(shown.intersection(dangers)) / len(dangers) >= 0.42
    assert len(shown.intersection(harmless)) / len(harmless) <= 0.01


def alone(text: str) -> str | None:
    return category_shown(evidence_windows(read(text, RULES.lexicon).clauses), RULES.evidence)


def test_the_fit_weighs_what_is_weighed_when_serving() -> None:
    model = Model(RULES)
    (clause,) = read("she is stuck in a lift and cannot get out", RULES.lexicon).clauses
    assert model.manner([clause]) == evidence_words([clause])
    assert "lift" in model.matter(model.manner([clause])) and "stuck lift" in model.manner([clause])
    assert model.matter(["she", "she is", "strangl", "strangl she"]) == {"strangl", "strangl she"}


def test_no_number_is_weighed() -> None:
    (clause,) = read("rent for 2 of 91 is due", RULES.lexicon).clauses
    assert not any(map(str.isdigit, " ".join(Model(RULES).manner([clause])).split()))


def test_tellings_are_everyday_and_the_same_for_the_same_seed() -> None:
    told = everyday_tellings(["bus pass lost"], 200, seed=3)
    assert told == everyday_tellings(["bus pass lost"], 200, seed=3)
    assert len(set(told)) > 190
    assert any("bus pass lost" in text for text in told)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("fire,flood", "fire,flod", "line 1"),
        ("smoke,1.5", "smoke,much", "line 4"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(WEIGHTS.replace(old, new))
    with pytest.raises(DirectoryError, match=complaint):
        load_evidence(path, {"fire", "flood"})


def test_what_a_rule_excuses_the_words_do_not_bring_back() -> None:
    assert triage("not suicidal", RULES, frozenset()) == ()


@pytest.mark.parametrize("excused", ["not suicidal", "an essay about domestic violence"])
def test_what_is_excused_in_one_place_hides_no_danger_in_another(excused: str) -> None:
    told = f"{excused}. my husband has gone grey and is holding his arm"
    assert [urgent.rule for urgent in triage(told, RULES, frozenset())] == [EVIDENCE]


def test_the_words_are_heard_beside_a_rule_and_the_severest_stands_first() -> None:
    told = "sleeping rough in Watford. my husband has gone grey and is holding his arm"
    assert [urgent.category for urgent in triage(told, RULES, frozenset())] == [
        "life_at_risk",
        "homeless_tonight",
    ]


def test_a_signpost_says_that_it_came_from_the_words() -> None:
    (urgent,) = triage("my husband has gone grey and is holding his arm", RULES, frozenset())
    assert (urgent.category, urgent.rule) == ("life_at_risk", EVIDENCE)
