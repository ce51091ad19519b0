"""What a negation inside a match, an age told without a noun, and time long past do to danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.matching.danger_words import number_of, read
from wayfinder.matching.triage import load_danger_rules, triage

FOLDER = Path(__file__).parents[3] / "directory" / "safety"
RULES = load_danger_rules(FOLDER)


def categories(text: str) -> list[str]:
    return [urgent.category for urgent in triage(text, RULES, frozenset())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he hits me", ["domestic_abuse"]),
        ("he doesn't hit me", []),
        ("he has never actually hit me", []),
        ("he doesn't stop hitting me", ["domestic_abuse"]),
        ("he never hits me where it shows", ["domestic_abuse"]),
        ("he doesn't hit me but he is hitting me again now", ["domestic_abuse"]),
        ("my husband never helps and hits me", ["domestic_abuse"]),
        ("they beat me if I don't beg", ["domestic_abuse", "modern_slavery"]),
    ],
)
def test_a_negation_between_the_words_of_a_match(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("said", "a_child"),
    [
        ("she's 12 and shy", True),
        ("im 15", True),
        ("she's 12 weeks pregnant", False),
        ("he's 10 minutes away", False),
        ("she's 24 and shy", False),
        ("flat 12 and shy", False),
    ],
)
def test_an_age_told_without_a_noun_is_that_of_a_child(said: str, a_child: bool) -> None:
    assert (number_of(RULES.lexicon, "child") in read(said, RULES.lexicon).present) == a_child


def test_a_daughter_in_law_is_no_child() -> None:
    told = read("my daughter in law", RULES.lexicon).present
    assert number_of(RULES.lexicon, "daughter") not in told
    assert number_of(RULES.lexicon, "growndaughter") in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as a boy I was left on my own in the war", []),
        ("a boy was left on his own in the street", ["child_at_risk"]),
        ("films about bombs", []),
        ("there is a bomb in the bag", ["life_at_risk"]),
        ("my ex was violent, that was thirty years ago and he is dead", []),
        ("my ex was violent, that was a year ago and he still rings", ["domestic_abuse"]),
    ],
)
def test_what_is_long_ago_or_made_up_is_no_danger_now(text: str, expected: list[str]) -> None:
    assert categories(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he took my card", ["domestic_abuse"]),
        ("he took my card to the shop for me", []),
        ("he came at me with a knife", ["life_at_risk"]),
        ("he has a toy knife", []),
        ("nobody has seen the lady next door for days", ["life_at_risk"]),
        ("the council has not answered the lady next door for days", []),
    ],
)
def test_a_word_is_taken_in_the_sense_its_clause_gives(text: str, expected: list[str]) -> None:
    assert [name for name in categories(text) if name in expected] == expected
    assert expected or categories(text) == []
