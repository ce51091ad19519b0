"""Conditions in a source's words: read where they are certain, left to be asked where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.ingest.rules.eligibility import read_eligibility

READ = [
    # ages
    ("Aged 18 and over", {"minimum_age": 18}),
    ("over 55s", {"minimum_age": 55}),
    ("For people aged 55+ living in St Albans", {"minimum_age": 55}),
    ("from 18 years and over", {"minimum_age": 18}),
    ("for anyone aged 50 or over", {"minimum_age": 50}),
    ("You must be over 18 and a carer", {"minimum_age": 18}),
    ("Children aged 0-5 years", {"minimum_age": 0, "maximum_age": 5}),
    ("11 to 25 year olds", {"minimum_age": 11, "maximum_age": 25}),
    ("Boys and girls 5-11", {"minimum_age": 5, "maximum_age": 11}),
    ("under 18s", {"maximum_age": 17}),
    ("16 and under", {"maximum_age": 16}),
    ("up to 25 years old", {"maximum_age": 25}),
    # sex
    ("Women only, aged 16 and over", {"minimum_age": 16, "sex": Sex.FEMALE}),
    ("For women and girls aged 13+", {"minimum_age": 13, "sex": Sex.FEMALE}),
    ("for men aged 18+ registered with a GP in Herts", {"minimum_age": 18, "sex": Sex.MALE}),
    ("Girls aged 5 to 14", {"minimum_age": 5, "maximum_age": 14, "sex": Sex.FEMALE}),
    # circumstances
    ("For unpaid carers and veterans", {"circumstances": ("carer", "veteran")}),
    ("For care leavers aged 16 to 25",
     {"circumstances": ("care_leaver",), "minimum_age": 16, "maximum_age": 25}),
    ("Pregnant women", {"circumstances": ("pregnant",)}),
    # exclusions count, alone and beside a rule
    ("Does not accept asylum seekers or students", {"excluded": ("asylum_seeker", "student")}),
    ("Aged 18 and over. Not suitable for pregnant women",
     {"minimum_age": 18, "excluded": ("pregnant",)}),
]  # fmt: skip

ASKED = [
    "Under 5s and their parents",
    "Young people aged 11-25 (up to 30 with SEND)",
    "men 18+, women 16+",
    "For veterans only. Not for people under 18",
    "Not for people under 18",
    "No one under 16",
    "Open to everyone, especially carers",
    "Mainly for women",
    "Carers and their families",
    "Babies 0-6 months",
    "Up to 12 sessions",
    "Men's group",
    "Men and women",
    "Women and non-binary people",
    "Adults with a learning disability",
    "You must be referred by a GP",
    "BMI over 30",
    "Priority is given to homeless people",
    "Aged 60 to 40",
    "Adults aged 55+ or carers",
    "For carers or people aged 60 and over",
    "For women aged 50 or over, or disabled",
]


@pytest.mark.parametrize(("text", "rules"), READ)
def test_what_is_certain_becomes_a_rule(text: str, rules: dict[str, object]) -> None:
    read = read_eligibility(Eligibility(text=text))
    held = {name: getattr(read, name) for name in ("minimum_age", "maximum_age", "sex")}
    held |= {"circumstances": read.circumstances, "excluded": read.excluded}
    assert {name: value for name, value in held.items() if value not in (None, ())} == rules
    assert read.text == text


@pytest.mark.parametrize("text", ASKED)
def test_what_has_a_second_reading_is_left_to_be_asked(text: str) -> None:
    assert read_eligibility(Eligibility(text=text)) == Eligibility(text=text)


@pytest.mark.parametrize(("text", "rules"), READ)
def test_each_rule_keeps_the_words_it_came_from(text: str, rules: dict[str, object]) -> None:
    words = read_eligibility(Eligibility(text=text)).words
    assert words.keys() == rules.keys()
    assert all(told in text.lower() for told in words.values())


def test_what_the_source_states_as_such_stands() -> None:
    stated = Eligibility(text="Aged 18 and over", minimum_age=16)
    assert read_eligibility(stated) == stated


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    read = read_eligibility(Eligibility(text=text))
    assert read.text == text
    low, high = read.minimum_age, read.maximum_age
    assert low is None or high is None or low < high
