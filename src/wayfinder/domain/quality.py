"""How good what a source tells us is: counts and shares, and every row its owner could put right.

There is no one score: it would hide what is to be done, and could be raised without doing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

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
        "moved": "Web page that has moved",
        "gone": "Web page that is gone",
    }
)
"""What can be wrong, in words, by the code that rows to fix bear."""

LINK_STATES = ("works", "moved", "gone", "refused", "no_answer")


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

    `completeness` by field, `faults` by their codes as rows to fix bear them, `refused` by the
    reason, its details left out. `doubtful_links` wait for a person; `withdrawn` records had gone
    at the latest import. `links` counts web addresses by state, null where nobody asked for it.
    """

    source: str | None
    name: str
    publisher: str | None
    as_of: date | None
    imported_at: datetime | None
    services: int
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
    record_id: str | None
    name: str | None
    field: str
    code: str
    wrong: str
    given: str | None
    right: str


class Quality(Struct, frozen=True, kw_only=True):
    """The report of a day. `fixes` are the rows to put right, of the source that was asked for."""

    day: date
    overall: SourceQuality
    sources: tuple[SourceQuality, ...]
    fixes: tuple[Fix, ...] = ()
