"""Several needs in one sentence: each of them is served before any is served again."""

from __future__ import annotations

import pytest

from tests.answering import Asked, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.service import CostOption, Service

FREE, PAID = (CostOption(amount=0),), (CostOption(amount=5),)


def debt(number: int, name: str, **fields: object) -> Service:
    return numbered(number, name, needs=("debt",), **fields)


def damp(number: int, name: str, **fields: object) -> Service:
    return numbered(number, name, needs=("damp",), **fields)


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    """All debt services but the last are better than any for damp, which are equals."""
    return open_directory(
        [
            debt(1, "Debt, paid", costs=PAID),
            damp(2, "Damp, first"),
            damp(3, "Damp, second"),
            debt(4, "Debt, free", costs=FREE),
            debt(5, "Debt, free too", costs=FREE),
            numbered(6, "Violin Orchard"),
        ]
    )


@pytest.mark.parametrize(
    ("needs", "offered"),
    [
        (("debt",), ["Debt, free", "Debt, free too", "Debt, paid"]),
        (("damp",), ["Damp, first", "Damp, second"]),
        (
            ("debt", "damp"),
            ["Debt, free", "Damp, first", "Debt, free too", "Damp, second", "Debt, paid"],
        ),
        (
            ("damp", "debt"),  # the best answer opens, whichever need was told first
            ["Debt, free", "Damp, first", "Debt, free too", "Damp, second", "Debt, paid"],
        ),
    ],
)
def test_needs_take_turns(asked: Asked, needs: tuple[str, ...], offered: list[str]) -> None:
    assert asked.names(needs=needs) == offered


def test_a_sentence_with_two_needs_is_heard_as_two(asked: Asked) -> None:
    offered = asked.names("mould in the bathroom and behind with rent")
    assert offered[:2] == ["Debt, free", "Damp, first"]


def test_what_only_shares_words_stands_behind_what_meets_a_need(asked: Asked) -> None:
    offered = asked.names("violin", needs=("debt", "damp"))
    assert offered[-1] == "Violin Orchard"
    assert len(offered) == 6


def test_what_was_called_by_its_name_stands_before_every_need(asked: Asked) -> None:
    assert asked.names("violin orchard", needs=("debt", "damp"))[:3] == [
        "Violin Orchard",
        "Debt, free",
        "Damp, first",
    ]


def test_a_service_that_meets_both_is_offered_once_and_first(open_directory: Open) -> None:
    """Read in words, two needs of 0.6 make 0.84: it opens both turns, the first need's goes on."""
    asked = open_directory(
        [
            numbered(1, "Blue Door", description="Money advice."),
            numbered(2, "Green Door", description="Housing repairs."),
            numbered(3, "Red Door", description="Money advice and housing repairs."),
        ]
    )
    assert asked.names(needs=("damp", "debt")) == ["Red Door", "Green Door", "Blue Door"]


def test_a_need_that_nobody_meets_holds_nobody_up(asked: Asked) -> None:
    assert asked.names(needs=("debt", "falls"))[:3] == [
        "Debt, free",
        "Debt, free too",
        "Debt, paid",
    ]


def test_pages_follow_one_another(asked: Asked) -> None:
    whole = asked.names(needs=("debt", "damp"))
    pages = [asked.names(needs=("debt", "damp"), limit=2, offset=at) for at in (0, 2, 4, 6)]
    assert pages == [whole[:2], whole[2:4], whole[4:], []]
    assert {asked(needs=("debt", "damp"), limit=2, offset=at).total for at in (0, 4, 6)} == {5}
