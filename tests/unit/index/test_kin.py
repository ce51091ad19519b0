"""Which word stands for which group, however it is inflected."""

from __future__ import annotations

import pytest

from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import text
from wayfinder.index.kin import AUDIENCE_SHARE, MARK, OWN_SHARE, Kin

KIN = Kin(
    [WordGroup("child", ("child", "children", "kid")), WordGroup("talk", ("talking", "chat"))]
)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("kid", "~child"),
        ("kids", "~child"),
        ("child", "~child"),
        ("children", "~child"),
        ("talked", "~talk"),
        ("chatting", "~talk"),
        ("childless", None),
        ("adult", None),
        ("", None),
    ],
)
def test_a_word_and_its_inflections_have_the_term_of_their_group(
    word: str, term: str | None
) -> None:
    assert KIN.term(text.stem(word)) == term


def test_without_groups_no_word_has_kin() -> None:
    assert Kin().term("kid") is None


def test_a_groups_term_can_be_no_words() -> None:
    """So that a group called "child" and the word "child" are counted apart."""
    assert text.words(f"{MARK}child") == ["child"]
    assert KIN.term("~child") is None


def test_the_very_word_that_was_said_counts_a_little_more_than_its_kin() -> None:
    assert 0 < OWN_SHARE < 0.5
    assert 0 < AUDIENCE_SHARE < 1
