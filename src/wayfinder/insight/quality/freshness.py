"""How long ago people checked the records."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median_low

from wayfinder.domain.quality import Fix, Freshness
from wayfinder.domain.service import Service
from wayfinder.domain.service_words import day_in_words
from wayfinder.insight.quality.telling import fix

COMPLIANT_MONTHS = 3
"""Open Referral UK's compliance page: `assured_date` under three months old for every service."""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last: 31 May less 3 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def freshness(days: Sequence[date | None], today: date) -> Freshness:
    """Of these records' days of checking, None for never. A day yet to come is not believed."""
    known = [day for day in days if day is not None and day <= today]
    compliant, within_a_year = (months_before(today, months) for months in (COMPLIANT_MONTHS, 12))
    ages_days = [(today - day).days for day in known]
    return Freshness(
        within_3_months=sum(day > compliant for day in known),
        within_a_year=sum(within_a_year < day <= compliant for day in known),
        older=sum(day <= within_a_year for day in known),
        never=len(days) - len(known),
        median_age_days=median_low(ages_days) if ages_days else None,
    )


def stale(service: Service, today: date) -> Iterator[Fix]:
    """A row for a record that nobody has checked for three months, or whose day is yet to come."""
    day = service.assured_date
    right = "Check the record, and state the day on which that was done"
    if day is None:
        return
    if day > today:
        wrong = "The day it was last checked is yet to come"
        yield fix(service, "assured_date", "future", wrong, given=day.isoformat(), right=right)
    elif day <= months_before(today, COMPLIANT_MONTHS):
        wrong = f"Last checked on {day_in_words(day)}, more than three months ago"
        yield fix(service, "assured_date", "stale", wrong, given=day.isoformat(), right=right)
