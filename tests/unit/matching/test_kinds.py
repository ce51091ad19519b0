"""A grown-up, a man or a woman: told only by what leaves no doubt."""

from __future__ import annotations

import pytest

from wayfinder.domain.eligibility import Sex
from wayfinder.matching.kinds import is_grown_up, sex_told, tells_of_baby


@pytest.mark.parametrize(
    ("words", "age", "grown_up"),
    [
        ("my husband had a stroke and needs speech therapy", None, True),
        ("her gran is lonely", None, True),
        ("her son has Down's, he's 26", 26, True),  # a grown-up son is no child
        ("her son has Down's, she's 46", 46, False),
        ("wants to learn computers", 76, True),
        ("wants to learn computers", None, False),
        ("wants to learn computers", 12, False),
        ("my wife and the kids", None, False),
        ("needs help with her baby", 34, False),
        ("my husband and our son", None, False),
        ("single mum, behind with rent", 34, False),
    ],
)
def test_grown_up_and_no_child_told_of(words: str, age: float | None, grown_up: bool) -> None:
    assert is_grown_up(words, age) is grown_up


@pytest.mark.parametrize(
    ("words", "sex"),
    [
        ("70 year old woman, lonely", Sex.FEMALE),
        ("he is on his own all day", Sex.MALE),
        ("my wife is being hit by her brother", Sex.FEMALE),
        ("man hurt himself", None),  # harm is told of, and by whom it was done may not be
        ("my husband is controlling", None),
        ("my wife hits me", None),
        ("her husband hits her", None),
        ("I look after my wife", None),
        ("husband and wife both ill", None),
        ("lonely", None),
        ("she lives with her son", Sex.FEMALE),
    ],
)
def test_the_sex_that_is_told(words: str, sex: Sex | None) -> None:
    assert sex_told(words) is sex


@pytest.mark.parametrize(
    ("words", "baby"),
    [
        ("first time mum feels alone", True),
        ("baby is 7 wks", True),
        ("nan looks after her daughter's baby", False),
        ("lonely since she moved", False),
    ],
)
def test_who_has_a_baby_is_not_old(words: str, baby: bool) -> None:
    assert tells_of_baby(words) is baby
