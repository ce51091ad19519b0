"""The library lists that English councils publish, one row a library, hours by day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Channel,
    CostOption,
    Location,
    Organization,
    Origin,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)
from wayfinder.errors import FeedError
from wayfinder.ingest.cleaning.text import line, stated, summary
from wayfinder.ingest.cleaning.values import email_address, refusal, web_address
from wayfinder.ingest.hours import DAYS, daily, sessions, week
from wayfinder.ingest.reading import Feed, csv_rows
from wayfinder.ingest.records import Context, Row, outcome, postcode

REQUIRED = ("Local authority", "Library name", "Postcode", "Year closed")
LIBRARY = TaxonomyTerm("lgsl", "437", "Library services")
DESCRIPTION = (
    "A public library: books and other media to borrow, and a public place to read, study "
    "or ask for information. Anybody may come in. Ask the library what else it offers."
)

_NOT_EVERY_WEEK = re.compile(r"\b(?:1st|2nd|3rd|4th|5th|last|alternate|fortnight)", re.IGNORECASE)
_SPEAKS_OF_HOURS = re.compile(r"\d{1,2}[:.]\d{2}")

_Cells = dict[str, str]


def read(feed: Feed, context: Context) -> Iterator[Row]:
    """Libraries: those with a "Year closed" are kept as defunct, the others offered.

    A library is known by its authority and name; where a list has the name twice (a library that
    moved), the closed one is known by its closing year as well.
    """
    rows = csv_rows(feed)
    _, header = next(rows, (1, []))
    if missing := [name for name in REQUIRED if name not in header]:
        raise FeedError(f'{feed.name}, row 1 has no column "{missing[0]}"; is it a library list?')
    for row, values in rows:
        cells = dict(zip(header, (value.strip() for value in values), strict=False))
        record_id = _record_id(cells)
        yield outcome(row, record_id, ",".join(values), partial(_service, cells, context))


def _record_id(cells: _Cells) -> str:
    words = [cells.get("Local authority", ""), cells.get("Library name", "")]
    if cells.get("Year closed"):
        words += ["closed", cells["Year closed"]]
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def _service(cells: _Cells, context: Context) -> Service:
    record_id, source_id = _record_id(cells), context.source.id
    name, council = line(cells.get("Library name")), line(cells.get("Local authority"))
    if not name:
        raise refusal("Library name", 'is empty; "Baldock Library" would be right.')
    if not council:
        raise refusal("Local authority", 'is empty; "Essex County Council" would be right.')
    closed = bool(cells.get("Year closed"))
    return Service(
        id=record_id,
        name=name,
        organization=Organization(
            id=council,
            name=council,
            sector=Sector.LOCAL_AUTHORITY,
        ),
        origins={"*": Origin(source_id, record_id, context.source.as_of)},
        status=Status.DEFUNCT if closed else Status.ACTIVE,
        description=DESCRIPTION,
        summary=summary(DESCRIPTION, 120),
        url=web_address(cells.get("URL")),
        email=email_address(cells.get("Email address")),
        locations=_locations(cells, record_id),
        sessions=() if closed else _sessions(cells),
        hours_text=None if closed else _hours_text(cells),
        coverage=context.default_coverage,
        referral_routes=(ReferralRoute.SELF,),
        channels=(Channel.IN_PERSON,),
        # Public Libraries and Museums Act 1964, s. 8: lending and reading in are free of charge.
        costs=(CostOption(amount=0, text="Free to join and borrow books"),),
        taxonomy_terms=(LIBRARY,),
        note=stated(cells.get("Notes")),
    )


def _locations(cells: _Cells, location_id: str) -> tuple[ServiceAtLocation, ...]:
    lines = [stated(cells.get(f"Address {number}")) for number in (1, 2, 3)]
    address = tuple(part for part in lines if part)
    code = postcode(cells.get("Postcode"))
    if not address and not code:
        return ()
    location = Location(id=location_id, address_lines=address, postcode=code)
    return (ServiceAtLocation(location=location),)


def _sessions(cells: _Cells) -> tuple[Session, ...]:
    """Staffed hours that hold every week."""
    found: list[Session] = []
    for weekday, name in enumerate(DAYS):
        column = _staffed(name)
        text = cells.get(column, "")
        if not text or _not_every_week(name, cells):
            continue
        ranges = daily(text)
        if ranges is None:
            raise refusal(column, f'{text!r} is not a time span such as "09:00-13:00,14:00-17:00".')
        for opens, closes in ranges:
            found += sessions(weekday, opens, closes, column)
    return week(found)


def _staffed(day: str) -> str:
    return f"{day.capitalize()} staffed hours"


def _not_every_week(day: str, cells: _Cells) -> bool:
    """Whether the notes speak of this day in some weeks only ("1st and 2nd Sat of month")."""
    note = cells.get("Notes", "")
    return bool(_NOT_EVERY_WEEK.search(note)) and day[:3] in note.lower()


def _hours_text(cells: _Cells) -> str | None:
    """Hours that are no weekly staffed hours, in words: unstaffed, special, and notes of them."""
    some_weeks = {day: _staffed(day) for day in DAYS if _not_every_week(day, cells)}
    unstaffed = {day: f"{day.capitalize()} unstaffed hours" for day in DAYS}
    notes = cells.get("Notes", "")
    parts = [
        _listed("Not every week", some_weeks, cells),
        _listed("Unstaffed", unstaffed, cells),
        stated(cells.get("Special hours")),
        line(notes) if _SPEAKS_OF_HOURS.search(notes) else None,
    ]
    return " ".join(part for part in parts if part) or None


def _listed(label: str, columns: dict[str, str], cells: _Cells) -> str | None:
    hours = [f"{day.capitalize()} {cells[column]}" for day, column in columns.items()
             if cells.get(column)]  # fmt: skip
    return f"{label}: {'; '.join(hours)}." if hours else None
