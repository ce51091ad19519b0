"""Two sources that say the same in other words are in no conflict."""

from __future__ import annotations

import pytest

from wayfinder.domain.service import CostOption
from wayfinder.ingest.merging.sameness import by, prices

FREE = CostOption(amount=0)
A_POUND = CostOption(amount=1)


@pytest.mark.parametrize(
    ("taken", "other", "same"),
    [
        ((FREE,), (CostOption(amount=0, text="Free"),), True),
        ((FREE,), (CostOption(text="free"),), True),
        ((FREE,), (CostOption(amount=0, text="Free for carers"),), False),
        ((FREE,), (A_POUND,), False),
        ((A_POUND, FREE), (FREE, A_POUND), True),
        ((A_POUND,), (CostOption(amount=1, currency="EUR"),), False),
        ((A_POUND,), (), True),
    ],
)
def test_free_is_free_however_it_is_said(
    taken: tuple[CostOption, ...], other: tuple[CostOption, ...], same: bool
) -> None:
    assert by(prices)(taken, other) is same
