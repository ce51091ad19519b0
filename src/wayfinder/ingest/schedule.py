"""When a source is due: so often, at a time of the clock in London."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from msgspec import Struct

from wayfinder.domain.hours import LONDON

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_WRITTEN = re.compile(
    rf"hourly|daily(?: (?P<daily>{_TIME}))?"
    rf"|weekly(?: (?P<weekday>{'|'.join(_WEEKDAYS)}))?(?: (?P<weekly>{_TIME}))?"
)


class Schedule(Struct, frozen=True):
    """Every hour, or at a time of day (Europe/London), on one weekday (Monday is 0) or on all."""

    hourly: bool = False
    at: time = time()
    weekday: int | None = None

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """ "hourly", "daily 02:00", "weekly sunday 03:30"; without a time it is midnight, without
        a day Monday. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(" ".join(text.lower().split()))
        if found is None:
            raise ValueError(
                f'{text!r} is no schedule; right would be "hourly", "daily 02:00" or '
                '"weekly sunday 03:30".'
            )
        at = time.fromisoformat(found["daily"] or found["weekly"] or "00:00")
        weekly = found[0].startswith("weekly")
        weekday = _WEEKDAYS.index(found["weekday"] or "monday") if weekly else None
        return cls(found[0] == "hourly", at, weekday)

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether a scheduled moment has come since `last`, an aware time; None is never yet."""
        return last is None or last < self._latest(now)

    def _latest(self, now: datetime) -> datetime:
        """The latest scheduled moment up to `now`."""
        local = now.astimezone(LONDON)
        if self.hourly:
            return local.replace(minute=0, second=0, microsecond=0)
        back = 0 if self.weekday is None else (local.weekday() - self.weekday) % 7
        moment = datetime.combine(local.date() - timedelta(days=back), self.at, LONDON)
        if moment > local:
            step = 1 if self.weekday is None else 7
            moment = datetime.combine(moment.date() - timedelta(days=step), self.at, LONDON)
        return moment
