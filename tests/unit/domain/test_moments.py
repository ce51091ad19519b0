"""The moment an answer is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.moments import moment_of
from wayfinder.errors import InvalidInput

NOW = datetime(2026, 7, 20, 23, 30, tzinfo=UTC)
"""Past midnight in London, where it is the 21st."""


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (None, None),
        ("", None),
        ("2026-07-21", None),
        ("2026-07-20", datetime(2026, 7, 20, 22, 59, 59, 999_999, UTC)),
        ("2026-01-31", datetime(2026, 1, 31, 23, 59, 59, 999_999, UTC)),
        ("2026-07-20T12:00", datetime(2026, 7, 20, 11, tzinfo=UTC)),
        ("2026-07-20 12:00", datetime(2026, 7, 20, 11, tzinfo=UTC)),
        ("2026-07-20T12:00Z", datetime(2026, 7, 20, 12, tzinfo=UTC)),
        ("2026-07-20T12:00:00+02:00", datetime(2026, 7, 20, 10, tzinfo=UTC)),
        ("2026-07-20T12:00:00 02:00", datetime(2026, 7, 20, 10, tzinfo=UTC)),
        ("2026-07-20T23:30Z", NOW),
    ],
)
def test_a_day_is_its_end_in_london_and_today_is_now(
    written: str | None, moment: datetime | None
) -> None:
    assert moment_of(written, NOW) == moment


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("yesterday", "no day and no time"),
        ("2026-02-30", "no day and no time"),
        ("03/03/2026", "no day and no time"),
        ("2026-07-22", "has not come yet"),
        ("2026-07-20T23:31Z", "has not come yet"),
    ],
)
def test_what_is_no_moment_or_has_not_come_names_the_field_and_a_good_example(
    written: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match="as_of") as raised:
        moment_of(written, NOW)
    (error,) = raised.value.errors
    assert error.field == "as_of"
    assert words in error.message
    assert "2026-03-03" in error.message


@given(st.text(max_size=30) | st.datetimes().map(str) | st.dates().map(str))
def test_whatever_is_written_is_an_aware_moment_that_has_come_or_is_refused(written: str) -> None:
    try:
        moment = moment_of(written, NOW)
    except InvalidInput:
        return
    assert moment is None or moment <= NOW
