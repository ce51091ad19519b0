"""What a word is heard as hangs on the words beside it."""

from __future__ import annotations

import pytest

from tests.unit.index.test_phrases import need
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize
from wayfinder.index.senses import senses

BOOK = PhraseBook(
    (
        need("homeless", "kicked out by parents", "kicked out of home"),
        need("behaviour", "kicking off at home"),
        need("end-of-life", "dying of cancer"),
        need("grief", "died of cancer"),
        need("home-care", "can't wash himself"),
        need("carers", "exhausted looking after mum"),
        need("school", "after school club"),
        need("wills", "make a will"),
        need("fuel", "meter has run out"),
        need("breaks", "a day off from caring"),
        need("day-centres", "a day of caring company"),
    )
)


def heard(words: str) -> list[str]:
    return [BOOK.needs[hit.need].id for hit in BOOK.hear(tokenize(text.words(words)))]


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("his parents have kicked my mate out", ["homeless"]),
        ("he keeps kicking off at home", ["behaviour"]),
        ("kicked a ball at home", []),
        ("my mum is dying of cancer", ["end-of-life"]),
        ("my mum might die of cancer", ["end-of-life"]),
        ("since my mum died of cancer", ["grief"]),
        ("she can't wash herself", ["home-care"]),
        ("exhausted, I look after my mum", ["carers"]),
        ("exhausted after mum's visit", []),
        ("the meter ran out", ["fuel"]),
        ("he wants to make his will, a simple one", ["wills"]),
        ("she will make a scene", []),
        ("no day off from caring", ["breaks"]),
        ("caring all day for company", ["day-centres"]),
    ],
)
def test_needs_told_by_the_sense_of_a_word(words: str, needs: list[str]) -> None:
    assert heard(words) == needs


@pytest.mark.parametrize(
    ("words", "sense"),
    [
        ("kicked my son out", "kick out"),
        ("kicked right in the shin and out", "kick"),
        ("looking after mum", "look"),
        ("stolen", "steal"),
        ("", ""),
    ],
)
def test_the_sense_of_a_first_word(words: str, sense: str) -> None:
    assert "".join(senses(text.words(words))[:1]) == sense


def test_a_word_whose_neighbours_say_nothing_is_its_stem() -> None:
    words = text.words("debts are piling and the boiler is broken")
    assert senses(words) == text.stems(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can't be left on her own", "can't be left on his own"),
        ("no one to talk to", "nobody to talk to"),
        ("cannot leave them", "can't leave him"),
        ("no bus to the Lister", "no bus to the hospital"),
    ],
)
def test_two_ways_to_say_one_thing_are_one(one: str, other: str) -> None:
    def told(words: str) -> set[str]:
        return set(senses(text.words(words))) - {"no"}

    assert told(one) == told(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("find a care home", "care at home"),
        ("going into a home", "want to go home"),
        ("one to one at school", "my little ones at school"),
        ("he hits her", "she hits the bottle"),
    ],
)
def test_two_things_that_share_their_stems_are_two(one: str, other: str) -> None:
    assert not set(senses(text.words(one))) <= set(senses(text.words(other)))
