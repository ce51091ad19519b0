"""Is it open, and how is that said?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.bank_holidays import bank_holidays
from wayfinder.domain.hours import LONDON, MINUTES_PER_DAY, DayHours, Hours, Session, Spell
from wayfinder.domain.opening import CLOSES_SOON_MIN, opening_at

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def hours(text: str, *days: int) -> tuple[Session, ...]:
    """`hours("09:00-17:00", MON, TUE)`: the same session on each of the days."""
    opens, closes = (int(at[:2]) * 60 + int(at[3:]) for at in text.split("-"))
    return tuple(Session(day, opens, closes) for day in days)


def london(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


OFFICE = hours("09:00-17:00", MON, TUE, WED, THU, FRI)
LUNCH_BREAK = hours("09:00-12:30", MON) + hours("13:30-17:00", MON)
NIGHT_CAFE = hours("19:00-24:00", MON, TUE, WED, THU, FRI, SAT, SUN) + hours(
    "00:00-01:00", MON, TUE, WED, THU, FRI, SAT, SUN
)
WEEKEND_LINE = (
    hours("16:30-24:00", FRI) + hours("00:00-24:00", SAT, SUN) + hours("00:00-09:00", MON)
)
ALL_WEEK = hours("00:00-24:00", MON, TUE, WED, THU, FRI, SAT, SUN)
EVERY_NIGHT = hours("00:00-24:00", MON, TUE, WED, THU, FRI, SAT)
MONDAY_MORNING = hours("09:30-12:00", MON)
TWO_DAYS = hours("00:00-24:00", TUE, WED)
NIGHTS = hours("22:00-24:00", *range(7)) + hours("00:00-06:00", *range(7))
SATURDAY_NIGHT = hours("22:00-24:00", SAT) + hours("00:00-02:00", SUN)
FROM_MIDNIGHT = hours("00:00-06:00", WED)

# 2 March 2026 is a Monday.
TABLE = [
    ((), "2026-03-02T10:00", "unknown", "Hours not known: ask"),
    (OFFICE, "2026-03-02T10:00", "open", "Open now until 5pm"),
    (OFFICE, "2026-03-02T09:00", "open", "Open now until 5pm"),
    (OFFICE, "2026-03-02T16:29", "open", "Open now until 5pm"),
    (OFFICE, "2026-03-02T16:30", "closes_soon", "Closes soon, at 5pm"),
    (OFFICE, "2026-03-02T16:59:59", "closes_soon", "Closes soon, at 5pm"),
    (OFFICE, "2026-03-02T17:00", "closed", "Closed now. Opens tomorrow at 9am"),
    (OFFICE, "2026-03-02T08:59", "closed", "Closed now. Opens today at 9am"),
    (OFFICE, "2026-03-06T17:30", "closed", "Closed now. Opens Monday at 9am"),
    (OFFICE, "2026-03-08T12:00", "closed", "Closed now. Opens tomorrow at 9am"),
    (LUNCH_BREAK, "2026-03-02T12:10", "closes_soon", "Closes soon, at 12:30pm"),
    (LUNCH_BREAK, "2026-03-02T13:00", "closed", "Closed now. Opens today at 1:30pm"),
    (MONDAY_MORNING, "2026-03-02T10:00", "open", "Open now until midday"),
    (MONDAY_MORNING, "2026-03-06T10:00", "closed", "Closed now. Opens Monday at 9:30am"),
    (MONDAY_MORNING, "2026-03-02T14:00", "closed", "Closed now. Opens next Monday at 9:30am"),
    (NIGHT_CAFE, "2026-03-02T20:00", "open", "Open now until 1am tomorrow"),
    (NIGHT_CAFE, "2026-03-08T23:50", "open", "Open now until 1am tomorrow"),
    (NIGHT_CAFE, "2026-03-09T00:10", "open", "Open now until 1am"),
    (NIGHT_CAFE, "2026-03-09T00:45", "closes_soon", "Closes soon, at 1am"),
    (NIGHT_CAFE, "2026-03-09T01:00", "closed", "Closed now. Opens today at 7pm"),
    (WEEKEND_LINE, "2026-03-06T18:00", "open", "Open now until 9am on Monday"),
    (WEEKEND_LINE, "2026-03-08T18:00", "open", "Open now until 9am tomorrow"),
    (WEEKEND_LINE, "2026-03-09T08:00", "open", "Open now until 9am"),
    (ALL_WEEK, "2026-03-08T23:59", "open", "Open 24 hours"),
    (hours("00:00-24:00", TUE), "2026-03-03T08:00", "open", "Open now until midnight"),
    (TWO_DAYS, "2026-03-03T08:00", "open", "Open now until midnight tomorrow"),
    (FROM_MIDNIGHT, "2026-03-03T20:00", "closed", "Closed now. Opens at midnight tonight"),
    (FROM_MIDNIGHT, "2026-03-02T20:00", "closed", "Closed now. Opens at midnight tomorrow night"),
    (FROM_MIDNIGHT, "2026-03-06T20:00", "closed", "Closed now. Opens at midnight on Tuesday night"),
    (hours("09:00-10:00", MON) + hours("09:30-11:00", MON), "2026-03-02T09:00", "open",
     "Open now until 11am"),
]  # fmt: skip


@pytest.mark.parametrize(("sessions", "now", "status", "text"), TABLE)
def test_the_week_as_people_say_it(
    sessions: tuple[Session, ...], now: str, status: str, text: str
) -> None:
    said = opening_at(Hours(sessions), london(now))
    assert (said.status, said.text) == (status, text)


CHRISTMAS = date(2026, 12, 25)
HOLIDAYS = frozenset(bank_holidays([2026]))
MORNING, ALL_DAY = ((600, 720),), ((0, 1440),)


def on(day: date | None, spells: tuple[Spell, ...] = ()) -> DayHours:
    return DayHours(day=day, spells=spells)


# 25 December 2026 is a Friday, 28 December the day in lieu of Boxing Day.
SPECIAL = [
    # a bank holiday nobody has spoken of is not an ordinary Friday
    (OFFICE, (), "2026-12-25T10:00", "unknown", "Bank holiday today: hours not known, ask"),
    (OFFICE, (), "2026-12-24T18:00", "closed",
     "Closed now. Opens Tuesday at 9am; hours tomorrow (bank holiday) not known: ask"),
    (OFFICE, (), "2026-12-27T12:00", "closed",
     "Closed now. Opens Tuesday at 9am; hours tomorrow (bank holiday) not known: ask"),
    (ALL_WEEK, (), "2026-12-25T10:00", "open", "Open 24 hours"),
    # a midnight behind which nobody knows the hours is no closing time
    (EVERY_NIGHT, (), "2026-12-24T22:00", "open",
     "Open now until midnight at least; hours tomorrow (bank holiday) not known: ask"),
    (EVERY_NIGHT, (), "2026-12-24T23:40", "open",
     "Open now until midnight at least; hours tomorrow (bank holiday) not known: ask"),
    (EVERY_NIGHT, (), "2026-12-23T23:40", "open", "Open now until midnight tomorrow at least; "
     "hours Friday (bank holiday) not known: ask"),
    # hours for every bank holiday
    (OFFICE, (on(None),), "2026-12-25T10:00", "closed", "Closed now. Opens Tuesday at 9am"),
    (OFFICE, (on(None, MORNING),), "2026-12-25T11:00", "open", "Open now until midday"),
    (OFFICE, (on(None, MORNING),), "2026-12-24T18:00", "closed",
     "Closed now. Opens tomorrow at 10am"),
    # a date outranks the bank holidays, and a week that never closes
    (OFFICE, (on(None, MORNING), on(CHRISTMAS)), "2026-12-25T11:00", "closed",
     "Closed now. Opens tomorrow at 10am"),
    (ALL_WEEK, (on(CHRISTMAS),), "2026-12-25T11:00", "closed",
     "Closed now. Opens at midnight tonight"),
    (ALL_WEEK, (on(CHRISTMAS),), "2026-12-24T11:00", "open", "Open now until midnight"),
    # an ordinary day that is closed, and one that is open longer
    (OFFICE, (on(date(2026, 3, 3)),), "2026-03-02T18:00", "closed",
     "Closed now. Opens Wednesday at 9am"),
    (OFFICE, (on(date(2026, 3, 8), ALL_DAY),), "2026-03-06T18:00", "closed",
     "Closed now. Opens at midnight tomorrow night"),
    # only single dates are known
    ((), (on(date(2026, 3, 3), MORNING),), "2026-03-02T18:00", "unknown", "Hours not known: ask"),
    ((), (on(date(2026, 3, 3), MORNING),), "2026-03-03T11:00", "open", "Open now until midday"),
    ((), (on(date(2026, 3, 3), MORNING),), "2026-03-03T09:00", "closed",
     "Closed now. Opens today at 10am"),
    # past midnight into a special day: it is closed from its first minute
    (NIGHT_CAFE, (on(date(2026, 3, 3)),), "2026-03-02T23:00", "open", "Open now until midnight"),
    # a night belongs to the day it begins on: bank holiday or not, the morning does not matter
    (NIGHTS, (), "2026-12-28T05:45", "closes_soon", "Closes soon, at 6am"),
    (NIGHTS, (), "2026-12-28T06:30", "unknown", "Bank holiday today: hours not known, ask"),
    (NIGHTS, (), "2026-12-29T05:30", "unknown", "Hours not known: ask"),
    (NIGHTS, (), "2026-12-29T06:30", "closed", "Closed now. Opens today at 10pm"),
    (NIGHTS, (on(None),), "2026-12-29T05:30", "closed", "Closed now. Opens today at 10pm"),
    (SATURDAY_NIGHT, (), "2026-12-26T23:00", "unknown", "Bank holiday today: hours not known, ask"),
    (SATURDAY_NIGHT, (), "2026-12-27T00:30", "unknown", "Hours not known: ask"),
    (SATURDAY_NIGHT, (), "2026-12-20T00:30", "open", "Open now until 2am"),
    # closed for longer than is looked ahead, and opening again after some days
    (MONDAY_MORNING, tuple(on(date(2026, 3, day)) for day in (9, 16)), "2026-03-02T14:00",
     "closed", "Closed now. Not known to open in the next 14 days: ask"),
    (MONDAY_MORNING, (on(date(2026, 3, 9)),), "2026-03-02T14:00", "closed",
     "Closed now. Opens on 16 March at 9:30am"),
]  # fmt: skip


@pytest.mark.parametrize(("sessions", "special", "now", "status", "text"), SPECIAL)
def test_a_date_outranks_bank_holidays_and_those_the_week(
    sessions: tuple[Session, ...], special: tuple[DayHours, ...], now: str, status: str, text: str
) -> None:
    said = opening_at(Hours(sessions, special), london(now), HOLIDAYS)
    assert (said.status, said.text) == (status, text)


def test_the_bank_holidays_of_england() -> None:
    days = bank_holidays([2027])
    assert [f"{day:%d %b}" for day in days] == [
        *("01 Jan", "26 Mar", "29 Mar", "03 May", "31 May", "30 Aug"),
        *("25 Dec", "26 Dec", "27 Dec", "28 Dec"),
    ]


CLOCK_CHANGES = [
    # In summer 9am in London is 8am UTC; in winter it is 9am UTC.
    (OFFICE, datetime(2026, 7, 6, 8, 0, tzinfo=UTC), "open"),
    (OFFICE, datetime(2026, 1, 5, 8, 0, tzinfo=UTC), "closed"),
    # Spring: at 1am on 29 March 2026 the clocks read 2am, so ten minutes are left, not seventy.
    (hours("00:00-02:00", SUN), london("2026-03-29T00:50"), "closes_soon"),
    (hours("00:00-01:30", SUN), london("2026-03-29T00:50"), "closes_soon"),
    (hours("00:00-02:40", SUN), london("2026-03-29T00:50"), "open"),
    # Autumn: at 2am on 25 October 2026 the clocks read 1am again, so an hour more is left.
    (hours("00:00-02:10", SUN), london("2026-10-25T01:45", fold=0), "open"),
    (hours("00:00-02:10", SUN), london("2026-10-25T01:45", fold=1), "closes_soon"),
]


@pytest.mark.parametrize(("sessions", "now", "status"), CLOCK_CHANGES)
def test_the_london_clock_decides(
    sessions: tuple[Session, ...], now: datetime, status: str
) -> None:
    assert opening_at(Hours(sessions), now).status == status


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        opening_at(Hours(OFFICE), datetime(2026, 3, 2, 10, 0))  # noqa: DTZ001


@st.composite
def a_session(draw: st.DrawFn) -> Session:
    weekday = draw(st.integers(MON, SUN))
    opens = draw(st.integers(0, MINUTES_PER_DAY - 1) | st.just(0))
    closes = draw(st.integers(opens + 1, MINUTES_PER_DAY) | st.just(MINUTES_PER_DAY))
    return Session(weekday, opens, closes)


WEEKS = st.lists(a_session(), min_size=1, max_size=8).map(tuple)
ANY_TIME = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOCK_CHANGE_NIGHTS = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)]
    ),
    st.integers(0, 6 * 60),
)


def is_open(sessions: tuple[Session, ...], moment: datetime) -> bool:
    wall = moment.astimezone(LONDON)
    minute = wall.hour * 60 + wall.minute
    return any(
        s.weekday == wall.weekday() and s.opens_min <= minute < s.closes_min for s in sessions
    )


def naive_status(sessions: tuple[Session, ...], now: datetime) -> str:
    """The oracle: look at the clock on the wall once a minute."""
    if not is_open(sessions, now):
        return "closed"
    coming = (now + timedelta(minutes=ahead) for ahead in range(1, CLOSES_SOON_MIN + 1))
    return "open" if all(is_open(sessions, moment) for moment in coming) else "closes_soon"


@given(WEEKS, ANY_TIME | CLOCK_CHANGE_NIGHTS)
def test_the_status_is_what_the_clock_on_the_wall_says(
    sessions: tuple[Session, ...], now: datetime
) -> None:
    assert opening_at(Hours(sessions), now).status == naive_status(sessions, now)


def clock_text(moment: datetime) -> str:
    hour, minute = moment.hour, moment.minute
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


@given(WEEKS, st.integers(0, 7 * MINUTES_PER_DAY - 1))
def test_the_time_told_is_the_next_change_on_the_clock(
    sessions: tuple[Session, ...], minute: int
) -> None:
    now = london("2026-06-01T00:00") + timedelta(minutes=minute)
    open_now = is_open(sessions, now)
    coming = (now + timedelta(minutes=ahead) for ahead in range(1, 7 * MINUTES_PER_DAY + 1))
    change = next((moment for moment in coming if is_open(sessions, moment) != open_now), None)
    said = opening_at(Hours(sessions), now).text
    assert said == "Open 24 hours" if change is None else f" {clock_text(change)}" in said
