"""Hours are read where the words leave no doubt, and only there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.hours import MINUTES_PER_DAY, Session, clock
from wayfinder.errors import InvalidInput
from wayfinder.ingest.hours import DAYS, daily, sessions, week, weekly


def spelt(found: tuple[Session, ...] | None) -> str | None:
    if found is None:
        return None
    return " ".join(
        f"{DAYS[s.weekday][:2]} {clock(s.opens_min)}-{clock(s.closes_min)}" for s in found
    )


NINE_TO_FIVE = "mo 09:00-17:00 tu 09:00-17:00 we 09:00-17:00 th 09:00-17:00 fr 09:00-17:00"
ALWAYS = " ".join(f"{day[:2]} 00:00-24:00" for day in DAYS)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Mon-Fri 09:00-17:00; Sat 10:00-13:00", f"{NINE_TO_FIVE} sa 10:00-13:00"),
        ("Monday to Friday: 9am to 5pm", NINE_TO_FIVE),
        ("9am-5pm, Mon–Fri", NINE_TO_FIVE),
        ("weekdays 9:00-17:00", NINE_TO_FIVE),
        ("Mon-Fri 09.00 - 5pm", NINE_TO_FIVE),
        ("24/7", ALWAYS),
        ("24 hours a day, 365 days a year", ALWAYS),
        ("Fri 20:00-08:00", "fr 20:00-24:00 sa 00:00-08:00"),
        ("24 hours a day, 7 days a week", ALWAYS),
        ("Daily 24 hours", ALWAYS),
        ("Tues 9-4.30pm", "tu 09:00-16:30"),
        ("Tues 2-4pm", "tu 14:00-16:00"),
        ("Mon, Wed & Fri 10am-noon", "mo 10:00-12:00 we 10:00-12:00 fr 10:00-12:00"),
        ("Thu 09:00-13:00, 14:00-18:00", "th 09:00-13:00 th 14:00-18:00"),
        ("Sat-Mon 10:00-11:00", "mo 10:00-11:00 sa 10:00-11:00 su 10:00-11:00"),
        ("Weekends 10am-4pm", "sa 10:00-16:00 su 10:00-16:00"),
        ("Sun closed; Sat 9:00-13:00", "sa 09:00-13:00"),
        ("Fri 7pm-midnight", "fr 19:00-24:00"),
        ("Sat 22:00-02:00", "sa 22:00-24:00 su 00:00-02:00"),
        ("Sun 10pm-2am", "mo 00:00-02:00 su 22:00-24:00"),
        ("Mon 09:00-12:00; Mon 11:00-15:00", "mo 09:00-15:00"),
    ],
)
def test_certain_hours_are_sessions(text: str, means: str) -> None:
    assert spelt(weekly(text)) == means


@pytest.mark.parametrize(
    "text",
    [
        "",
        "By appointment",
        "Mon-Fri 9-5",
        "Tues 2:00-4:00",
        "Mon 9:00-1:00",
        "Mon 9am-5",
        "9am-5pm",
        "24 hours",
        "Mon-Fri",
        "Mon-Fri 9am-5pm except bank holidays",
        "First Saturday 10:00-12:00",
        "Mon 25:00-26:00",
        "Mon 09:70-10:00",
        "Mon 13pm-14pm",
        "Mon-Fri 9am-5pm Sat",
        "term time only: Mon 10:00-12:00",
        "10:00-12:00 14:00-16:00",
    ],
)
def test_what_is_not_certain_is_left_to_the_text(text: str) -> None:
    assert weekly(text) is None


@pytest.mark.parametrize(
    "text",
    ["Mon-Fri 17:00-09:00", "Mon 5pm-9am", "Sat 12:00-12:00", "Mon 10:00-09:30", "Mon 00:00-00:00"],
)
def test_an_end_before_the_start_names_the_field_and_shows_what_is_right(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        weekly(text, "opening")
    (error,) = caught.value.errors
    assert error.field == "opening"
    assert "not after it opens" in error.message
    assert "Mon-Fri 09:00-17:00" in error.message


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("09:00-17:00", ((540, 1020),)),
        ("9am-5pm", ((540, 1020),)),
        ("09:00-11:00,14:00-18:00", ((540, 660), (840, 1080))),
        ("closed", ()),
        ("Mon 09:00-17:00", None),
        ("all day", None),
    ],
)
def test_a_days_hours_need_no_day(text: str, means: tuple[tuple[int, int], ...] | None) -> None:
    assert daily(text) == means


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda s: s[0] < s[1])
weeks = st.lists(st.builds(lambda day, s: Session(day, *s), st.integers(0, 6), spans), max_size=9)


@given(st.dictionaries(st.integers(0, 6), spans, min_size=1))
def test_what_is_written_in_24_hours_is_read_back(hours: dict[int, tuple[int, int]]) -> None:
    text = "; ".join(f"{DAYS[d][:3]} {clock(a)}-{clock(b)}" for d, (a, b) in hours.items())
    assert weekly(text) == tuple(Session(day, *hours[day]) for day in sorted(hours))


@given(weeks)
def test_a_week_is_sorted_without_overlaps_and_loses_no_minute(given: list[Session]) -> None:
    merged = week(given)
    assert week(merged) == merged
    assert list(merged) == sorted(merged)
    for one, other in pairwise(merged):
        assert one.weekday < other.weekday or one.closes_min < other.opens_min

    def minutes(found: tuple[Session, ...] | list[Session]) -> set[tuple[int, int]]:
        return {(s.weekday, m) for s in found for m in range(s.opens_min, s.closes_min)}

    assert minutes(merged) == minutes(given)


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440))
def test_a_session_never_crosses_midnight(day: int, opens: int, closes: int) -> None:
    try:
        found = sessions(day, opens, closes, "hours")
    except InvalidInput:
        assert closes <= opens
        return
    assert all(0 <= s.opens_min < s.closes_min <= MINUTES_PER_DAY for s in found)
    total = sum(s.closes_min - s.opens_min for s in found)
    assert total == closes - opens + (MINUTES_PER_DAY if closes <= opens else 0)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        found = weekly(text)
    except InvalidInput:
        return
    assert found is None or found == week(found)
