"""Who it is about, only where the words are certain; a stated age is never overruled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.circumstances import CIRCUMSTANCES
from wayfinder.domain.enquiry import Person
from wayfinder.matching.ages import MAX_AGE
from wayfinder.matching.circumstances import _RULES
from wayfinder.matching.people import PersonHeard, hear_person


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("gentleman 82, lives alone", 82),
        ("her son, 14, won't go to school", 14),
        ("my 79 year old mother", 79),
        ("17yo sofa surfing", 17),
        ("woman aged 34", 34),
        ("lad of 12 cutting his arms, she found it last night", 12),
        ("im a young carer 13", 13),
        ("girl, 12, looks after her mum", 12),
        ("im 14 mum has ms and i do the cooking", 14),
        ("gentle yoga for over 50s", None),  # the class, not the person
        ("two children under 5", None),
        ("mum 3 times this week fell", None),
        ("flat 12 has mould", None),
        ("he is 300 years old", None),
        ("my mum, 82, is 82 years old", 82),
        ("I am 45 years old and my son is 9", None),  # whose need it is, nobody says
        ("my husband is 20 stone", None),
        ("mum 30 minutes away", None),
        ("dad 2.5 miles away", None),
        # As staff write it
        ("82yo lady, lonely", 82),
        ("82 y/o gentleman", 82),
        ("my 14 yr old son won't go to school", 14),
        ("M 45, low mood", 45),
        ("F34 needs contraception", 34),
        ("Pt 45M. Anxious", 45),
        ("(45F) back pain", 45),
        ("M, 82, falls", 82),
        ("mum (79) falls", 79),
        ("mum's 79 and forgetful", 79),
        ("mum - 79 - falls", 79),
        ("she's 82 and lonely", 82),
        ("I am 19, homeless", 19),
        ("just turned 18, leaving care", 18),
        ("gentleman 82 in Hitchin", 82),
        ("82, lives alone", 82),
        ("age: 67", 67),
        ("6 month old baby not sleeping", 0.5),
        ("her 18 month old daughter has eczema", 1.5),
        ("mother-in-law, 84, forgets things", 84),
        ("my 9-year-old daughter wets the bed", 9),
        ("I have a 14 year old son who won't go to school", 14),
        # No age of anybody, or not one age
        ("in her 80s", None),
        ("mum in her 80's", None),
        ("daughter turning 18", None),
        ("nearly 65 and retiring", None),
        ("about 80 years old", None),
        ("3 under 5s", None),
        ("kids 4 and 7", None),
        ("sons 4 and 7", None),
        ("children aged 4 and 7", None),
        ("mum of 3", None),
        ("children aged 4", None),
        ("club for aged 50 plus", None),
        ("group for 16-25 year olds", None),
        ("aged 18 to 25", None),
        ("10 year old debt", None),
        ("my 12 year old car broke down", None),
        ("smoked for 30yrs", None),
        ("stuck on the M25", None),
        ("M25 accident, shaken", None),
        ("she is 8 weeks pregnant", None),
        ("I'm 3 months behind with rent", None),
        ("husband died 2 years ago", None),
        ("mum 2 years ago had a fall", None),
        ("12, high street is damp", None),
        ("carer 24 hours a day", None),
        # Several people
        ("lady 82, lives with son, 40", 82),
        ("daughter (45) calling about mum, 82, falls", 82),
        ("I'm 50 and worried about my dad, 80", 80),
        ("82 year old man supported by his daughter 55", 82),
        ("mum 79 and dad 82 need help at home", None),
        ("I am 60 and look after my husband, 82", None),
        ("I look after my husband, 82", None),
        ("mum with 6 month old baby, low mood", None),
        ("lone mum of 2 year old, no food", None),
        ("single mum, 2 year old, damp flat", None),
        ("I need debt advice, my son is 9", None),
        ("she is 40 and her son, 14, won't go to school", None),
        ("I need help with my son, 14", 14),
        ("teenage son 13 is smoking weed, dad at his wits' end", 13),
        ("daughter is 9, just diagnosed, mum has had no sleep", 9),
        ("her daughter's been off school since may, she's 13, mum is worried", 13),
        ("my daughter's 9, I need help with the rent", None),
        ("son is 11 and I am homeless", None),
        ("her son has Down's, he's 27. She's 71 and worn out", 27),
        ("mum is 81, dad is 84, she can't lift him", None),
        ("she's only 58 and forgets", 58),
        ("14 yr old looks after his mum", 14),
        ("her son is 27 with Down's, she's 71", 27),  # of whom the need is told
    ],
)
def test_ages(said: str, age: float | None) -> None:
    assert hear_person(said, Person()).age == age


def test_a_stated_age_stands() -> None:
    assert hear_person("my 79 year old mother", Person(age=44)).age == 44


@pytest.mark.parametrize(
    ("said", "circumstances"),
    [
        ("I look after my husband", ("carer",)),
        ("she cares for her brother", ("carer",)),
        ("caring for my mum, exhausted", ("carer",)),
        ("carer for his wife with dementia", ("carer",)),
        ("I’m a full-time carer", ("carer",)),
        ("young carer, 12", ("carer",)),
        ("looks after her disabled son", ("carer",)),
        ("she is 8 weeks pregnant", ("pregnant",)),
        ("ex-army, can't sleep", ("veteran",)),
        ("he is a veteran", ("veteran",)),
        ("I served in the navy", ("veteran",)),
        ("care leaver, 19, no sofa", ("care_leaver",)),
        ("asylum seeker with no food", ("asylum_seeker",)),
        ("she is disabled and lives alone", ("disability",)),
        ("wheelchair user, needs a ramp", ("disability",)),
        ("mum has Parkinson’s", ("long_term_condition",)),
        ("82, COPD, lonely", ("long_term_condition",)),
        ("diabetic and cannot afford food", ("long_term_condition",)),
        ("he is homeless", ("homeless",)),
        ("has been homeless for 3 weeks", ("homeless",)),
        ("was made homeless yesterday", ("homeless",)),
        ("sofa surfing", ("homeless",)),
        ("university student, anxious", ("student",)),
        ("NRPF, no food", ("no_recourse",)),
        ("she has no recourse to public funds", ("no_recourse",)),
        ("on universal credit, boiler broke", ("low_income",)),
        ("pregnant and on a low income", ("pregnant", "low_income")),
        ("I'm looking after my dad with Parkinson's", ("carer",)),
        ("she's caring for her husband", ("carer",)),
        ("were looking after my nan between us", ("carer",)),
    ],
)
def test_circumstances(said: str, circumstances: tuple[str, ...]) -> None:
    assert hear_person(said, Person()).circumstances == circumstances


@pytest.mark.parametrize(
    "said",
    [
        # groups and things
        "carers group",
        "veterans' breakfast club",
        "classes for pregnant women",
        "disabled parking badge",
        "homeless charity",
        "volunteer with the homeless",
        "student loan",
        "group for people with COPD",
        # not the person
        "I look for work",
        "how do I look after myself",
        "I look after my garden",
        "looks after her children",
        "needs a carer",
        "has a carer",
        "her daughter is her carer",
        "her husband has dementia",
        "widow of a veteran",
        "appointment with Ms Jones",
        # denied, past, or not certain
        "not pregnant",
        "isn't a carer",
        "she is not a carer",
        "no longer caring for her mum",
        "was a carer",
        "not a veteran",
        "might be pregnant",
        "thinks she is pregnant",
        "trying to get pregnant",
        "going to be homeless",
        "about to be made homeless",
        "was homeless once",
        "not on universal credit",
        "no kids",
        "applied for universal credit",
        "",
    ],
)
def test_no_circumstance_is_guessed(said: str) -> None:
    assert hear_person(said, Person()).circumstances == ()


def test_every_circumstance_that_is_heard_has_words() -> None:
    assert {name for name, *_ in _RULES} == set(CIRCUMSTANCES)


def test_circumstances_that_are_stated_stand() -> None:
    """So what was misheard is put right, also by stating that there is none."""
    said = "I look after my husband"
    assert hear_person(said, Person(circumstances=("veteran",))).circumstances == ("veteran",)
    assert hear_person(said, Person(circumstances=())).circumstances == ()


def test_of_a_person_as_stated_nothing_is_read_in_the_words() -> None:
    said = "I am 82 and I look after my husband"
    assert hear_person(said, Person(as_stated=True)) == PersonHeard(None, ())
    stated = Person(circumstances=("veteran",), as_stated=True)
    assert hear_person(said, stated) == PersonHeard(None, ("veteran",), sure=frozenset({"veteran"}))


@given(said=st.text(max_size=80) | st.from_regex(r"[a-z]{0,9}[ ,(]{0,2}[0-9]{1,4}[a-z /]{0,9}"))
def test_whatever_is_said_an_age_is_one_that_people_reach(said: str) -> None:
    age = hear_person(said, Person()).age
    assert age is None or 0 <= age <= MAX_AGE


@pytest.mark.parametrize(
    ("said", "age", "needs"),
    [
        ("looks after her mum", 12, ("young-carers",)),
        ("I'm 17, I look after my dad", None, ("young-carers",)),
        ("looks after her mum", 45, ()),
        ("I look after my dad", None, ()),
        ("lonely", 12, ()),
    ],
)
def test_a_child_who_cares_for_somebody_is_a_young_carer(
    said: str, age: float | None, needs: tuple[str, ...]
) -> None:
    assert hear_person(said, Person(age=age)).needs == needs
