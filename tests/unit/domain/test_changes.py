"""A place in the feed of changes, written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.changes import Cursor


@given(st.integers(0, 999_999_999), st.integers(0, 999_999_999))
def test_what_is_written_is_read(release: int, position: int) -> None:
    assert Cursor.read(str(Cursor(release, position))) == (release, position)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "1.", ".1", "1.x", "-1.1", "1.1.1", " 1.1", "1.1\n", "\u0660.\u0661"),
        *("0." + "9" * 23, "9" * 5_000 + ".1", "0." + "9" * 5_000),
    ],
)
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert Cursor.read(text) is None
