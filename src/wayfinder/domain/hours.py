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


Spell = tuple[int, int]
"""Opens and closes, in minutes since a midnight."""


class DayHours(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hours of one specified date, or (no `day`) of every bank holiday of England.

    `spells` lie within the day, 0 to 1440; none: closed all day.
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

    def on(self, day: date, *, holiday: bool) -> tuple[Spell, ...] | None:
        """The day's spells; None where nobody has told us.

        A specified date, a week that never closes, bank holidays, then the week, in this order
        (NHS Directory of Services).
        """
        for special in self.special_days:
            if special.day == day:
                return special.spells
        if holiday and not self.always:
            return next((each.spells for each in self.special_days if each.day is None), None)
        if not self.sessions:
            return None
        weekday = day.weekday()
        return tuple((s.opens_min, s.closes_min) for s in self.sessions if s.weekday == weekday)

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
