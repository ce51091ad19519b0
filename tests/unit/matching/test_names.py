"""A service that is called by its name comes first, though the name also tells a need."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests import made_up
from tests.answering import HOME, away, numbered
from tests.unit.matching.conftest import Open

NEEDS = (replace(made_up.NEEDS[0], phrases=("debt", "wexley")), *made_up.NEEDS[1:])
"""The name of one service is among the words for its need."""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("wexley", "Wexley Money Trust"),
        ("wexley money", "Wexley Money Trust"),
        ("debt", "Next Door"),  # a word that texts write small is nobody's name
        ("garden", "Garden Money"),  # nor this one, but it is the only word that was said
    ],
)
def test_called_by_its_name(open_directory: Open, typed: str, first: str) -> None:
    asked = open_directory(
        [
            numbered(1, "Next Door", needs=("debt",), locations=(away(0),)),
            numbered(2, "Wexley Money Trust", description="Wexley helps.", needs=("debt",)),
            numbered(3, "Debt Line", description="Debt is hard, and debt grows.", needs=("debt",)),
            numbered(4, "Garden Money", description="For a garden."),
        ],
        NEEDS,
    )
    assert asked.names(typed, HOME)[0] == first
