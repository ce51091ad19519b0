"""Weeks of opening hours as bits, and the minute of the week that is looked up in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain import opening
from wayfinder.domain.hours import (
    LONDON,
    MINUTES_PER_WEEK,
    DayHours,
    Hours,
    Session,
    minute_of_week,
)
from wayfinder.index.schedules import UNKNOWN, SchedulesBuilder, open_at, open_now

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


def is_open(sessions: tuple[Session, ...], minute: int) -> bool:
    builder = SchedulesBuilder()
    number = builder.number(Hours(sessions))
    bits = builder.arrays()["schedule_bits"]
    return bool(open_at(bits, np.array([number], np.int32), minute)[0])


@pytest.mark.parametrize(
    ("sessions", "minute", "expected"),
    [
        # Monday 9:00 to 17:00 is minutes 540 to 1019 of the week
        ([(MONDAY, 540, 1020)], 539, False),
        ([(MONDAY, 540, 1020)], 540, True),
        ([(MONDAY, 540, 1020)], 1019, True),
        ([(MONDAY, 540, 1020)], 1020, False),
        ([(MONDAY, 540, 1020)], 1440 + 540, False),
        ([(TUESDAY, 0, 1)], 1440, True),
        ([(TUESDAY, 0, 1)], 1441, False),
        ([(MONDAY, 0, 1440)], 0, True),
        ([(MONDAY, 0, 1440)], 1439, True),
        ([(MONDAY, 0, 1440)], 1440, False),
        ([(SUNDAY, 1380, 1440)], 10_079, True),
        ([(SUNDAY, 1380, 1440)], 0, False),
        # the lunch hour
        ([(MONDAY, 540, 720), (MONDAY, 780, 1020)], 719, True),
        ([(MONDAY, 540, 720), (MONDAY, 780, 1020)], 720, False),
        ([(MONDAY, 540, 720), (MONDAY, 780, 1020)], 780, True),
        # past midnight is two sessions
        ([(MONDAY, 1320, 1440), (TUESDAY, 0, 120)], 1440, True),
        # overlapping sessions are the time that either covers
        ([(MONDAY, 540, 720), (MONDAY, 600, 900)], 800, True),
    ],
)
def test_a_place_is_open_from_its_first_minute_until_before_its_last(
    sessions: list[tuple[int, int, int]], minute: int, expected: bool
) -> None:
    assert is_open(tuple(Session(*each) for each in sessions), minute) is expected


sessions = st.builds(
    lambda day, a, b: Session(day, min(a, b), max(a, b) + 1),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(0, 1439),
)


@given(st.lists(sessions, max_size=6), st.integers(0, MINUTES_PER_WEEK - 1))
def test_bits_say_what_the_sessions_say(week: list[Session], minute: int) -> None:
    day, of_day = divmod(minute, 1440)
    said = any(s.weekday == day and s.opens_min <= of_day < s.closes_min for s in week)
    assert is_open(tuple(week), minute) is said


def test_the_same_week_has_one_number_and_no_week_is_not_known() -> None:
    builder = SchedulesBuilder()
    morning, evening = (Session(MONDAY, 540, 720),), (Session(MONDAY, 1080, 1200),)
    weeks = ((), morning, evening, morning, ())
    numbers = [builder.number(Hours(week)) for week in weeks]
    assert numbers == [UNKNOWN, 1, 2, 1, UNKNOWN]
    assert builder.arrays()["schedule_bits"].shape == (3, MINUTES_PER_WEEK // 8)


def test_many_rows_are_looked_up_at_once() -> None:
    builder = SchedulesBuilder()
    for opens_min in (0, 60):
        builder.number(Hours((Session(MONDAY, opens_min, opens_min + 60),)))
    schedules = np.array([2, 1, 1, UNKNOWN], np.int32)
    bits = builder.arrays()["schedule_bits"]
    assert open_at(bits, schedules, 30).tolist() == [False, True, True, False]


MAY_DAY, DAY_BEFORE = date(2026, 5, 4), date(2026, 5, 3)
ANY_HOURS = st.builds(
    Hours,
    st.lists(sessions, max_size=4).map(tuple)
    | st.just(tuple(Session(day, 0, 1440) for day in range(7))),
    st.lists(
        st.builds(
            lambda day, spell: DayHours(day=day, spells=spell),
            st.sampled_from([None, MAY_DAY, DAY_BEFORE]),
            st.just(()) | st.tuples(st.tuples(st.integers(0, 600), st.integers(601, 1440))),
        ),
        max_size=2,
    ).map(tuple),
)


@given(
    st.lists(ANY_HOURS, min_size=1, max_size=4),
    st.integers(0, 4 * 1440 - 1),
    st.sampled_from([frozenset(), frozenset({MAY_DAY})]),
)
def test_all_rows_at_once_say_what_each_would_be_told(
    places: list[Hours], minute: int, holidays: frozenset[date]
) -> None:
    now = datetime(2026, 5, 2, tzinfo=LONDON) + timedelta(minutes=minute)
    builder = SchedulesBuilder()
    schedules = np.array([builder.number(hours) for hours in places], np.int32)
    told = open_now(builder.arrays(), builder.special, schedules, now, holidays)
    each = [opening.is_open(hours, now, holidays) for hours in places]
    assert [None if np.isnan(one) else bool(one) for one in told] == each


@pytest.mark.parametrize(
    ("moment", "minute"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), 0),  # a Monday in winter
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC), 10_079),
        (datetime(2026, 7, 6, 8, 0, tzinfo=UTC), 540),  # a Monday in summer: 9 o'clock in London
        (datetime(2026, 7, 5, 23, 0, tzinfo=UTC), 0),
    ],
)
def test_the_minute_of_the_week_is_read_on_the_clock_in_london(
    moment: datetime, minute: int
) -> None:
    assert minute_of_week(moment) == minute
