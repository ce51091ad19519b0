"""Schedules as hours: every week, or date by date where they end; words for the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.hours import DayHours, Session
from wayfinder.errors import InvalidInput
from wayfinder.ingest.formats.oruk_schedules import MAX_DATES, timetable

TODAY = date(2026, 3, 4)
TEN_TO_NOON = {"opens_at": "10:00", "closes_at": "12:00"}
MONDAYS = {"freq": "WEEKLY", "byday": "MO", **TEN_TO_NOON}
SPELL = ((600, 720),)


def read(*schedules: dict[str, Any]) -> Any:
    return timetable({"schedules": list(schedules)}, TODAY)


@pytest.mark.parametrize(
    "single",
    [
        {"valid_from": "2026-05-02", "valid_to": "2026-05-02"},
        {"valid_from": "2026-05-02", "valid_to": "2026-05-02", "freq": "WEEKLY", "byday": "SA"},
        {"dtstart": "2026-05-02", "count": 1, "freq": "WEEKLY"},
        {"dtstart": "2026-05-02T00:00:00"},
        {"dtstart": "2026-05-02", "until": "2026-05-02T23:59:59Z", "freq": "MONTHLY"},
    ],
)
def test_a_schedule_of_one_day_is_a_special_day(single: dict[str, Any]) -> None:
    found = read({**single, **TEN_TO_NOON, "description": "Fair"})
    assert found.special_days == (DayHours(day=date(2026, 5, 2), spells=SPELL, text="Fair"),)
    assert found.sessions == found.texts == ()


def test_a_day_may_be_closed_and_only_if_it_says_so() -> None:
    christmas = {"valid_from": "2026-12-25", "valid_to": "2026-12-25"}
    assert read({**christmas, "description": "Closed for Christmas"}).special_days == (
        DayHours(day=date(2026, 12, 25), text="Closed for Christmas"),
    )
    unclear = read({**christmas, "description": "Christmas"})
    assert unclear.special_days == ()
    assert unclear.texts == ("Christmas (valid from 2026-12-25, valid to 2026-12-25)",)


def test_two_spells_of_a_day_are_one_day_and_a_night_is_two() -> None:
    day = {"valid_from": "2026-05-02", "valid_to": "2026-05-02"}
    found = read(
        {**day, **TEN_TO_NOON},
        {**day, "opens_at": "22:00", "closes_at": "02:00"},
    )
    assert found.special_days == (
        DayHours(day=date(2026, 5, 2), spells=(*SPELL, (1320, 1440))),
        DayHours(day=date(2026, 5, 3), spells=((0, 120),)),
    )


@pytest.mark.parametrize(
    "bounds",
    [
        {"valid_from": "2026-06-01", "valid_to": "2026-06-15"},
        {"dtstart": "2026-06-01", "until": "2026-06-15"},
        {"dtstart": "2026-06-01", "count": 3},
        {"dtstart": "2026-06-01", "count": "3", "byday": None},
    ],
)
def test_weeks_that_end_are_told_date_by_date(bounds: dict[str, Any]) -> None:
    found = read({**MONDAYS, **bounds})
    assert [one.day for one in found.special_days] == [
        date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15),
    ]  # fmt: skip
    assert {one.spells for one in found.special_days} == {SPELL}
    assert found.sessions == ()


def test_weeks_that_end_far_away_are_told_in_words() -> None:
    found = read({**MONDAYS, "valid_from": "2026-01-01", "valid_to": "2029-01-01"})
    assert found.sessions == found.special_days == ()
    assert "valid to 2029-01-01" in found.texts[0]


@pytest.mark.parametrize(
    ("bounds", "sessions", "texts"),
    [
        ({"valid_from": "2020-01-01"}, (Session(0, 600, 720),), ()),
        ({"valid_from": "2020-01-01", "valid_to": "2099-12-31"}, (Session(0, 600, 720),), ()),
        ({"valid_from": "2025-01-01", "valid_to": "2026-03-03"}, (), ()),
        ({"valid_from": "2026-03-05"}, (), ("WEEKLY MO 10:00 12:00 valid from 2026-03-05",)),
        ({"valid_from": "2026-02-30"}, (), ("WEEKLY MO 10:00 12:00 valid from 2026-02-30",)),
    ],
)
def test_a_week_counts_while_it_is_valid(bounds: dict[str, Any], sessions: Any, texts: Any) -> None:
    found = read({**MONDAYS, **bounds})
    assert (found.sessions, found.special_days, found.texts) == (sessions, (), texts)


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ({"freq": "WEEKLY", "dtstart": "2026-01-07"}, [2]),
        ({"freq": "DAILY"}, [0, 1, 2, 3, 4, 5, 6]),
        ({"freq": "WEEKLY", "byday": ["MO", "FR"]}, [0, 4]),
        ({"weekday": "Tuesday"}, [1]),
        ({"freq": "MONTHLY", "byday": "1TU"}, []),
        ({"freq": "MONTHLY", "bymonthday": "1"}, []),
        ({"freq": "WEEKLY"}, []),
    ],
)
def test_the_days_of_a_week(schedule: dict[str, Any], days: list[int]) -> None:
    found = read({**schedule, **TEN_TO_NOON})
    assert [one.weekday for one in found.sessions] == days
    assert bool(found.texts) is not bool(days)


def test_midnight_to_midnight_is_no_hours() -> None:
    empty = {"opens_at": "00:00", "closes_at": "00:00:00"}
    assert read({"freq": "WEEKLY", "byday": "MO", **empty}).sessions == ()


def test_the_old_standards_holidays_are_special_days() -> None:
    holidays = [
        {"closed": True, "start_date": "2026-12-25", "end_date": "2026-12-26"},
        {"closed": False, "start_date": "2026-12-31", "open_at": "10:00", "close_at": "12:00"},
        {"closed": True, "start_date": "never"},
    ]
    assert timetable({"holiday_schedules": holidays}, TODAY).special_days == (
        DayHours(day=date(2026, 12, 25)),
        DayHours(day=date(2026, 12, 26)),
        DayHours(day=date(2026, 12, 31), spells=SPELL),
    )


values = st.one_of(
    st.none(), st.integers(-5, 400), st.text(max_size=6), st.dates().map(str), st.times().map(str),
    st.sampled_from(["WEEKLY", "MONTHLY", "MO,TU", "SA", "1SU", "10:00", "09:30Z", {"a": 1}, [1]]),
)  # fmt: skip
KEYS = ("freq", "byday", "dtstart", "until", "count", "interval", "valid_from", "valid_to",
        "opens_at", "closes_at", "description", "weekday")  # fmt: skip


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, values)), max_size=3))
def test_any_schedule_is_read_or_refused_by_name(schedules: list[dict[str, Any]]) -> None:
    try:
        found = read(*schedules)
    except InvalidInput as error:
        assert error.errors[0].field == "schedules"
        return
    assert len(found.special_days) <= len(schedules) * 2 * MAX_DATES
    days = [one.day for one in found.special_days]
    assert days == sorted(set(days))
    for one in found.special_days:
        assert all(0 <= opens < closes <= 1440 for opens, closes in one.spells)
