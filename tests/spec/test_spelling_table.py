"""Real misspellings are mended towards the words of the directory and its needs; names, rare words
and slang are left alone.

The table is `spelling.toml`. Its tuning half is what the weights were chosen by; the held-back half
tells what to expect of words that nobody has looked at.
"""

from __future__ import annotations

import tomllib
import zlib
from collections import Counter
from pathlib import Path

import pytest

from tests.unit.directory.rows import DIRECTORY, ROWS
from wayfinder.domain.place_names import load_place_names
from wayfinder.domain.vocabulary import load_needs
from wayfinder.domain.word_groups import load_word_groups
from wayfinder.index import text
from wayfinder.index.spelling import Spelling
from wayfinder.index.spelling_build import SpellingBuilder
from wayfinder.location.areas import Areas

TABLE = tomllib.loads((Path(__file__).parent / "spelling.toml").read_text("utf-8"))
MISSPELT = {typed: meant for kind in TABLE["misspelt"].values() for typed, meant in kind.items()}
BEYOND: dict[str, str] = TABLE["beyond"]
VALID = [word for kind in TABLE["valid"].values() for word in kind["words"].split()]
TOLD = ("name", "organization", "summary", "description", "taxonomy_terms", "eligibility")
HALVES = ("tuning", "held back")

LEAST_MENDED = 0.9
MOST_MISTAKEN = 0.02
MOST_CHANGED = 0.035


def half(word: str) -> str:
    return HALVES[zlib.crc32(word.encode()) % 2]


@pytest.fixture(scope="module")
def spelling(areas: Areas) -> Spelling:
    """The starter directory's words, the needs', and a few that a larger directory has as well."""
    builder = SpellingBuilder(
        load_needs(DIRECTORY / "needs"),
        load_word_groups(DIRECTORY / "words.toml"),
        [*(area.name for area in areas), *load_place_names(DIRECTORY / "places.toml")],
    )
    told = [row.get(field) or "" for row in ROWS for field in TOLD]
    larger = TABLE["vocabulary"]["words"].split() * 2
    return Spelling(builder.arrays(Counter(text.words(" ".join([*told, *larger])))))


def is_right(mended: str | None, meant: str) -> bool:
    """Whether a search finds the same by both: "benefit" is as good as "benefits"."""
    return mended is not None and text.stems(mended.split()) == text.stems(meant.split())


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(MISSPELT) >= 250
    assert len(VALID) >= 250
    assert not set(MISSPELT) & set(VALID)


def test_the_directory_has_every_word_that_is_meant(spelling: Spelling) -> None:
    meant = {word for words in MISSPELT.values() for word in words.split()}
    assert [word for word in sorted(meant) if not spelling.knows(word)] == []


@pytest.mark.parametrize("part", HALVES)
def test_misspellings_are_mended_and_hardly_ever_to_another_word(
    part: str, spelling: Spelling
) -> None:
    asked = {typed: meant for typed, meant in MISSPELT.items() if half(typed) == part}
    answers = {typed: spelling.correct(typed) for typed in asked}
    missed = {typed: to for typed, to in answers.items() if not is_right(to, asked[typed])}
    mistaken = {typed: to for typed, to in missed.items() if to is not None}
    assert len(mistaken) <= MOST_MISTAKEN * len(asked), mistaken
    assert len(missed) <= (1 - LEAST_MENDED) * len(asked), missed


@pytest.mark.parametrize("part", HALVES)
def test_words_that_are_right_or_unknown_stay_as_they_are(part: str, spelling: Spelling) -> None:
    asked = [word for word in VALID if half(word) == part]
    changed = {word: to for word in asked if (to := spelling.correct(word))}
    assert len(changed) <= MOST_CHANGED * len(asked), changed


@pytest.mark.parametrize("part", HALVES)
def test_what_the_directory_may_not_know_is_not_read_as_something_else(
    part: str, spelling: Spelling
) -> None:
    asked = {typed: meant for typed, meant in BEYOND.items() if half(typed) == part}
    answers = {typed: spelling.correct(typed) for typed in asked}
    wrong = {typed: to for typed, to in answers.items() if to and not is_right(to, asked[typed])}
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_no_service_s_own_name_is_changed(row: dict[str, str], spelling: Spelling) -> None:
    named = text.words(row["name"])
    assert [piece.meant for piece in spelling.mend(named)] == named


def test_no_place_s_name_is_changed(areas: Areas, spelling: Spelling) -> None:
    named = [text.words(area.name) for area in areas]
    assert [[piece.meant for piece in spelling.mend(words)] for words in named] == named
