"""Opening hours out of words, where the words leave no doubt.

What cannot be read with certainty ("9-5", "by appointment", "first Saturday of the month") gives
None and is shown as the source wrote it. What is certainly wrong raises InvalidInput.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wayfinder.domain.hours import MINUTES_PER_DAY, NIGHT_ENDS_MIN, WEEKDAYS, Session, clock
from wayfinder.ingest.cleaning.values import refusal

DAYS = tuple(day.lower() for day in WEEKDAYS)
EXAMPLE = '"Mon-Fri 09:00-17:00; Sat 10:00-13:00"'
NIGHT_BEGINS_MIN = 18 * 60

_TOKEN = re.compile(
    r"(?P<always>24 ?/ ?7|24 ?h(?:ou)?rs?(?: a day)?,? (?:7|seven) days(?: a week)?"
    r"|24 ?h(?:ou)?rs?(?: a day)?,? (?:365 days(?: a year)?|every day(?: of the year)?))"
    r"|(?P<all_day>24 ?h(?:ou)?rs?(?: a day)?\b)"
    r"|(?P<every>(?:every ?day|daily|(?:7|seven) days a week)\b)"
    r"|(?P<weekdays>weekdays\b)|(?P<weekend>weekends?\b)"
    r"|(?P<day>(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\b\.?)"
    r"|(?P<noon>(?:12 ?)?(?:noon|midday)\b)|(?P<midnight>(?:12 ?)?midnight\b)"
    r"|(?P<time>\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b\.?)?(?!\d))"
    r"|(?P<closed>closed\b)|(?P<to>[-–—]|to\b|until\b|till\b)"
    r"|(?P<skip>[,;&/:\s]|and\b|from\b|between\b)",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])?", re.IGNORECASE)
_GROUPS = {"every": range(7), "weekdays": range(5), "weekend": range(5, 7)}
_ALL_DAY = (0, MINUTES_PER_DAY)

_Days = tuple[int, ...]
_Ranges = tuple[tuple[int, int], ...]


class _Part(NamedTuple):
    """A run of the text that says days, or a run that says times."""

    days: _Days = ()
    ranges: _Ranges | None = None


class _Token(NamedTuple):
    kind: str
    text: str


class _Time(NamedTuple):
    """A time as written. `half` is "a", "p" or nothing; `exact` if it needs no half to be read."""

    minute: int
    half: str
    exact: bool


class _UncertainError(Exception):
    """The text can be read in more than one way, or says more than hours."""


def weekly(text: str, field: str = "hours") -> tuple[Session, ...] | None:
    """The week's sessions of "Mon-Fri 9am-5pm; Sat 10:00-13:00", "24/7" or "Weekdays 09:00-12:00,
    13:00-17:00", sorted; None if any part of the text is not certain.

    A session past midnight is given as two. Raises InvalidInput naming `field` if a session ends
    before it starts.
    """
    try:
        pairs = list(_paired(_parts(_tokens(text))))
    except _UncertainError:
        return None
    return week(
        session
        for days, ranges in pairs
        for weekday in days
        for opens, closes in ranges
        for session in sessions(weekday, opens, closes, field)
    )


def daily(text: str) -> _Ranges | None:
    """(opens, closes) in minutes since midnight of "09:00-13:00, 2pm-6pm", which names no day;
    None if any part is not certain."""
    try:
        parts = _parts(_tokens(text))
    except _UncertainError:
        return None
    return parts[0].ranges if len(parts) == 1 else None


def sessions(weekday: int, opens: int, closes: int, field: str) -> tuple[Session, ...]:
    """One session, or two where it runs past midnight.

    A night is believed only between 18:00 and 10:00: "17:00 to 09:00" is far more often a slip.
    """
    if closes > opens:
        return (Session(weekday, opens, closes),)
    if closes == 0 < opens:
        return (Session(weekday, opens, MINUTES_PER_DAY),)
    if closes == opens or opens < NIGHT_BEGINS_MIN or closes > NIGHT_ENDS_MIN:
        message = (
            f"closes at {clock(closes)}, not after it opens at {clock(opens)}. "
            f"Right would be {EXAMPLE}; hours past midnight are written as two days."
        )
        raise refusal(field, message)
    return (Session(weekday, opens, MINUTES_PER_DAY), Session((weekday + 1) % 7, 0, closes))


def week(found: Iterable[Session]) -> tuple[Session, ...]:
    """Sessions in order, those that overlap or touch on the same day made one."""
    merged: list[Session] = []
    for session in sorted(found):
        last = merged[-1] if merged else None
        if last and last.weekday == session.weekday and session.opens_min <= last.closes_min:
            closes = max(last.closes_min, session.closes_min)
            merged[-1] = Session(last.weekday, last.opens_min, closes)
        else:
            merged.append(session)
    return tuple(merged)


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise _UncertainError
        at = match.end()
        if match.lastgroup == "always":
            tokens += [_Token("every", ""), _Token("all_day", "")]
        elif match.lastgroup != "skip":
            tokens.append(_Token(str(match.lastgroup), match.group()))
    return tokens


def _parts(tokens: list[_Token]) -> list[_Part]:
    """Neighbouring days put together, and neighbouring times: the two alternate from here on."""
    parts: list[_Part] = []
    while tokens:
        found, tokens = _part(tokens)
        last = parts[-1] if parts else None
        if last and (last.ranges is None) == (found.ranges is None):
            ranges = None if found.ranges is None else (last.ranges or ()) + found.ranges
            parts[-1] = _Part(last.days + found.days, ranges)
        else:
            parts.append(found)
    return parts


def _part(tokens: list[_Token]) -> tuple[_Part, list[_Token]]:
    """The first day, span of days, time span or "closed", and the tokens after it."""
    first, rest = tokens[0], tokens[1:]
    spans = len(tokens) > 2 and tokens[1].kind == "to"
    match first.kind:
        case "every" | "weekdays" | "weekend":
            return _Part(days=tuple(_GROUPS[first.kind])), rest
        case "day" if spans and tokens[2].kind == "day":
            return _Part(days=_day_span(first.text, tokens[2].text)), tokens[3:]
        case "day":
            return _Part(days=(_weekday(first.text),)), rest
        case "all_day":
            return _Part(ranges=(_ALL_DAY,)), rest
        case "closed":
            return _Part(ranges=()), rest
        case "time" | "noon" | "midnight" if spans:
            return _Part(ranges=(_range(first, tokens[2]),)), tokens[3:]
    raise _UncertainError


def _paired(parts: list[_Part]) -> Iterator[tuple[_Days, _Ranges]]:
    """Days with their times, whichever of the two the text says first."""
    if not parts or len(parts) % 2:
        raise _UncertainError
    for one, other in zip(parts[::2], parts[1::2], strict=True):
        days, times = (one, other) if one.ranges is None else (other, one)
        if times.ranges is None:
            raise _UncertainError
        yield days.days, times.ranges


def _weekday(name: str) -> int:
    return next(day for day, full in enumerate(DAYS) if full.startswith(name[:3].lower()))


def _day_span(first: str, last: str) -> _Days:
    start = _weekday(first)
    return tuple((start + step) % 7 for step in range((_weekday(last) - start) % 7 + 1))


def _range(first: _Token, last: _Token) -> tuple[int, int]:
    opens, closes = _time(first), _time(last)
    if last.kind == "midnight":
        closes = _Time(MINUTES_PER_DAY, "", True)
    return _start(opens, closes), _end(opens, closes)


def _start(opens: _Time, closes: _Time) -> int:
    """An hour without am or pm borrows the end's ("2-4pm"), unless it would then not be before it
    ("9-4.30pm"), or is plain before an afternoon's 24-hour time ("9:00-17:00")."""
    if opens.half or opens.exact:
        return _minute(opens)
    if closes.half:
        same = _minute(opens._replace(half=closes.half))
        return same if same < _minute(closes) else _minute(opens._replace(half="a"))
    if closes.exact and 7 * 60 <= opens.minute < closes.minute and closes.minute >= 12 * 60:
        return opens.minute
    raise _UncertainError


def _end(opens: _Time, closes: _Time) -> int:
    if closes.half or (closes.exact and not (opens.half and closes.minute < _minute(opens))):
        return _minute(closes)
    raise _UncertainError


def _time(token: _Token) -> _Time:
    if token.kind in ("noon", "midnight"):
        return _Time(12 * 60 if token.kind == "noon" else 0, "", True)
    match = _TIME.match(token.text)
    if not match:
        raise _UncertainError
    hour, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if minutes > 59 or hour * 60 + minutes > MINUTES_PER_DAY or (half and not 1 <= hour <= 12):
        raise _UncertainError
    exact = not half and bool(match[2]) and len(match[1]) == 2
    return _Time(hour * 60 + minutes, half, exact)


def _minute(time: _Time) -> int:
    if not time.half:
        return time.minute
    return time.minute % (12 * 60) + (12 * 60 if time.half == "p" else 0)
