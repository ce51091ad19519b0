"""Ranges of rows, and the positions counted through them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.index.spans import joined, spans_of

ROWS = 60


@st.composite
def ranges(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Ascending ranges that do not overlap; some are empty, some touch."""
    cuts = sorted(draw(st.lists(st.integers(0, ROWS), min_size=2, max_size=16)))
    pairs = list(zip(cuts[0::2], cuts[1::2], strict=False))
    return pairs or [(cuts[0], cuts[1])]


def rows_of(pairs: list[tuple[int, int]]) -> list[int]:
    return [row for start, end in pairs for row in range(start, end)]


@given(ranges())
def test_positions_count_through_the_ranges_in_order(pairs: list[tuple[int, int]]) -> None:
    starts, ends = np.array(pairs).T
    for spans in (spans_of(starts, ends), joined(starts, ends)):
        assert spans.size == len(rows_of(pairs))
        assert spans.rows(np.arange(spans.size)).tolist() == rows_of(pairs)


@given(ranges())
def test_a_row_is_held_when_some_range_has_it(pairs: list[tuple[int, int]]) -> None:
    starts, ends = np.array(pairs).T
    every = np.arange(ROWS + 1, dtype=np.int32)
    for spans in (spans_of(starts, ends), joined(starts, ends)):
        assert every[spans.hold(every)].tolist() == rows_of(pairs)


def test_ranges_that_touch_are_joined() -> None:
    spans = joined(np.array([2, 5, 9]), np.array([5, 7, 12]))
    assert spans.starts.tolist() == [2, 9]
    assert spans.ends.tolist() == [7, 12]
