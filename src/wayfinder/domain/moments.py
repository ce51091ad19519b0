"""The moment that an answer is asked for, as people and programs write it."""

from __future__ import annotations

from datetime import date, datetime, time

from wayfinder.domain.hours import LONDON
from wayfinder.errors import FieldError, InvalidInput

FIELD = "as_of"
WRITTEN_SO = "Write it as 2026-03-03 or 2026-03-03T14:30:00+00:00."


def moment_of(text: str | None, now: datetime) -> datetime | None:
    """The moment of an ISO date or datetime, aware; None (now) where there is none.

    A date is the end of that day in London, or now where it is today; a time that names no zone is
    London's. Raises InvalidInput for what is no moment, and for one that has not come yet.
    """
    if not text:
        return None
    # In an address an unescaped "+" arrives as a blank.
    written = text.strip().replace(" ", "+") if "T" in text else text.strip()
    try:
        moment = _end_of(written) or datetime.fromisoformat(written)
    except ValueError:
        raise _wrong(f"This is no day and no time. {WRITTEN_SO}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    if moment <= now:
        return moment
    if _end_of(written) and date.fromisoformat(written) == now.astimezone(LONDON).date():
        return None
    raise _wrong(f"That has not come yet. {WRITTEN_SO}")


def _end_of(written: str) -> datetime | None:
    """The end of a day; None where a time is given too."""
    try:
        return datetime.combine(date.fromisoformat(written), time.max, LONDON)
    except ValueError:
        return None


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(f"Please look at: {FIELD}. {message}", (FieldError(FIELD, message),))
