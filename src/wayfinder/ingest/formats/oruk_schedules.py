"""When an Open Referral service is open: weeks, single days, and words for the rest.

Read as hours is only what recurs every week, and what can be told date by date. A schedule that
has run out is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from wayfinder.domain.hours import WEEKDAYS, DayHours, Session, Spell
from wayfinder.errors import InvalidInput
from wayfinder.ingest import hours
from wayfinder.ingest.cleaning.text import line
from wayfinder.ingest.cleaning.values import day, refusal
from wayfinder.ingest.formats.oruk_json import Json, listed, text_id

MAX_DATES = 100
"""A schedule with an end is told date by date if it has no more dates than this."""

_NO_END_YEAR = 2090
"""Feeds write 2099-12-31 or 9999-12-31 for "no end"."""

_CLOCK = re.compile(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\Z")
_ICAL_DAYS = tuple(name[:2].upper() for name in WEEKDAYS)
_CLOSED = re.compile(r"\bclosed\b", re.IGNORECASE)


class Timetable(Struct, frozen=True):
    """The hours that schedules tell, and `texts` for what they say beyond."""

    sessions: tuple[Session, ...] = ()
    special_days: tuple[DayHours, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def stated(self) -> bool:
        return bool(self.sessions or self.special_days or self.texts)


class _Bounds(Struct, frozen=True):
    """The first and last day of a schedule, both included."""

    begins: date | None
    ends: date | None


def timetable(item: Json, today: date) -> Timetable:
    """The schedules of a service, or of one of its places, as they stand on a day.

    Raises InvalidInput for one that closes before it opens, or ends before it begins.
    """
    parts = [_read(one, today) for one in _schedules(item)]
    parts += [_read_holiday(one) for one in listed(item, "holiday_schedules")]
    return Timetable(
        hours.week(session for part in parts for session in part.sessions),
        _by_day(special for part in parts for special in part.special_days),
        tuple(dict.fromkeys(text for part in parts for text in part.texts)),
    )


def _schedules(item: Json) -> list[Json]:
    older = listed(item, "regular_schedules") + listed(item, "regular_schedule")
    return listed(item, "schedules") + older


def _read(schedule: Json, today: date) -> Timetable:
    bounds = _bounds(schedule)
    if bounds is None:
        return _in_words(schedule)
    if bounds.ends and bounds.ends < today:
        return Timetable()
    if dates := _dates(schedule, bounds):
        spells = _spells(schedule, dates)
        return Timetable(special_days=spells) if spells else _in_words(schedule)
    endless = bounds.ends is None and not schedule.get("count")
    if _weekly(schedule) and endless and (bounds.begins is None or bounds.begins <= today):
        return Timetable(tuple(_sessions(schedule)), texts=_texts(_said(schedule)))
    return _in_words(schedule)


def _bounds(schedule: Json) -> _Bounds | None:
    """None where a date cannot be read."""
    try:
        begins = day(schedule.get("valid_from"), "schedules")
        starts = day(schedule.get("dtstart"), "schedules")
        ends = _last_day(schedule.get("valid_to")) or _last_day(schedule.get("until"))
    except InvalidInput:
        return None
    ends = None if ends and ends.year >= _NO_END_YEAR else ends
    if begins and ends and ends < begins:
        message = (
            f'valid_to {ends} is before valid_from {begins}; "2026-04-01" to "2026-09-30" '
            "would be right."
        )
        raise refusal("schedules", message)
    known = [one for one in (begins, starts) if one]
    return _Bounds(max(known, default=None), ends)


def _last_day(given: object) -> date | None:
    """The day of an end; one second before midnight means the day as it is written, in any zone."""
    ends_a_day = isinstance(given, str) and "T23:59" in given
    return day(str(given)[:10] if ends_a_day else given, "schedules")


def _dates(schedule: Json, bounds: _Bounds) -> tuple[date, ...]:
    """The dates of a schedule of one day, or of a weekly one that ends soon enough; else none."""
    begins = bounds.begins
    if begins is None:
        return ()
    days = _days(schedule)
    single = bounds.ends == begins or _count(schedule) == 1 or _once(schedule)
    if single:
        return (begins,) if not days or begins.weekday() in days else ()
    count = _count(schedule)
    if not _weekly(schedule) or (bounds.ends is None and count is None):
        return ()
    last = bounds.ends or begins + timedelta(weeks=min(count or 0, MAX_DATES) + 1)
    span = range(min((last - begins).days + 1, 7 * (MAX_DATES + 1)))
    found = [one for n in span if (one := begins + timedelta(n)).weekday() in days]
    found = found[:count]
    return tuple(found) if len(found) <= MAX_DATES else ()


def _once(schedule: Json) -> bool:
    """Whether a schedule says when it starts, but not that it ever comes again."""
    recurs = any(schedule.get(key) for key in ("freq", "byday", "weekday", "valid_to", "until"))
    return bool(schedule.get("dtstart")) and not recurs


def _count(schedule: Json) -> int | None:
    given = text_id(schedule.get("count"))
    return int(given) if given and given.isdecimal() and given != "0" else None


def _weekly(schedule: Json) -> bool:
    """Whether a schedule recurs every week: ORUK 1.0 has no `freq`, it always does."""
    often = (line(schedule.get("freq")) or "WEEKLY").upper() in ("WEEKLY", "DAILY")
    every = schedule.get("interval") in (None, "", 0, 1, 1.0, "1")
    return often and every and bool(_days(schedule))


def _days(schedule: Json) -> tuple[int, ...]:
    """The weekdays; none where they are not plain ("1SA" is a Saturday of the month)."""
    given = schedule.get("byday") or schedule.get("weekday")
    text = ",".join(one for one in given if isinstance(one, str)) if isinstance(given, list) else ""
    names = [part.strip().upper()[:2] for part in (text or line(given) or "").split(",")]
    if set(names) <= set(_ICAL_DAYS):
        return tuple(map(_ICAL_DAYS.index, names))
    freq = (line(schedule.get("freq")) or "").upper()
    if given or freq not in ("WEEKLY", "DAILY"):
        return ()
    return tuple(range(7)) if freq == "DAILY" else _weekday_of(schedule.get("dtstart"))


def _weekday_of(start: object) -> tuple[int, ...]:
    """RFC 5545: a weekly rule without days recurs on the weekday of its start."""
    began = day(start, "schedules")
    return (began.weekday(),) if began else ()


def _range(schedule: Json) -> Spell | None:
    """Opens and closes in minutes; None where they are not stated, or say nothing (0:00 to 0:00,
    which may be all day or a form left empty)."""
    opens = line(schedule.get("opens_at") or schedule.get("open_at"))
    closes = line(schedule.get("closes_at") or schedule.get("close_at"))
    if not opens or not closes or _padded(opens) == _padded(closes):
        return None
    ranges = hours.daily(f"{_padded(opens)}-{_padded(closes)}")
    if not ranges:
        message = f'{opens!r} to {closes!r} are not times such as "09:00" and "17:00".'
        raise refusal("schedules", message)
    return ranges[0]


def _padded(time: str) -> str:
    """ "9:00:00" and "09:00Z" as "09:00": the standard's times are of 24 hours."""
    clock = _CLOCK.match(time)
    return f"{clock[1]:0>2}:{clock[2]}" if clock else time


def _sessions(schedule: Json) -> Iterator[Session]:
    spell = _range(schedule)
    for weekday in _days(schedule) if spell else ():
        yield from hours.sessions(weekday, *(spell or (0, 0)), "schedules")


def _spells(schedule: Json, dates: Iterable[date]) -> tuple[DayHours, ...]:
    """The hours of each date; none where the schedule gives no times and does not say "closed"."""
    spell, text = _range(schedule), _said(schedule)
    if spell:
        return tuple(special for one in dates for special in _special(one, spell, text))
    closed = text is not None and _CLOSED.search(text)
    return tuple(DayHours(day=one, text=text) for one in dates) if closed else ()


def _special(on: date, spell: Spell, text: str | None) -> Iterator[DayHours]:
    for session in hours.sessions(on.weekday(), *spell, "schedules"):
        later = timedelta((session.weekday - on.weekday()) % 7)
        yield DayHours(day=on + later, spells=((session.opens_min, session.closes_min),), text=text)


def _by_day(found: Iterable[DayHours]) -> tuple[DayHours, ...]:
    """One entry for each date, in order, with the spells of all that speak of it."""
    days: dict[date, list[DayHours]] = {}
    for one in found:
        if one.day:
            days.setdefault(one.day, []).append(one)
    return tuple(_together(on, days[on]) for on in sorted(days))


def _together(on: date, told: list[DayHours]) -> DayHours:
    spells = [Session(0, *spell) for one in told for spell in one.spells]
    texts = dict.fromkeys(one.text for one in told if one.text)
    return DayHours(
        day=on,
        spells=tuple((one.opens_min, one.closes_min) for one in hours.week(spells)),
        text="; ".join(texts) or None,
    )


def _read_holiday(holiday: Json) -> Timetable:
    """ORUK 1.0's `holiday_schedules`: days from one date to another, closed or with own times."""
    try:
        begins = day(holiday.get("start_date"), "schedules")
        ends = day(holiday.get("end_date"), "schedules") or begins
    except InvalidInput:
        return Timetable()
    if begins is None or ends is None or not 0 <= (ends - begins).days < MAX_DATES:
        return Timetable()
    dates = [begins + timedelta(n) for n in range((ends - begins).days + 1)]
    if holiday.get("closed") in (True, "true", "True", 1):
        return Timetable(special_days=tuple(DayHours(day=one) for one in dates))
    return Timetable(special_days=_spells(holiday, dates))


def _texts(*given: str | None) -> tuple[str, ...]:
    return tuple(text for text in given if text)


def _said(schedule: Json) -> str | None:
    return line(schedule.get("description")) or line(schedule.get("notes"))


def _in_words(schedule: Json) -> Timetable:
    """A schedule that is not read as hours, as far as its own words go."""
    limits = [f"{key.replace('_', ' ')} {text}" for key in ("valid_from", "valid_to", "until")
              if (text := line(schedule.get(key)))]  # fmt: skip
    if said := _said(schedule):
        return Timetable(texts=(f"{said} ({', '.join(limits)})" if limits else said,))
    parts = [line(schedule.get(key)) for key in ("freq", "byday", "opens_at", "closes_at")]
    spelt = " ".join([*(part for part in parts if part), *limits])
    return Timetable(texts=_texts(spelt))
