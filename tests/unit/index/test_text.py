"""One way of reading words, at build and at query time."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("apostrophe", text.APOSTROPHES)
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert text.words(f"she don{apostrophe}t") == ["she", "dont"]
    assert text.straight(f"Men{apostrophe}s") == "Men's"


def test_the_apostrophes_are_those_that_people_type() -> None:
    assert set(text.APOSTROPHES) >= set("'\u2018\u2019\u00b4\u0060\u02bc\u2032\uff07")


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("mum'and dad", [["mumand", "dad"]]),
        ("damp and mould, also rent", [["damp"], ["and", "mould"], ["also", "rent"]]),
        ("a'b'and", [["ab"], ["and"]]),
        ("sandwich plus.size", [["sandwich"], ["plus"], ["size"]]),
    ],
)
def test_clauses_end_between_words(typed: str, clauses: list[list[str]]) -> None:
    assert [clause for clause in text.clauses(typed) if clause] == clauses


PIECES = st.sampled_from([*"aé'’´,. /+-", "and", "but", "also", "plus", "over 65s", "mum", "60+"])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_clauses_hold_every_word_once(typed: str) -> None:
    assert sum(map(len, text.clauses(typed))) == len(text.words(typed))


def _listed() -> Iterator[list[str]]:
    """The words of each list that is written out in `text`."""
    for node in ast.walk(ast.parse(inspect.getsource(text))):
        match node:
            case ast.Attribute(attr="split", value=ast.Constant(value=str(listed))):
                yield listed.split()


def test_no_list_names_a_word_twice_nor_one_that_another_list_has() -> None:
    words = [word for listed in _listed() if len(listed) > 10 for word in listed]
    assert len(words) > 200
    assert not [word for word, times in Counter(words).items() if times > 1]


@pytest.mark.parametrize(
    ("word", "tells"),
    [("debt", True), ("111", True), ("came", False), ("3", False), ("mum", False), ("the", False)],
)
def test_words_that_may_point_to_a_need(word: str, tells: bool) -> None:
    assert text.tells(word) is tells


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pensioner", "pension"),
        ("illness", "ill"),
        ("overeating", "over"),
        ("wills", "will"),
        ("wellness", "well"),
        ("probate", "probation"),
        ("busy", "business"),
        ("quite", "quit"),
        ("personality", "person"),
    ],
)
def test_words_that_mean_different_things_have_different_stems(word: str, other: str) -> None:
    assert text.stem(word) != text.stem(other)
    assert text.stems([word, other]) == [text.stem(word), text.stem(other)]


@pytest.mark.parametrize("word", sorted(text.STEMS))
def test_a_word_is_an_exception_only_where_the_stemmer_says_otherwise(word: str) -> None:
    stem = text.STEMS[word]
    assert word.startswith(stem[:-1])
    assert text.stem(stem) == stem


@pytest.mark.parametrize("typed", ["wi-fi", "WiFi", "Wi Fi"])
def test_wifi_is_one_word(typed: str) -> None:
    assert text.words(f"no {typed} at home") == ["no", "wifi", "at", "home"]
