"""Misspelt words are mended towards the directory's own words; known words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import made_up
from wayfinder.domain.service import Service
from wayfinder.index.spelling import Mended, Spelling
from wayfinder.index.spelling_build import SpellingBuilder, compounds, spelling_arrays

DIRECTORY = {
    "bereavement": 9,
    "counselling": 12,
    "alzheimers": 4,
    "benefits": 20,
    "alcohol": 8,
    "carers": 9,
    "children": 9,
    "debt": 5,
    "food": 9,
    "bank": 9,
    "piazza": 3,
    "suicide": 5,
    "royston": 2,
    "psychologist": 4,
    "phone": 8,
    "fun": 8,
    "parking": 6,
    "barking": 6,
    "harking": 6,
    "typpo": 1,
    "relieve": 9,
}
ENGLISH = dict.fromkeys(
    ("pizza", "careers", "benefit", "council", "alcoholic", "fin", "chill", "pediatric", "receive"),
    9,
)
PAIRS = compounds(["from the food bank", "mental health"])
SPELLING = Spelling(spelling_arrays(DIRECTORY, ENGLISH, PAIRS))


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
        ("sycologist", "psychologist"),  # by ear: four letters are wrong
        ("fone", "phone"),  # by ear, and neither "fun" nor "fin"
        ("dbet", "debt"),  # short, but only two letters have changed places
        ("foodbank", "food bank"),  # two words that stand side by side in a need's phrase
        ("mentalhealth", "mental health"),
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
        "paediatric",  # British, though the English list is American
        "neighbours",  # the same, of a word that is not in this list at all, and nothing is near
        "gp",  # too short to guess
        "al1",  # not a word
        "xylophonic",  # nothing is near
        "piza",  # most like "pizza", and that is not in the directory
        "recieve",  # "relieve" is as near as "receive", but nobody means it
        "karking",  # parking, barking, harking: nobody can tell
        "dept",  # a short word with one letter changed is near to too much
        "typpoo",  # what the directory says once may be misspelt itself
        "ça",  # not of these letters
        "havent",  # "haven't", though "haven" may be near
        "whove",
        "debted",  # a form of a word that is known
        "fromthe",  # two words that carry nothing
    ],
)
def test_left_alone(typed: str) -> None:
    assert SPELLING.correct(typed) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["chil", "dren"], [Mended("chil dren", "children")]),
        (["food", "bank"], [Mended("food", "food"), Mended("bank", "bank")]),
        (["chill", "debt"], [Mended("chill", "chill"), Mended("debt", "debt")]),
        (["dbet", "chil", "dren"], [Mended("dbet", "debt"), Mended("chil dren", "children")]),
        ([], []),
    ],
)
def test_words_are_read_in_their_order(typed: list[str], read: list[Mended]) -> None:
    assert SPELLING.mend(typed) == read


@given(st.lists(st.text("abcdefghiklnoprstuy", min_size=1, max_size=30), max_size=6))
def test_whatever_is_typed_is_kept_and_what_is_read_is_known(typed: list[str]) -> None:
    mended = SPELLING.mend(typed)
    assert " ".join(piece.typed for piece in mended).split() == typed
    assert all(
        SPELLING.knows(word)
        for piece in mended
        if piece.meant != piece.typed
        for word in piece.meant.split()
        if word not in {"mental", "health"}
    )


def spelling_of(*services: Service) -> Spelling:
    builder = SpellingBuilder(made_up.NEEDS, place_names=["Bishop's Stortford"])
    for number, service in enumerate(services):
        builder.add(number, service)
    return Spelling(builder.arrays({}))


@pytest.mark.parametrize(
    ("typed", "meant"), [("stortfrod", "stortford"), ("wheathamsted", "wheathampstead")]
)
def test_places_are_known_and_mended(typed: str, meant: str) -> None:
    at = made_up.at(51.8, -0.3, city="Wheathampstead")
    spelling = spelling_of(made_up.service("Drop-in", locations=(at,)))
    assert spelling.knows(meant)
    assert spelling.correct(typed) == meant


def test_where_a_confidential_place_lies_is_not_given_away_by_spelling() -> None:
    at = made_up.at(51.8, -0.3, city="Wheathampstead", confidential=True)
    assert not spelling_of(made_up.service("Refuge", locations=(at,))).knows("wheathampstead")
