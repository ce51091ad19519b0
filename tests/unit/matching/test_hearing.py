"""Which needs are named, and which only meant, clause by clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize
from wayfinder.matching.hearing import needs_in


def need(id: str, *phrases: str) -> Need:
    return Need(
        id=id,
        label=id.replace("-", ""),
        theme="Made up",
        priority=Priority.AGEING_WELL,
        tier=Tier.EARLY_HELP,
        phrases=phrases,
    )


BOOK = PhraseBook(
    (
        need("autism", "autism spectrum", "spectrum"),
        need("holiday-club", "kid holiday club", "summer scheme"),
        need("universal-credit", "universal credit stopped"),
        need("food", "cupboard hungry bare", "hungry kitchen bare", "kitchen cupboard bare"),
        need("drink", "drinking vodka"),
        need("drink-and-drive", "drinking vodka driving"),
    )
)


def heard(typed: str, implied: str | None = None) -> list[str]:
    clauses = [tokenize(clause) for clause in text.clauses(typed)]
    numbers = {number for number, each in enumerate(BOOK.needs) if each.id == implied}
    return [BOOK.needs[hit.need].id for hit in needs_in(clauses, BOOK, implied=numbers)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("universal credit stopped", ["universal-credit"]),
        # a need between another's words is its own
        ("kid on the spectrum holiday club", ["holiday-club", "autism"]),
        # but the words of a longer phrase tell no shorter one
        ("drinking vodka and driving", ["drink-and-drive"]),
        # the words of another clause that point somewhere are heard too
        ("universal credit stopped, kitchen cupboard hungry", ["universal-credit", "food"]),
        ("universal credit stopped and kitchen cupboard hungry", ["universal-credit", "food"]),
        # one stray word is no need, and neither are words of the clause that named one
        ("universal credit stopped, hungry", ["universal-credit"]),
        ("universal credit stopped kitchen cupboard hungry", ["universal-credit"]),
        # where nothing is named, what most of the words point to
        ("kitchen cupboard hungry", ["food"]),
        ("nothing of the kind", []),
    ],
)
def test_what_is_heard(typed: str, expected: list[str]) -> None:
    assert heard(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # what is told beside a need hides nothing of it, and lends it no words
        ("my uncle is visiting from abroad and kitchen cupboard hungry", ["food"]),
        ("wages stopped, universal credit", []),
        ("universal, 34, credit stopped", ["universal-credit"]),
        ("universal credit and wages stopped", []),
        ("universal credit and stopped", ["universal-credit"]),
        # with a subject of its own it begins anew
        ("universal credit and he stopped", []),
    ],
)
def test_a_phrase_ends_with_its_clause(typed: str, expected: list[str]) -> None:
    assert heard(typed) == expected


def test_beneath_a_danger_another_clause_may_name_a_need_in_one_word() -> None:
    assert heard("drinking vodka, spectrum", "drink") == ["drink", "autism"]
    assert heard("drinking vodka spectrum", "drink") == ["drink"]


def test_beneath_a_danger_only_whole_phrases_of_several_words_are_heard() -> None:
    assert heard("universal credit stopped, on the spectrum", implied="drink") == [
        "universal-credit"
    ]
    assert heard("kitchen cupboard hungry", implied="drink") == []


@given(st.text(alphabet="aAé 056-,.'’+\nandlsover", max_size=60))
def test_the_clauses_hold_every_word_once_and_in_order(typed: str) -> None:
    together = [word for clause in text.clauses(typed) for word in clause]
    assert together == text.words(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("exercise for over 50s", ["exercise", "for", "older"]),
        ("Over-60s club", ["older", "club"]),
        ("50+ walks", ["older", "walks"]),
        ("60 plus", ["older"]),
        ("aged 55 and over", ["older"]),
        ("65 or over", ["older"]),
        ("over 5 years", ["over", "5", "years"]),
        ("over 500 people", ["over", "500", "people"]),
        ("aged 16", ["aged", "16"]),
        ("room 50", ["room", "50"]),
    ],
)
def test_an_age_by_which_a_group_is_called_is_a_word_for_people(
    typed: str, words: list[str]
) -> None:
    assert text.words(typed) == words
