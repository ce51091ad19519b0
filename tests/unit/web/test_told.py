"""Answers survive in the form's field as they were given, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.answer import PersonAnswer
from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Tie
from wayfinder.web.told import and_answer, but_circumstances, read_told, written

NAMES = st.lists(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), min_size=1, max_size=3).map(tuple)
TIES = st.lists(
    st.builds(
        Tie,
        kind=st.sampled_from(list(CoverageKind)),
        area=st.from_regex(r"[A-Z0-9]{3,9}", fullmatch=True),
        holds=st.booleans(),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
ANSWERS = st.builds(
    PersonAnswer,
    sex=st.none() | st.sampled_from(list(Sex)),
    circumstances=st.none() | NAMES,
    not_circumstances=st.none() | NAMES,
    ties=st.none() | TIES,
)


@given(answer=ANSWERS)
def test_an_answer_is_read_as_it_was_written(answer: PersonAnswer) -> None:
    assert read_told(written(answer)) == answer


@given(told=st.text(max_size=80))
def test_any_field_is_read_without_harm(told: str) -> None:
    assert read_told(written(read_told(told))) == read_told(told)


@pytest.mark.parametrize("told", ["", "sex:other", "gp:Harlow!", "who:me", "castle:E10000015", ":"])
def test_what_is_no_answer_is_none(told: str) -> None:
    assert read_told(told) == PersonAnswer()


def test_an_answer_replaces_the_one_before_to_the_same_question() -> None:
    assert and_answer("sex:female not:carer", PersonAnswer(sex=Sex.MALE)) == "sex:male not:carer"


def test_what_is_true_of_the_person_can_be_left_to_its_own_field() -> None:
    assert but_circumstances("sex:female is:carer not:student") == "sex:female not:student"
