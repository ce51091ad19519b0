"""Opening hours as one bit a minute of the week, shared by all rows with the same hours."""

from __future__ import annotations

import numpy as np

from wayfinder.domain.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, Session
from wayfinder.index.arrays import Bools, Bytes, Ints

UNKNOWN = 0
"""The schedule number of rows whose hours nobody has told us."""


class SchedulesBuilder:
    """Numbers distinct weeks; number 0 is "not known"."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Session, ...], int] = {(): UNKNOWN}

    def number(self, sessions: tuple[Session, ...]) -> int:
        """The number of this week of sessions."""
        return self._numbers.setdefault(sessions, len(self._numbers))

    def finish(self) -> Bytes:
        """Packed bits, one line a schedule."""
        week = np.zeros((len(self._numbers), MINUTES_PER_WEEK), bool)
        for sessions, number in self._numbers.items():
            for session in sessions:
                midnight = session.weekday * MINUTES_PER_DAY
                week[number, midnight + session.opens_min : midnight + session.closes_min] = True
        return np.packbits(week, axis=1)


def open_at(bits: Bytes, schedules: Ints, minute: int) -> Bools:
    """Whether each schedule is open at this minute of the week (Monday 00:00 is 0)."""
    is_open: Bools = (bits[schedules, minute >> 3] >> (7 - (minute & 7))) & 1 == 1
    return is_open
