"""Words that speak of danger together, where no rule has anything to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.errors import DirectoryError
from wayfinder.matching.danger_evidence import category_shown, evidence_words, load_evidence
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


@pytest.mark.parametrize(
    ("stems", "expected"),
    [
        ((), None),
        (("smoke",), None),
        (("smoke", "rise"), "fire"),
        (("water", "rise"), "flood"),
        (("water", "water"), "flood"),
        (("rise", "water", "bill"), None),
        (("unheard",), None),
    ],
)
def test_words_add_up_to_a_category_or_to_nothing(
    tmp_path: Path, stems: tuple[str, ...], expected: str | None
) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(WEIGHTS)
    assert category_shown(stems, load_evidence(path, {"fire", "flood"})) == expected


def test_neighbours_are_weighed_with_the_words() -> None:
    assert evidence_words(("gone", "all", "floppi")) == [
        "(any)", "gone", "all", "floppi", "gone all", "all floppi",
    ]  # fmt: skip


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


def test_a_signpost_says_that_it_came_from_the_words() -> None:
    (urgent,) = triage("my friend is on the motorway bridge railings", RULES, frozenset())
    assert (urgent.category, urgent.rule) == ("life_at_risk", EVIDENCE)
