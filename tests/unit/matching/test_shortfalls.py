"""What an answer owns up to: needs that nothing meets, and a place the directory is not of."""

from __future__ import annotations

import pytest

from tests.answering import HOME, Asked
from tests.made_up import service
from tests.unit.matching.conftest import Open
from wayfinder.domain.answer import Answer

HERTS, OUTSIDE = HOME, "SG8 0AB"  # the latter is in South Cambridgeshire


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    return open_directory([service("Debt advice", needs=("debt",))])


def told(answer: Answer, step: str) -> str | None:
    return next((each.text for each in answer.relaxed if each.step == step), None)


def test_of_several_needs_the_one_that_nothing_meets_is_told(asked: Asked) -> None:
    answer = asked("debt and mould", HERTS)
    assert {need.id: need.met for need in answer.understood.needs} == {"debt": True, "damp": False}
    assert told(answer, "need_not_met") == (
        "Nothing was found near here for: mould and repairs. Ask HertsHelp."
    )


def test_without_a_place_nobody_of_some_other_nation_is_named(asked: Asked) -> None:
    assert told(asked("debt and mould"), "need_not_met") == (
        "Nothing was found for: mould and repairs. Whoever takes any enquiry can look further."
    )


@pytest.mark.parametrize("need", ["debt", "mould", "xyzzy", ""])
def test_what_is_met_or_was_told_already_is_not_told(asked: Asked, need: str) -> None:
    assert told(asked(need, HERTS), "need_not_met") is None


@pytest.mark.parametrize("postcode", [HERTS, "SG8 5AA", "SG8", "Royston", None])
def test_where_the_directory_is_or_may_be_of_nothing_is_said(
    asked: Asked, postcode: str | None
) -> None:
    assert told(asked("debt", postcode), "outside_area") is None


def test_out_of_the_area_that_is_said_with_who_may_be_asked_there(asked: Asked) -> None:
    answer = asked("debt", OUTSIDE)
    text = told(answer, "outside_area") or ""
    assert text.startswith("This directory is of Hertfordshire and west Essex, and this place is")
    assert all(door.name in text for door in answer.front_doors)
    assert told(asked("xyzzy", OUTSIDE), "outside_area"), "also where nothing is found"
