"""Posting lists, cut to the ranges that a search can reach."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.index.postings import FULL_IMPACT, Postings, arrange
from wayfinder.index.spans import spans_of

KEYS, ROWS = 4, 50

held = st.dictionaries(
    st.tuples(st.integers(0, KEYS - 1), st.integers(0, ROWS - 1)), st.floats(0.01, 1), max_size=60
)


@given(held, st.lists(st.integers(0, KEYS - 1), min_size=1, max_size=KEYS, unique=True))
def test_each_key_s_entries_inside_the_ranges(
    entries: dict[tuple[int, int], float], keys: list[int]
) -> None:
    postings = _postings(entries)
    spans = spans_of(np.array([5, 20, 20, 31]), np.array([12, 20, 30, 50]))
    found = postings.inside(keys, spans)
    expected = [
        (row, max(1, round(entries[key, row] * FULL_IMPACT)))
        for key in keys
        for row in sorted(row for of, row in entries if of == key)
        if spans.hold(np.array([row], np.int32))[0]
    ]
    got = zip(spans.rows(found.positions).tolist(), found.impacts.tolist(), strict=True)
    assert list(got) == expected
    assert found.counts.sum() == len(expected)


@given(held)
def test_which_rows_have_a_key(entries: dict[tuple[int, int], float]) -> None:
    postings, rows = _postings(entries), np.arange(ROWS, dtype=np.int32)
    for key in range(KEYS):
        assert postings.has(key, rows).tolist() == [(key, row) in entries for row in range(ROWS)]


def test_of_equal_pairs_the_greatest_stays() -> None:
    keys, rows = np.array([0, 0, 0]), np.array([3, 3, 1])
    postings = arrange(keys, rows, np.array([0.2, 0.6, 1.0]), 1)
    assert postings.rows.tolist() == [1, 3]
    assert postings.impacts.tolist() == [FULL_IMPACT, round(0.6 * FULL_IMPACT)]


def _postings(entries: dict[tuple[int, int], float]) -> Postings:
    keys = np.array([key for key, _ in entries], np.int64)
    rows = np.array([row for _, row in entries], np.int64)
    return arrange(keys, rows, np.array(list(entries.values()), np.float64), KEYS)
