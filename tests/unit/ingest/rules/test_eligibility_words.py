"""Conditions in a source's words: read where they are certain, left to be asked where not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.ingest.rules.eligibility import read_eligibility
from wayfinder.location.areas import Areas

AREAS = Areas.load(Path("directory/areas"))

READ = [
    # ages
    ("Aged 18 and over", {"minimum_age": 18}),
    ("18+", {"minimum_age": 18}),
    ("over 55s", {"minimum_age": 55}),
    ("Over-60s", {"minimum_age": 60}),
    ("16 plus", {"minimum_age": 16}),
    ("Older people (65+)", {"minimum_age": 65}),
    ("For people aged 55+ living in St Albans", {"minimum_age": 55}),
    ("Residents of Three Rivers aged 50 and over", {"minimum_age": 50}),
    ("from 18 years and over", {"minimum_age": 18}),
    ("for anyone aged 50 or over", {"minimum_age": 50}),
    ("You must be 16 or older", {"minimum_age": 16}),
    ("Minimum age: 8", {"minimum_age": 8}),
    ("ages 0-19", {"minimum_age": 0, "maximum_age": 19}),
    ("Children aged 0-5 years", {"minimum_age": 0, "maximum_age": 5}),
    ("11 to 25 year olds", {"minimum_age": 11, "maximum_age": 25}),
    ("Young people between 13 and 17", {"minimum_age": 13, "maximum_age": 17}),
    ("Boys and girls 5-11", {"minimum_age": 5, "maximum_age": 11}),
    ("Criteria - Age Group: 4 to 18", {"minimum_age": 4, "maximum_age": 18}),
    ("Criteria - Age Group: 6 years - 14 years", {"minimum_age": 6, "maximum_age": 14}),
    ("Age range 3-8", {"minimum_age": 3, "maximum_age": 8}),
    ("under 18s", {"maximum_age": 17}),
    ("16 and under", {"maximum_age": 16}),
    ("up to 25 years old", {"maximum_age": 25}),
    # sex
    ("women only", {"sex": Sex.FEMALE}),
    ("Women only, aged 16 and over", {"minimum_age": 16, "sex": Sex.FEMALE}),
    ("For women and girls aged 13+", {"minimum_age": 13, "sex": Sex.FEMALE}),
    ("for men aged 18+ registered with a GP in Herts", {"minimum_age": 18, "sex": Sex.MALE}),
    ("Girls aged 5 to 14", {"minimum_age": 5, "maximum_age": 14, "sex": Sex.FEMALE}),
    # circumstances
    ("This service is only for carers", {"circumstances": ("carer",)}),
    ("For unpaid carers and veterans", {"circumstances": ("carer", "veteran")}),
    ("Refugees, people seeking asylum or people with no recourse to public funds",
     {"circumstances": ("refugee", "asylum_seeker", "no_recourse")}),
    ("For care leavers aged 16 to 25",
     {"circumstances": ("care_leaver",), "minimum_age": 16, "maximum_age": 25}),
    ("Pregnant women", {"circumstances": ("pregnant",)}),
    ("You must be over 18 and a carer", {"minimum_age": 18, "circumstances": ("carer",)}),
    # exclusions count, alone and beside a rule
    ("Does not accept asylum seekers or students", {"excluded": ("asylum_seeker", "student")}),
    ("Sorry, we cannot help students", {"excluded": ("student",)}),
    ("Aged 18 and over. Not suitable for pregnant women",
     {"minimum_age": 18, "excluded": ("pregnant",)}),
    ("No one under 16", {"minimum_age": 16}),
    ("No under-18s", {"minimum_age": 18}),
    # several clauses
    ("For veterans only. Not for people under 18",
     {"circumstances": ("veteran",), "minimum_age": 18}),
    ("For homeless people. Men only", {"circumstances": ("homeless",), "sex": Sex.MALE}),
    ("Registered with a GP in Harlow; over 65s", {"minimum_age": 65}),
]  # fmt: skip

ASKED = [
    # somebody beside those whom the rule would take
    "Under 5s and their parents",
    "Expectant mothers, and parents of children under 3",
    "Pregnant women and parents of children under 5",
    "Parents of children aged 0-5",
    "Carers of people aged 65 and over",
    "Adults caring for people over 65",
    "Older people (65+) and adults with a physical disability",
    "Over 65s, carers and disabled people",
    "Adults 18+ and young carers",
    "People aged 18+ as well as young carers",
    "Adults and children under 16",
    "For women and children under 16",
    "For women and girls under 18",
    "For carers and veterans aged 65+",
    "For refugees, asylum seekers and vulnerable migrants",
    "For veterans, reservists and serving personnel",
    "For carers, and the people they care for",
    "For disabled children, young people and parent carers",
    "Students, staff and alumni",
    "Carers (professional and unpaid)",
    "Carers and their families",
    "For carers and aged 65+",
    "Over 65s and unpaid carers",
    "Women and non-binary people",
    "Men and women",
    "Adults aged 55+ or carers",
    "For carers or people aged 60 and over",
    "For women aged 50 or over, or disabled",
    # several clauses of which one widens, or that are a list
    "Young people aged 11 to 18. Parents welcome",
    "For men. Women welcome too",
    "Over 65s\nCarers\nDisabled people",
    "Aged 65 and over; unpaid carers",
    "men 18+, women 16+",
    "Under 25s. Over 65s",
    "Women only. By appointment",
    # not who may come, but who must be there, who pays less, when and how many
    "Under 18s must be accompanied by an adult",
    "Under 16s need parental consent",
    "Children under 8 must be supervised",
    "Free for under 16s",
    "Discount for over 60s",
    "Free for carers",
    "Discounted rates for students",
    "Drop in between 10 and 12",
    "Open to adults. Drop in between 10 and 12",
    "Tuesdays 10-12",
    "10-12",
    "Groups of 6 to 10 people",
    "Places are 12 to 15 per class",
    "Sessions 1 to 6 are online",
    "for women only on Tuesdays",
    "Volunteers must be aged 18+",
    "Over 65s should contact another charity instead",
    # other numbers
    "Entry levels 1 to 3",
    "BMI of 30 and over",
    "BMI between 30 and 40",
    "NEWS score 5 and above",
    "Stage 3 and above",
    "Pupils in years 7 to 11",
    "People over 30 minutes away",
    "For over 20 years",
    "Weekly sessions of up to 20 years of experience",
    "Babies 0-6 months",
    "Up to 12 sessions",
    "Aged 60 to 40",
    # past, wished or turned round
    "When it opened it was for people aged 21 and under.",
    "A charity founded to help men; now open to all",
    "Open to everyone, especially carers",
    "Mainly for women",
    "Ideally aged 16-25",
    "Aged 18+ preferred",
    "Aged 50 or over. Younger people are considered.",
    "Priority is given to homeless people",
    "Not for carers only",
    "Closed to the public except for carers",
    "There is a charge, except for students",
    "We do not accept students under 18",
    "We cannot support homeless people with dogs",
    "Not for students unless they live in Hatfield",
    "We do not support carers directly",
    "No under 18s after 9pm",
    "Not for people under 18 unless they come with a parent",
    # conditions that are more than their rule
    "Young people aged 11-25 (up to 30 with SEND)",
    "Aged 18 and over, or 16 if a carer",
    "For people aged 55+ living in Narnia",
    "For people aged 55+ with a hearing loss",
    "Adults with a learning disability",
    "You must be referred by a GP",
    "Men's group",
]

STRANGE = [
    "free", "unless", "without", "never", "parents", "staff", "was", "if", "normally", "also",
    "accompanied", "bmi", "weeks", "miles", "families", "priority", "with", "ideally", "should",
]  # fmt: skip
"""Words that can turn a condition round or make it another, for which no clause has room."""


def read(text: str) -> Eligibility:
    return read_eligibility(Eligibility(text=text), AREAS.resolve)


@pytest.mark.parametrize(("text", "rules"), READ)
def test_what_is_certain_becomes_a_rule(text: str, rules: dict[str, object]) -> None:
    told = read(text)
    held = {name: getattr(told, name) for name in ("minimum_age", "maximum_age", "sex")}
    held |= {"circumstances": told.circumstances, "excluded": told.excluded}
    assert {name: value for name, value in held.items() if value not in (None, ())} == rules
    assert told.text == text


@pytest.mark.parametrize("text", ASKED)
def test_what_has_a_second_reading_is_left_to_be_asked(text: str) -> None:
    assert read(text) == Eligibility(text=text)


@pytest.mark.parametrize(("text", "rules"), READ)
def test_each_rule_keeps_the_words_it_came_from(text: str, rules: dict[str, object]) -> None:
    words = read(text).words
    assert words.keys() == rules.keys()
    assert all(told and told in text.lower() for told in words.values())


def test_the_words_of_a_rule_are_those_that_tell_it() -> None:
    words = read("For unpaid carers aged 16 to 25 living in Harlow").words
    assert words == {
        "circumstances": "for unpaid carers",
        "minimum_age": "aged 16 to 25",
        "maximum_age": "aged 16 to 25",
    }
    assert read("For young carers").words == {"circumstances": "carers"}


@given(st.data())
def test_one_unknown_word_anywhere_and_nobody_is_refused(data: st.DataObject) -> None:
    text, _ = data.draw(st.sampled_from(READ))
    letters = st.text("bcdfghjklmnpqrtvwxz", min_size=3, max_size=9)
    strange = data.draw(st.sampled_from(STRANGE) | letters)
    words = text.split()
    at = data.draw(st.integers(0, len(words)))
    changed = " ".join([*words[:at], strange, *words[at:]])
    assert read(changed) == Eligibility(text=changed)


def test_what_the_source_states_as_such_stands() -> None:
    stated = Eligibility(text="Aged 18 and over", minimum_age=16)
    assert read_eligibility(stated) == stated


@pytest.mark.parametrize(
    ("stated", "maximum"),
    [
        (Eligibility(text="For children aged 5 to 11", minimum_age=18), None),
        (Eligibility(text="16 and under", minimum_age=18), None),
        (Eligibility(text="For children aged 5 to 11", minimum_age=5), 11),
    ],
)
def test_half_an_age_is_not_put_to_another(stated: Eligibility, maximum: float | None) -> None:
    told = read_eligibility(stated)
    assert (told.minimum_age, told.maximum_age) == (stated.minimum_age, maximum)


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    told = read(text)
    assert told.text == text
    low, high = told.minimum_age, told.maximum_age
    assert low is None or high is None or low < high
