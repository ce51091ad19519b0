"""Names are compared by words spelt one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.ingest.linking.words import abbreviates, alike, asides, initials, is_weak, spoken


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("The St. Mary's Surgery Ltd", "st mary practice"),
        ("ST MARYS MEDICAL CENTRE", "st mary practice"),
        ("Stevenage CAB", "stevenage citizen advice"),
        ("Citizens Advice Bureau, Stevenage", "citizen advice stevenage"),
        ("Herts Food Bank", "hertfordshire foodbank"),
        ("Café & Crèche", "cafe creche"),
        ("1st Baldock Scouts", "1 baldock scout"),
        ("First Baldock Scouts", "1 baldock scout"),
        ("Watford and Three Rivers", "watford 3 river"),
        ("Watford & 3 Rivers", "watford 3 river"),
        ("Lister Hospital A&E", "lister hospital accident emergency"),
        ("Much Hadham H/C", "much hadham health centre"),
        ("The & of", ""),
        ("Дім у Гарлоу", "дім гарлоу"),
    ],
)
def test_a_name_is_spelt_one_way(name: str, words: str) -> None:
    assert " ".join(spoken(name)) == words


@given(st.text(max_size=60))
def test_any_text_can_be_read_and_its_words_are_read_as_themselves(text: str) -> None:
    words = spoken(text)
    assert len(set(words)) == len(words)
    assert spoken(text.upper()) == spoken(text.lower()) or not text.isascii()


@pytest.mark.parametrize(
    ("word", "other", "slip"),
    [
        ("community", "commnity", True),
        ("library", "libray", True),
        ("advice", "advcie", True),
        ("central", "centre", False),
        ("barton", "burton", False),
        ("hall", "hill", False),
        ("1234", "1235", False),
    ],
)
def test_slips_of_the_pen_are_known(word: str, other: str, slip: bool) -> None:
    assert alike(word, other) is slip


def test_initials_are_taken_with_and_without_small_words() -> None:
    assert initials("Health and Independent Living Support") == ("hils", "hails")


def test_surnames_and_what_stands_in_brackets_are_said_by_the_way() -> None:
    assert asides("Dr A Patel, Riverside Surgery (main)") == {"patel", "main"}


@pytest.mark.parametrize(
    ("word", "other", "short"),
    [
        ("pk", "park", True),
        ("mtg", "meeting", True),
        ("park", "park", False),
        ("12", "1234", False),
    ],
)
def test_words_are_abbreviated_by_leaving_out_vowels(word: str, other: str, short: bool) -> None:
    assert abbreviates(word, other) is short
    assert abbreviates(other, word) is short


@pytest.mark.parametrize(
    ("word", "weak"), [("centre", True), ("commnity", True), ("dental", False)]
)
def test_words_that_sources_add_at_will_are_weak(word: str, weak: bool) -> None:
    assert is_weak(word) is weak
