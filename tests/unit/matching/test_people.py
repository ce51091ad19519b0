"""Who it is about, only where the words are certain; a stated age is never overruled."""

from __future__ import annotations

import pytest

from wayfinder.domain.enquiry import Person
from wayfinder.matching.people import hear_person


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("gentleman 82, lives alone", 82),
        ("her son, 14, won't go to school", 14),
        ("my 79 year old mother", 79),
        ("17yo sofa surfing", 17),
        ("woman aged 34", 34),
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
        ("she is 8 weeks pregnant", ("pregnant",)),
        ("ex-army, can't sleep", ("veteran",)),
        ("carers group", ()),
        ("she cares for her brother", ("carer",)),
        ("I look for work", ()),
        ("how do I look after myself", ()),
        ("veterans' breakfast club", ()),
    ],
)
def test_circumstances(said: str, circumstances: tuple[str, ...]) -> None:
    assert hear_person(said, Person()).circumstances == circumstances
