"""Every word for a relative is one to every reader of an enquiry."""

from __future__ import annotations

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.enquiry import Person
from wayfinder.domain.vocabulary import load_needs
from wayfinder.domain.word_groups import load_word_groups
from wayfinder.index import relatives, text
from wayfinder.index.phrases import PhraseBook, tokenize
from wayfinder.location.towns import Towns, read_towns
from wayfinder.matching.people import hear_person
from wayfinder.matching.places import place_named

TOWNS = Towns(read_towns(DIRECTORY / "areas"))
BOOK = PhraseBook(load_needs(DIRECTORY / "needs"))
GROUPS = {group.id: set(group.words) for group in load_word_groups(DIRECTORY / "words.toml")}

each = pytest.mark.parametrize("relative", relatives.ALL)


@each
def test_a_relative_lives_elsewhere(relative: str) -> None:
    assert place_named(f"her {relative} lives in Harlow", TOWNS) is None
    assert place_named(f"her {relative} fell, she lives in Harlow", TOWNS) is not None


@each
def test_a_relative_has_an_age(relative: str) -> None:
    assert hear_person(f"my {relative}, 79, is lonely", Person()).age == 79
    assert hear_person(f"82, lives with her {relative}, 40", Person()).age == 82


@pytest.mark.parametrize("relative", relatives.GROWN_UP)
def test_who_looks_after_a_grown_up_relative_is_a_carer(relative: str) -> None:
    assert hear_person(f"I look after my {relative}", Person()).circumstances == ("carer",)


@pytest.mark.parametrize("relative", relatives.YOUNGER)
def test_who_looks_after_a_child_need_not_be_one(relative: str) -> None:
    assert hear_person(f"I look after my {relative}", Person()).circumstances == ()


@each
def test_anothers_illness_is_not_the_persons(relative: str) -> None:
    assert hear_person(f"worried, her {relative} has dementia", Person()).circumstances == ()


@each
def test_a_phrase_about_one_relative_is_heard_of_any(relative: str) -> None:
    hits = BOOK.hear(tokenize(text.words(f"my {relative} is drinking too much")))
    assert "families-addiction" in {BOOK.needs[hit.need].id for hit in hits}


@each
def test_a_relative_is_whom_it_is_about_unless_the_word_tells_a_need(relative: str) -> None:
    assert (relative in text.PERSON_WORDS) == (relative not in relatives.TELLING)


def test_parents_and_grandparents_are_kin_in_the_directory() -> None:
    assert GROUPS["parent"] == set(relatives.PARENTS)
    # "nanny" is childcare to those who offer it
    assert GROUPS["grandparent"] == set(relatives.GRANDPARENTS) - {"nanny"}
