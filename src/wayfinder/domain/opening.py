"""Is it open? Sessions, special days and a moment, turned into a sentence fit to read aloud."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from wayfinder.domain.answer import Opening
from wayfinder.domain.hours import LONDON, MINUTES_PER_DAY, WEEKDAYS, Hours, Spell

CLOSES_SOON_MIN = 30
DAYS_AHEAD = 14
"""How far to look for the next opening; what lies beyond is not worth reading out."""

NOT_KNOWN = Opening(status="unknown", text="Hours not known: ask")
HOLIDAY = Opening(status="unknown", text="Bank holiday today: hours not known, ask")
ALWAYS = Opening(status="open", text="Open 24 hours")
NEVER_SOON = Opening(
    status="closed", text=f"Closed now. Not known to open in the next {DAYS_AHEAD} days: ask"
)

NO_HOLIDAYS: frozenset[date] = frozenset()


class Fortnight(Struct, frozen=True):
    """Hours as they fall on the days around one: unbroken spells in minutes since its midnight
    (those of the day before are below 0), the numbers of the days nobody can tell, and which of
    them are bank holidays; `always` where it never closes on any day. Until minute `night_ends` a
    night may go on that began on a day nobody can tell; 0: there is none."""

    spells: tuple[Spell, ...]
    night_ends: int
    unknown: frozenset[int]
    holidays: frozenset[int]
    always: bool


def opening_at(hours: Hours, now: datetime, holidays: frozenset[date] = NO_HOLIDAYS) -> Opening:
    """What to say of a place at `now` (aware): open, closes_soon, closed or unknown.

    A specified date outranks a bank holiday (`holidays`, those of England), that the standard week;
    a week that never closes outranks bank holidays too (NHS Directory of Services). On a bank
    holiday for which nothing is stated the hours are unknown, and nothing stated at all is
    unknown, never closed. A place that shuts within 30 minutes "closes soon". Times are read on the
    Europe/London clock: a place is open while the clock on its wall stands inside a session, on
    the nights the clocks change too.

    Raises ValueError for a naive `now`.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware, for example datetime.now(UTC)")
    if not hours.stated:
        return NOT_KNOWN
    local = now.astimezone(LONDON)
    ahead = around(hours, local.date(), holidays)
    if ahead.always:
        return ALWAYS
    minute = _minute(local, local.date())
    current = _spell_at(ahead.spells, minute)
    if current is not None:
        return _open(ahead, minute, current[1], local)
    doubted = 0 if 0 in ahead.unknown else -1 if minute < ahead.night_ends else None
    if doubted is not None:
        return HOLIDAY if doubted == 0 and 0 in ahead.holidays else NOT_KNOWN
    return _closed(ahead, minute, local.date())


def is_open(hours: Hours, now: datetime, holidays: frozenset[date] = NO_HOLIDAYS) -> bool | None:
    """Whether it is open at `now`; None where that is not known."""
    status = opening_at(hours, now, holidays).status
    return None if status == "unknown" else status != "closed"


@lru_cache(maxsize=4096)
def around(hours: Hours, day: date, holidays: frozenset[date]) -> Fortnight:
    """The days from the one before `day` to `DAYS_AHEAD` behind it."""
    spells: list[Spell] = []
    unknown, free = set[int](), set[int]()
    for number in range(-1, DAYS_AHEAD + 1):
        on = day + timedelta(days=number)
        if on in holidays:
            free.add(number)
        told = hours.on(on, holiday=on in holidays)
        if told is None:
            unknown.add(number)
        midnight = number * MINUTES_PER_DAY
        # A date with hours of its own has them from its first minute.
        cut = MINUTES_PER_DAY if hours.specifies(on + timedelta(days=1)) else 2 * MINUTES_PER_DAY
        spells += [(midnight + opens, midnight + min(closes, cut)) for opens, closes in told or ()]
    return Fortnight(
        spells=tuple(_unbroken(spells)),
        night_ends=_night_ends(hours, day) if -1 in unknown and not hours.specifies(day) else 0,
        unknown=frozenset(unknown),
        holidays=frozenset(free),
        always=hours.always and not hours.special_days,
    )


def _night_ends(hours: Hours, day: date) -> int:
    weekday = day.weekday()
    return max((it.closes_min for it in hours.nights if it.weekday == weekday), default=0)


def _unbroken(spells: Iterable[Spell]) -> Iterable[Spell]:
    """Spells that touch or overlap as one, in order."""
    last: Spell | None = None
    for spell in sorted(spells):
        if last is not None and spell[0] <= last[1]:
            last = (last[0], max(last[1], spell[1]))
            continue
        if last is not None:
            yield last
        last = spell
    if last is not None:
        yield last


def _spell_at(spells: tuple[Spell, ...], minute: int) -> Spell | None:
    return next((spell for spell in spells if spell[0] <= minute < spell[1]), None)


def _minute(local: datetime, since: date) -> int:
    """Minutes on the clock since a day's midnight."""
    days = (local.date() - since).days
    return days * MINUTES_PER_DAY + local.hour * 60 + local.minute


def _open(ahead: Fortnight, minute: int, closes: int, local: datetime) -> Opening:
    next_day, past = divmod(closes, MINUTES_PER_DAY)
    if past == 0 and next_day in ahead.unknown:
        # It may go on through a midnight behind which nobody knows its hours.
        until = _clock(closes) + _closing_day(closes, local.date())
        doubt = _doubt(ahead, next_day, local.date())
        return Opening(status="open", text=f"Open now until {until} at least; {doubt}")
    if _closes_soon(ahead, closes - minute, local):
        return Opening(status="closes_soon", text=f"Closes soon, at {_clock(closes)}")
    if closes > DAYS_AHEAD * MINUTES_PER_DAY:
        return Opening(status="open", text="Open now, day and night")
    until = _clock(closes) + _closing_day(closes, local.date())
    return Opening(status="open", text=f"Open now until {until}")


def _closes_soon(ahead: Fortnight, left_min: int, local: datetime) -> bool:
    """Whether it shuts within half an hour of real time: on two nights a year clocks disagree."""
    now, day = local.astimezone(UTC), local.date()
    later = (now + timedelta(minutes=CLOSES_SOON_MIN)).astimezone(LONDON)
    if later.utcoffset() == local.utcoffset():
        return left_min <= CLOSES_SOON_MIN
    readings = (
        _minute((now + timedelta(minutes=passed)).astimezone(LONDON), day)
        for passed in range(1, CLOSES_SOON_MIN + 1)
    )
    return any(_spell_at(ahead.spells, reading) is None for reading in readings)


def _closed(ahead: Fortnight, minute: int, today: date) -> Opening:
    opens = next((start for start, _ in ahead.spells if start > minute), None)
    before = DAYS_AHEAD + 1 if opens is None else -(-opens // MINUTES_PER_DAY)
    doubtful = sorted(day for day in ahead.unknown if 0 < day < before)
    if opens is None:
        return NOT_KNOWN if doubtful else NEVER_SOON
    told = f"Closed now. Opens {_opening_time(opens, today)}"
    if not doubtful:
        return Opening(status="closed", text=told)
    return Opening(status="closed", text=f"{told}; {_doubt(ahead, doubtful[0], today)}")


def _doubt(ahead: Fortnight, day: int, today: date) -> str:
    why = " (bank holiday)" if day in ahead.holidays else ""
    return f"hours {_opening_day(day, today)}{why} not known: ask"


def _closing_day(closes: int, today: date) -> str:
    """Which day's clock is meant; midnight belongs to the day it ends."""
    days = (closes - 1) // MINUTES_PER_DAY
    if days == 0:
        return ""
    return " tomorrow" if days == 1 else f" on {_day(days, today)}"


def _opening_time(opens: int, today: date) -> str:
    days, past = divmod(opens, MINUTES_PER_DAY)
    if past == 0:
        return f"at midnight {_night(days - 1, today)}"
    return f"{_opening_day(days, today)} at {_clock(opens)}"


def _opening_day(days: int, today: date) -> str:
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
    if days <= len(WEEKDAYS):
        return f"{'next ' if days == len(WEEKDAYS) else ''}{_day(days, today)}"
    on = today + timedelta(days=days)
    return f"on {on.day} {on:%B}"


def _night(days: int, today: date) -> str:
    """The night whose end a midnight is: "midnight on Tuesday" alone could be either."""
    match days:
        case 0:
            return "tonight"
        case 1:
            return "tomorrow night"
    return f"on {_day(days, today)} night"


def _day(days: int, today: date) -> str:
    return WEEKDAYS[(today.weekday() + days) % len(WEEKDAYS)]


def _clock(minute: int) -> str:
    """A time as the NHS writes it: 9am, 5:30pm, midday, midnight."""
    hour, past = divmod(minute % MINUTES_PER_DAY, 60)
    if past == 0 and hour % 12 == 0:
        return "midday" if hour else "midnight"
    half = "pm" if hour >= 12 else "am"
    return f"{hour % 12 or 12}{f':{past:02}' if past else ''}{half}"
