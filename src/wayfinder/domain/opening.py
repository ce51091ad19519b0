"""Is it open? A week of sessions and a moment, turned into a sentence fit to read aloud."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from wayfinder.domain.answer import Opening
from wayfinder.domain.hours import (
    LONDON,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    WEEKDAYS,
    Session,
    minute_of_week,
)

CLOSES_SOON_MIN = 30

NOT_KNOWN = Opening(status="unknown", text="Hours not known: ask")
ALWAYS = Opening(status="open", text="Open 24 hours")

Stretch = tuple[int, int]


def opening_at(sessions: tuple[Session, ...], now: datetime) -> Opening:
    """What to say of a place at `now` (aware): open, closes_soon, closed or unknown.

    No sessions is unknown, never closed. A place that shuts within 30 minutes "closes soon" (NHS
    Directory of Services). Sessions are read on the Europe/London clock: a place is open while
    the clock on its wall stands inside a session, on the nights the clocks change too.

    `sessions` is the week in force on the day. Bank holidays and specified dates (which outrank
    it, NHS Directory of Services) are for the caller to swap in before asking.

    Raises ValueError for a naive `now`.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware, for example datetime.now(UTC)")
    if not sessions:
        return NOT_KNOWN
    local = now.astimezone(LONDON)
    stretches = _stretches(sessions)
    minute = minute_of_week(now)
    current = _stretch_at(stretches, minute)
    if current is None:
        return _closed(stretches, minute)
    if current[1] - current[0] >= MINUTES_PER_WEEK:
        return ALWAYS
    return _open(stretches, minute, (current[1] - minute) % MINUTES_PER_WEEK, local)


def _open(stretches: tuple[Stretch, ...], minute: int, left_min: int, local: datetime) -> Opening:
    if _closes_soon(stretches, left_min, local):
        return Opening(status="closes_soon", text=f"Closes soon, at {_clock(minute + left_min)}")
    until = _clock(minute + left_min) + _closing_day(minute, left_min)
    return Opening(status="open", text=f"Open now until {until}")


def _closed(stretches: tuple[Stretch, ...], minute: int) -> Opening:
    wait_min = min((start - minute) % MINUTES_PER_WEEK for start, _ in stretches)
    return Opening(status="closed", text=f"Closed now. Opens {_opening_time(minute, wait_min)}")


@lru_cache(maxsize=4096)
def _stretches(sessions: tuple[Session, ...]) -> tuple[Stretch, ...]:
    """Unbroken spells (start, end) in minutes since Monday 00:00.

    Sessions that touch or overlap are one spell. A spell that runs over Sunday midnight ends
    beyond the week; a whole week is (0, 10080).
    """
    spells: list[Stretch] = []
    for session in sorted(sessions):
        midnight = session.weekday * MINUTES_PER_DAY
        start, end = midnight + session.opens_min, midnight + session.closes_min
        if spells and start <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(end, spells[-1][1]))
        else:
            spells.append((start, end))
    if len(spells) > 1 and spells[0][0] == 0 and spells[-1][1] == MINUTES_PER_WEEK:
        monday = spells.pop(0)
        spells[-1] = (spells[-1][0], MINUTES_PER_WEEK + monday[1])
    return tuple(spells)


def _stretch_at(stretches: tuple[Stretch, ...], minute: int) -> Stretch | None:
    for start, end in stretches:
        if start <= minute < end or start <= minute + MINUTES_PER_WEEK < end:
            return start, end
    return None


def _closes_soon(stretches: tuple[Stretch, ...], left_min: int, local: datetime) -> bool:
    """Whether it shuts within half an hour of real time: on two nights a year clocks disagree."""
    now = local.astimezone(UTC)
    later = (now + timedelta(minutes=CLOSES_SOON_MIN)).astimezone(LONDON)
    if later.utcoffset() == local.utcoffset():
        return left_min <= CLOSES_SOON_MIN
    readings = (
        minute_of_week(now + timedelta(minutes=ahead)) for ahead in range(1, CLOSES_SOON_MIN + 1)
    )
    return any(_stretch_at(stretches, reading) is None for reading in readings)


def _closing_day(minute: int, left_min: int) -> str:
    """Which day's clock is meant; midnight belongs to the day it ends."""
    days = _days_ahead(minute, left_min - 1)
    if days == 0:
        return ""
    return " tomorrow" if days == 1 else f" on {_day(minute, days)}"


def _opening_time(minute: int, wait_min: int) -> str:
    opens = minute + wait_min
    days = _days_ahead(minute, wait_min)
    if opens % MINUTES_PER_DAY == 0:
        return f"at midnight {_night(minute, days - 1)}"
    return f"{_opening_day(minute, days)} at {_clock(opens)}"


def _opening_day(minute: int, days: int) -> str:
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case 7:
            return f"next {_day(minute, days)}"
    return _day(minute, days)


def _night(minute: int, days: int) -> str:
    """The night whose end a midnight is: "midnight on Tuesday" alone could be either."""
    match days:
        case 0:
            return "tonight"
        case 1:
            return "tomorrow night"
    return f"on {_day(minute, days)} night"


def _days_ahead(minute: int, ahead_min: int) -> int:
    return (minute % MINUTES_PER_DAY + ahead_min) // MINUTES_PER_DAY


def _day(minute: int, days: int) -> str:
    return WEEKDAYS[(minute // MINUTES_PER_DAY + days) % 7]


def _clock(minute: int) -> str:
    """A time as the NHS writes it: 9am, 5:30pm, midday, midnight."""
    hour, past = divmod(minute % MINUTES_PER_DAY, 60)
    if past == 0 and hour % 12 == 0:
        return "midday" if hour else "midnight"
    half = "pm" if hour >= 12 else "am"
    return f"{hour % 12 or 12}{f':{past:02}' if past else ''}{half}"
