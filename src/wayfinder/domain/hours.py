"""Opening hours in Europe/London wall-clock time."""

from __future__ import annotations

from msgspec import Struct

MINUTES_PER_DAY = 24 * 60


class Session(Struct, frozen=True, order=True):
    """One weekly session: `weekday` 0 is Monday, minutes are since midnight.

    `closes_min` is greater than `opens_min` and at most 1440 (midnight at the day's end): sessions
    never cross midnight (NHS Directory of Services rule), one that does is stored as two.
    """

    weekday: int
    opens_min: int
    closes_min: int
