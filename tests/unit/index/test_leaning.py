"""What words point to where no phrase stands whole, and which words point nowhere."""

from __future__ import annotations

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.vocabulary import load_needs
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize

DIRECTORY_BOOK = PhraseBook(load_needs(DIRECTORY / "needs"))


def need(id: str, *phrases: str) -> Need:
    return Need(
        id=id,
        label=id,
        theme="Made up",
        priority=Priority.AGEING_WELL,
        tier=Tier.EARLY_HELP,
        phrases=phrases,
    )


BOOK = PhraseBook(
    (
        need("Company", "lonely evenings", "lonely weekends", "talk chat", "lonely since retiring"),
        need("Speech", "slow to talk", "talk in sentences", "talk late", "talk stutter"),
        need("Jobs", "paper round", "job centre"),
        need("After a death", "post stopping", "coroner office", "close accounts"),
        need("Money", "boiler loan", "job loan", "job grant", "job lost", "job cut"),
        *(need(f"Else{n}", f"made{n} up{n}") for n in range(20)),
    )
)


def leans(typed: str, book: PhraseBook = BOOK) -> list[str]:
    return [book.needs[hit.need].label for hit in book.lean(tokenize(text.words(typed)))]


@pytest.mark.parametrize("word", sorted(text.NARRATIVE))
def test_no_word_that_only_tells_how_it_came_about_names_a_need(word: str) -> None:
    assert leans(word, DIRECTORY_BOOK) == []


@pytest.mark.parametrize(
    "typed",
    ["what time do you start", "he goes there", "finds", "3", "bored", "what is the time"],
)
def test_common_words_alone_point_nowhere(typed: str) -> None:
    assert leans(typed, DIRECTORY_BOOK) == []


def test_a_word_that_points_to_many_needs_names_only_what_is_called_by_it() -> None:
    assert leans("baby", DIRECTORY_BOOK) == ["Baby and toddler groups"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # several words of a need, one of which it is often told by
        ("lonely talk", ["Company"]),
        # one word that is in the need's name, or that most of its phrases hold
        ("speech", ["Speech"]),
        ("jobs", ["Money", "Jobs"]),
        ("talk", ["Speech"]),
        # one word that it is sometimes told by
        ("lonely", []),
        ("round", []),
        # words that each stray out of another phrase
        ("post office close", []),
    ],
)
def test_what_words_point_to(typed: str, expected: list[str]) -> None:
    assert leans(typed) == expected
