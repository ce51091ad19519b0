"""Misspelt words are mended towards the directory's own words; known words are left alone."""

from __future__ import annotations

import pytest

from wayfinder.index.spelling import Spelling, spelling_arrays

DIRECTORY = {
    "bereavement": 9,
    "counselling": 12,
    "alzheimers": 4,
    "benefits": 20,
    "alcohol": 8,
    "carers": 9,
    "piazza": 3,
    "suicide": 5,
    "royston": 2,
}
ENGLISH = ("pizza", "careers", "benefit", "council", "alcoholic")
SPELLING = Spelling(spelling_arrays(DIRECTORY, ENGLISH))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("berevement", "bereavement"),
        ("councelling", "counselling"),
        ("alzhiemers", "alzheimers"),
        ("benifits", "benefits"),
        ("alchohol", "alcohol"),
        ("suiside", "suicide"),
        ("roysten", "royston"),
    ],
)
def test_mended(typed: str, meant: str) -> None:
    assert SPELLING.correct(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "bereavement",  # right already
        "pizza",  # English, though "piazza" is near and in the directory
        "careers",  # English, though "carers" is near
        "gp",  # too short to guess
        "al1",  # not a word
        "xylophonic",  # nothing is near
    ],
)
def test_left_alone(typed: str) -> None:
    assert SPELLING.correct(typed) is None
