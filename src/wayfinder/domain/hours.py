"""Opening hours in Europe/London wall-clock time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

LONDON = ZoneInfo("Europe/London")
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY

NIGHT_ENDS_MIN = 10 * 60
"""A session from midnight to no later than this may be the end of a night that began before."""

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


Spell = tuple[int, int]
"""Opens and closes, in minutes since a midnight."""


class DayHours(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hours of one specified date, or (no `day`) of every bank holiday of England.

    `spells` begin on the day, and may end on the next; none: closed all day.
    """

    day: date | None = None
    spells: tuple[Spell, ...] = ()
    text: str | None = None


class Hours(Struct, frozen=True):
    """A standard week and the days that differ from it."""

    sessions: tuple[Session, ...] = ()
    special_days: tuple[DayHours, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether anybody has told us anything."""
        return bool(self.sessions or self.special_days)

    @property
    def always(self) -> bool:
        """Whether the week never closes."""
        covered = sum(last - first for first, last in self._week())
        return covered == MINUTES_PER_WEEK

    @property
    def nights(self) -> tuple[Session, ...]:
        """Sessions of the small hours that go on from the day before: each belongs to the day it
        began on, whatever the day it ends on is."""
        return _nights(self.sessions)

    def specifies(self, day: date) -> bool:
        """Whether this very date has hours of its own."""
        return any(special.day == day for special in self.special_days)

    def on(self, day: date, *, holiday: bool) -> tuple[Spell, ...] | None:
        """The spells that begin on a day, which may end on the next; None where nobody has told us.

        A specified date, a week that never closes, bank holidays, then the week, in this order
        (NHS Directory of Services).
        """
        for special in self.special_days:
            if special.day == day:
                return special.spells
        if holiday and not self.always:
            return next((each.spells for each in self.special_days if each.day is None), None)
        return _begun(self.sessions)[day.weekday()] if self.sessions else None

    def _week(self) -> list[Spell]:
        """Spells since Monday 00:00, those that overlap cut to follow one another."""
        spells: list[Spell] = []
        reached = 0
        for session in sorted(self.sessions):
            midnight = session.weekday * MINUTES_PER_DAY
            first, last = midnight + session.opens_min, midnight + session.closes_min
            if last > reached:
                spells.append((max(first, reached), last))
                reached = last
        return spells


@lru_cache(maxsize=4096)
def _begun(sessions: tuple[Session, ...]) -> tuple[tuple[Spell, ...], ...]:
    """For each weekday the spells that begin on it."""
    nights = _nights(sessions)
    goes_on = {night.weekday: night.closes_min for night in sorted(nights)}
    week: tuple[list[Spell], ...] = tuple([] for _ in WEEKDAYS)
    for it in sessions:
        if it not in nights:
            late = it.closes_min == MINUTES_PER_DAY
            more = goes_on.get((it.weekday + 1) % 7, 0) if late else 0
            week[it.weekday].append((it.opens_min, it.closes_min + more))
    return tuple(map(tuple, week))


@lru_cache(maxsize=4096)
def _nights(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    late = {session.weekday for session in sessions if session.closes_min == MINUTES_PER_DAY}
    return tuple(
        session
        for session in sessions
        if session.opens_min == 0
        and session.closes_min <= NIGHT_ENDS_MIN
        and (session.weekday - 1) % 7 in late
    )


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
