"""Opening hours in Europe/London wall-clock time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

LONDON = ZoneInfo("Europe/London")
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""By their numbers: 0 is Monday."""


class Session(Struct, frozen=True, order=True):
    """One weekly session: `weekday` 0 is Monday, minutes are since midnight.

    `closes_min` is greater than `opens_min` and at most 1440 (midnight at the day's end): sessions
    never cross midnight (NHS Directory of Services rule), one that does is stored as two.
    """

    weekday: int
    opens_min: int
    closes_min: int


class DayHours(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hours of one specified date, or (no `day`) of every bank holiday of England.

    `spells` are (opens, closes) in minutes since midnight, none: closed all day. They outrank the
    standard week: specified date, then bank holiday, then week (NHS Directory of Services).
    """

    day: date | None = None
    spells: tuple[tuple[int, int], ...] = ()
    text: str | None = None


def this_moment() -> datetime:
    """Now, as an aware time."""
    return datetime.now(UTC)


def clock(minute: int) -> str:
    """A minute of the day as 24-hour time: 540 is "09:00", 1440 "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of_week(moment: datetime) -> int:
    """Minutes since Monday 00:00 on the clock in London at an aware `moment`."""
    local = moment.astimezone(LONDON)
    return local.weekday() * MINUTES_PER_DAY + local.hour * 60 + local.minute
