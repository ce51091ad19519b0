"""Hours among the words of a source: read where they have one reading, kept as they stand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.made_up import at, service
from wayfinder.domain.hours import DayHours, Session
from wayfinder.ingest.rules.opening import with_hours

WEEK = tuple(Session(day, 480, 1140) for day in range(7))
OFFICE = tuple(Session(day, 540, 1020) for day in range(5))
ALWAYS = tuple(Session(day, 0, 1440) for day in range(7))
SHUT, AS_EVER = DayHours(), DayHours(spells=((480, 1140),))


@pytest.mark.parametrize(
    ("text", "sessions", "special_days"),
    [
        ("24/7", ALWAYS, ()),
        ("24 hours a day, 365 days a year.", ALWAYS, ()),
        ("Mon-Fri 09:00-17:00. Closed bank holidays.", OFFICE, (SHUT,)),
        ("Mon-Fri 9am to 5pm (closed on public holidays)", OFFICE, (SHUT,)),
        ("Daily 08:00-19:00, every day of the year", WEEK, (AS_EVER,)),
        ("Every day 8am-7pm, including bank holidays", WEEK, (AS_EVER,)),
        # The week differs from day to day: which of its days a bank holiday is like is not told.
        ("Mon-Fri 09:00-17:00, including bank holidays", OFFICE, ()),
        ("By appointment only", (), ()),
        ("First Saturday of the month", (), ()),
        ("Closed bank holidays", (), ()),
        ("Mon-Fri 09:00-17:00. Often closed bank holidays.", (), ()),
    ],
)
def test_words_become_hours_where_they_have_one_reading(
    text: str, sessions: tuple[Session, ...], special_days: tuple[DayHours, ...]
) -> None:
    told = with_hours(service("Hub", hours_text=text))
    assert (told.sessions, told.special_days, told.hours_text) == (sessions, special_days, text)


def test_the_bank_holidays_of_a_week_that_is_stated_are_read_too() -> None:
    told = with_hours(service("Hub", sessions=WEEK, hours_text="Open every day of the year."))
    assert (told.sessions, told.special_days) == (WEEK, (AS_EVER,))


def test_what_is_stated_is_never_outdone_by_words() -> None:
    own = (DayHours(spells=((600, 720),)),)
    stated = service("Hub", sessions=OFFICE, special_days=own, hours_text="Closed bank holidays")
    assert with_hours(stated) == stated
    place = replace(at(51.9, -0.2), sessions=OFFICE)
    assert with_hours(service("Hub", locations=(place,), hours_text="24/7")).sessions == ()
