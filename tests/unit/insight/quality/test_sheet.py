"""Rows for a spreadsheet: no cell is a formula, and nothing is lost on the way."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.quality import Fix
from wayfinder.insight.quality.sheet import COLUMNS, as_csv


def row(given: str | None) -> Fix:
    return Fix(
        source="test", severity="wrong", record_id=None, name="A, B", field="phones", code="phone",
        wrong='Not "dialled"', given=given, right="A number",
    )  # fmt: skip


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_a_cell_is_never_a_formula(begin: str) -> None:
    _, found = read(as_csv([row(f"{begin}HYPERLINK(1)")]))
    assert found[COLUMNS.index("given")] == f"'{begin}HYPERLINK(1)"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_every_cell_comes_back_as_it_was(given: str) -> None:
    heading, found = read(as_csv([row(given)]))
    assert tuple(heading) == COLUMNS
    cell = found[COLUMNS.index("given")]
    assert cell in (given, f"'{given}")
    assert not cell.startswith(("=", "+", "-", "@"))
    assert found[COLUMNS.index("name")] == "A, B"
