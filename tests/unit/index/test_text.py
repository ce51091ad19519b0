"""One way of reading words, at build and at query time."""

from __future__ import annotations

import pytest

from wayfinder.index import text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Men's Shed", ["mens", "shed"]),
        ("men’s shed", ["mens", "shed"]),
        ("Café, crèche & co.", ["cafe", "creche", "co"]),
        ("0-5s / under-16s", ["0", "5s", "under", "16s"]),
        ("  \n\t ", []),
    ],
)
def test_words(raw: str, words: list[str]) -> None:
    assert text.words(raw) == words


@pytest.mark.parametrize("pair", [("falling", "falls"), ("counselling", "counsellor's"[:10])])
def test_inflections_share_a_stem(pair: tuple[str, str]) -> None:
    assert text.stem(pair[0])[:5] == text.stem(pair[1])[:5]


@pytest.mark.parametrize("word", ["the", "mum", "needs", "help", "a"])
def test_words_without_a_need_of_their_own(word: str) -> None:
    assert not text.is_content(word)


def test_sentences_end_at_stops_and_lines() -> None:
    assert text.sentences("One thing. Another\nA third!") == ["One thing", "Another", "A third"]
