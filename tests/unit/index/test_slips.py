"""What people do all the time costs less than what they seldom do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from wayfinder.index.slips import ANY, AT_THE_START, DOUBLED, SWAPPED, slips

WORD = st.text("abcdehrst", max_size=9)


@pytest.mark.parametrize(
    ("likelier", "less_likely", "meant"),
    [
        ("suport", "spport", "support"),  # half of a double letter dropped
        ("supportt", "supportz", "support"),  # a letter doubled
        ("hosue", "hodue", "house"),  # letters that changed places
        ("benifits", "bengfits", "benefits"),  # a vowel for a vowel
        ("docial", "mocial", "social"),  # a key beside the right one
        ("kounsil", "zounsil", "counsil"),  # a letter that sounds the same
        ("carerd", "carerp", "carer"),  # a key hit by the way
        ("famly", "faily", "family"),  # a vowel dropped
        ("socail", "oscial", "social"),  # anything rather than the first letter
    ],
)
def test_slips_are_weighed(likelier: str, less_likely: str, meant: str) -> None:
    assert slips(likelier, meant) < slips(less_likely, meant)


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("social", "social", 0.0),
        ("scoial", "social", SWAPPED),
        ("runing", "running", DOUBLED),
        ("vilence", "violence", 0.8),
        ("kocial", "social", ANY + AT_THE_START),
        ("socail runing", "social running", SWAPPED + DOUBLED),
    ],
)
def test_slips_add_up(typed: str, meant: str, cost: float) -> None:
    assert slips(typed, meant) == pytest.approx(cost)


@given(WORD, WORD, st.floats(0, 4))
def test_a_bound_changes_nothing_within_it(typed: str, meant: str, most: float) -> None:
    cost, bounded = slips(typed, meant), slips(typed, meant, most)
    assert bounded == cost if cost <= most else bounded > most


@given(WORD, WORD)
def test_no_two_words_are_nearer_than_their_edits_allow(typed: str, meant: str) -> None:
    """Which is why a word of too many edits need not be weighed."""
    cost = slips(typed, meant)
    assert cost >= DOUBLED * OSA.distance(typed, meant) or math.isclose(cost, 0)
