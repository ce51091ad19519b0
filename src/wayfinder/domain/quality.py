"""How good what a source tells us is: counts and shares, and every row its owner could put right.

There is no one score: it would hide what is to be done, and could be raised without doing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "contact": "Phone, e-mail or website",
        "place": "Place with a postcode",
        "hours": "Opening hours",
        "eligibility": "Who it is for",
        "area": "Area it serves",
        "referral": "How to be referred",
        "cost": "Cost",
        "description": "Description",
        "organization": "Organisation",
        "assured_date": "Day it was last checked",
    }
)
"""What a resident needs to be told of every service, in words."""

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "absent": "Not stated",
        "stale": "Checked more than three months ago",
        "future": "Dated in the future",
        "duplicate": "More than once in the source",
        "conflict": "Said otherwise by another source",
        "postcode": "Postcode that does not exist",
        "phone": "Phone number that cannot be dialled",
        "hours": "Hours that could not be read",
        "area": "Area that could not be read",
        "eligibility": "Condition with no rule",
        "confidential": "May have to be confidential",
        "refused": "Refused or left out at the import",
        "doubtful": "Web page that may not be the one meant",
        "moved": "Web page that has moved",
        "gone": "Web page that is gone",
        "exposed": "Openly states a place that is to be withheld",
    }
)
"""What can be wrong, in words, by the code that rows to fix bear."""

Severity = Literal["urgent", "wrong", "missing"]
"""How soon a row is to be put right: somebody may be in danger; what is stated is not so, or cannot
be read or trusted; something is not stated, or not of late."""

_SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {"exposed": "urgent", "confidential": "urgent", "absent": "missing", "stale": "missing"}
)

FOR_KEEPERS = frozenset({"exposed", "confidential"})
"""What is never counted in public: it would tell in which feed to look for somebody who hides."""

LINK_STATES = ("works", "doubtful", "moved", "gone", "refused", "no_answer")


def severity(code: str) -> Severity:
    """How soon a row with this code is to be put right."""
    return _SEVERITIES.get(code, "wrong")


class Share(Struct, frozen=True):
    """So many of so many; `of` leaves out records that need no such field."""

    held: int
    of: int


class Freshness(Struct, frozen=True):
    """How long ago people checked the records: each is counted once.

    Three months is what Open Referral UK asks for. `never` has no believable day.
    """

    within_3_months: int
    within_a_year: int
    older: int
    never: int
    median_age_days: int | None


class StandingAlert(Struct, frozen=True):
    """Something about a source that a person has to look at."""

    code: str
    raised_at: datetime
    detail: str


class SourceQuality(Struct, frozen=True, kw_only=True):
    """One source, or (`source` null) all of them together.

    `records` are those that it lists now, before any are joined to services. `completeness` by
    field, `faults` by their codes as rows to fix bear them, `refused` by the reason, its details
    left out. `doubtful_links` are pairs that wait for a person, each once; `withdrawn` records had
    gone at the latest import. `links` counts web addresses by state, null where nobody
    asked for it.
    """

    source: str | None
    name: str
    publisher: str | None
    as_of: date | None
    imported_at: datetime | None
    records: int
    completeness: dict[str, Share]
    freshness: Freshness
    faults: dict[str, int]
    refused: dict[str, int]
    doubtful_links: int
    withdrawn: int
    alerts: tuple[StandingAlert, ...]
    links: dict[str, int] | None


class Fix(Struct, frozen=True, kw_only=True):
    """One row to put right: which record, what is wrong, what was given (an excerpt, or null where
    it is none of the reader's business) and what would be right. Fit to be sent to its owner."""

    source: str
    severity: Severity
    record_id: str | None
    name: str | None
    field: str
    code: str
    wrong: str
    given: str | None
    right: str


class Quality(Struct, frozen=True, kw_only=True):
    """The report of a day. `overall` is all that was measured: the one source, where one was asked
    for. Its records make so many `services` of the latest release (null before the first); `fixes`
    are the rows to put right, where they were asked for."""

    day: date
    services: int | None
    overall: SourceQuality
    sources: tuple[SourceQuality, ...]
    fixes: tuple[Fix, ...] = ()
