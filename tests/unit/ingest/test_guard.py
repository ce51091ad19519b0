"""How much a feed may lose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.errors import FeedShrank
from wayfinder.ingest.guard import FEW, Loss, refuse_shrinking


@pytest.mark.parametrize(
    ("before", "gone", "left", "max_shrink"),
    [
        (0, 0, 0, 0.2),
        (0, 0, 9, 0.2),
        (100, 20, 80, 0.2),
        (100, 20, 500, 0.2),
        (4, FEW, 1, 0.2),
        (100, FEW, 97, 0.0),
        (1000, 900, 100, 0.9),
    ],
)
def test_some_loss_is_believed(before: int, gone: int, left: int, max_shrink: float) -> None:
    assert believed(Loss(before, gone, left), max_shrink)


@pytest.mark.parametrize(
    ("before", "gone", "left", "max_shrink"),
    [
        (100, 21, 79, 0.2),
        (100, 21, 500, 0.2),
        (10, FEW + 1, 6, 0.2),
        (1, 1, 0, 1.0),
        (3, 3, 0, 1.0),
    ],
)
def test_more_is_not(before: int, gone: int, left: int, max_shrink: float) -> None:
    with pytest.raises(FeedShrank, match=r"s would lose .* --accept-shrink"):
        refuse_shrinking("s", Loss(before, gone, left), max_shrink)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(0, 1))
def test_what_loses_nothing_is_always_believed(before: int, left: int, max_shrink: float) -> None:
    assert believed(Loss(before, 0, left), max_shrink)


def believed(loss: Loss, max_shrink: float) -> bool:
    try:
        refuse_shrinking("s", loss, max_shrink)
    except FeedShrank:
        return False
    return True
