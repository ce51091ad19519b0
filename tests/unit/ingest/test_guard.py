"""How much a feed may lose, and what is told of it if it would lose more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.errors import FeedShrank
from wayfinder.ingest.guard import FEW, SHOWN, Going, Loss, refuse_shrinking


@pytest.mark.parametrize(
    ("before", "gone", "new", "max_shrink"),
    [
        (0, 0, 0, 0.2),
        (0, 0, 9, 0.2),
        (100, 20, 0, 0.2),
        (100, 20, 420, 0.2),
        (4, FEW, 0, 0.2),
        (100, FEW, 0, 0.0),
        (1000, 900, 0, 0.9),
    ],
)
def test_some_loss_is_believed(before: int, gone: int, new: int, max_shrink: float) -> None:
    assert refused(loss(before, gone, new), max_shrink) is None


@pytest.mark.parametrize(
    ("before", "gone", "new", "max_shrink"),
    [
        (100, 21, 0, 0.2),
        (100, 21, 421, 0.2),
        (10, FEW + 1, 0, 0.2),
        (1, 1, 0, 1.0),
        (3, 3, 0, 1.0),
    ],
)
def test_more_is_not(before: int, gone: int, new: int, max_shrink: float) -> None:
    error = refused(loss(before, gone, new), max_shrink)
    assert error is not None
    assert f"s would lose {gone} of the {before}" in error.detail
    assert "`wayfinder harvest s --accept-shrink`" in error.detail


@given(st.integers(0, 300), st.integers(1, 300), st.floats(0, 1))
def test_what_loses_nothing_is_always_believed(before: int, new: int, max_shrink: float) -> None:
    assert refused(loss(before, 0, new), max_shrink) is None


def test_the_first_few_that_would_go_are_named_and_all_are_among_the_facts() -> None:
    error = refused(loss(20, 9, 0), 0.2)
    assert error is not None
    named = "; ".join(f"Service {own} ({own})" for own in ("b00", "b01", "b02", "b03", "b04"))
    assert f"These would go: {named} and 4 more." in error.detail
    assert "To see all of them: `wayfinder harvest s --json`" in error.detail
    assert error.facts["going"] == [Going(f"b{n:02}", f"Service b{n:02}") for n in range(9)]
    assert (error.facts["before"], error.facts["left"]) == (20, 11)


def test_what_is_confidential_goes_by_its_id_and_no_feed_floods_a_message() -> None:
    flood = [Going("r1"), Going("x" * 900, "\x1b[31mRed\n" + "y" * 900)]
    error = refused(Loss(["r1", "x"], []), 1.0, flood)
    assert error is not None
    assert "These would go: r1; " in error.detail
    assert len(error.detail) < 600
    assert error.detail.isprintable()
    assert len(flood) <= SHOWN


def loss(before: int, gone: int, new: int) -> Loss:
    """`gone` of `before` records go, and `new` others come."""
    held = [f"b{number:02}" for number in range(before)]
    return Loss(held, [*held[gone:], *(f"n{number}" for number in range(new))])


def refused(lost: Loss, max_shrink: float, going: list[Going] | None = None) -> FeedShrank | None:
    def named(gone: list[str]) -> list[Going]:
        return going or [Going(own, f"Service {own}") for own in gone]

    try:
        refuse_shrinking("s", lost, max_shrink, going=named, again="wayfinder harvest s")
    except FeedShrank as error:
        return error
    return None
