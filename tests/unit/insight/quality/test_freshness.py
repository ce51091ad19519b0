"""How long ago people checked: each record counted once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.quality import Freshness
from wayfinder.insight.quality.freshness import freshness, months_before

TODAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 2, 1), 3, date(2025, 11, 1)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_are_the_calendar_s(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (TODAY, "within_3_months"),
        (date(2026, 3, 1), "within_3_months"),
        (date(2026, 2, 28), "within_a_year"),
        (date(2025, 6, 1), "within_a_year"),
        (date(2025, 5, 31), "older"),
        (date(2026, 6, 1), "never"),
        (None, "never"),
    ],
)
def test_a_day_is_counted_where_it_belongs(day: date | None, where: str) -> None:
    assert getattr(freshness([day], TODAY), where) == 1


@given(st.lists(st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1))))
def test_every_record_is_counted_once(days: list[date | None]) -> None:
    found = freshness(days, TODAY)
    counted = (found.within_3_months, found.within_a_year, found.older, found.never)
    assert sum(counted) == len(days)
    assert (found.median_age_days is None) == (found.never == len(days))


def test_the_median_is_of_those_that_were_checked() -> None:
    days = [date(2026, 5, 30), date(2026, 5, 21), None, date(2026, 1, 1)]
    assert freshness(days, TODAY) == Freshness(2, 1, 0, 1, 10)
