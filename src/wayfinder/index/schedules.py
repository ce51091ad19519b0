"""Opening hours: one bit a minute of the standard week, shared by all rows with the same hours,
and beside them, in words, those that have days of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import numpy as np

from wayfinder.domain.hours import LONDON, MINUTES_PER_DAY, MINUTES_PER_WEEK, Hours, minute_of_week
from wayfinder.domain.opening import is_open
from wayfinder.index.arrays import Arrays, Bools, Bytes, Floats, Ints

UNKNOWN = 0
"""The schedule number of rows whose hours nobody has told us."""


class SchedulesBuilder:
    """Numbers distinct hours; number 0 is "not known"."""

    def __init__(self) -> None:
        self._numbers: dict[Hours, int] = {Hours(): UNKNOWN}

    def number(self, hours: Hours) -> int:
        """The number of these hours."""
        return self._numbers.setdefault(hours, len(self._numbers))

    def arrays(self) -> Arrays:
        """Packed bits of the standard week, one line a schedule, and which never close."""
        week = np.zeros((len(self._numbers), MINUTES_PER_WEEK), bool)
        for hours, number in self._numbers.items():
            for session in hours.sessions:
                midnight = session.weekday * MINUTES_PER_DAY
                week[number, midnight + session.opens_min : midnight + session.closes_min] = True
        always = np.array([hours.always for hours in self._numbers])
        return {"schedule_bits": np.packbits(week, axis=1), "schedule_always": always}

    @property
    def special(self) -> dict[int, Hours]:
        """Those that a week's bits cannot tell, by number: with days that differ from it, or with
        nights that belong to the day before."""
        told = self._numbers.items()
        return {number: hours for hours, number in told if _beyond_a_week(hours)}


def _beyond_a_week(hours: Hours) -> bool:
    return bool(hours.special_days or (hours.nights and not hours.always))


def open_now(
    arrays: Arrays,
    special: Mapping[int, Hours],
    schedules: Ints,
    now: datetime,
    holidays: frozenset[date],
) -> Floats:
    """For each schedule 1 open, 0 closed, NaN not known: as `domain.opening` has it, all at once.

    Raises ValueError for a naive `now`.
    """
    inside = open_at(arrays["schedule_bits"], schedules, minute_of_week(now))
    told = np.where(schedules == UNKNOWN, np.nan, inside)
    if now.astimezone(LONDON).date() in holidays:
        told[~arrays["schedule_always"][schedules]] = np.nan
    for number in special.keys() & set(schedules.tolist() if special else ()):
        answer = is_open(special[number], now, holidays)
        told[schedules == number] = np.nan if answer is None else answer
    return told


def open_at(bits: Bytes, schedules: Ints, minute: int) -> Bools:
    """Whether each schedule's week is open at this minute of it (Monday 00:00 is 0)."""
    inside: Bools = (bits[schedules, minute >> 3] >> (7 - (minute & 7))) & 1 == 1
    return inside
