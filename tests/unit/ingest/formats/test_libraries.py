"""A council's list of libraries: hours by day, and libraries that have closed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from wayfinder.domain.hours import Session
from wayfinder.domain.service import Sector, Service, Status
from wayfinder.errors import FeedError
from wayfinder.ingest.formats.libraries import read
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

One = Callable[[Format, str], Service]

BASE = {
    "Local authority": "Exampleshire County Council",
    "Library name": "Exampleton Library",
    "Address 1": "High Street",
    "Address 2": "Exampleton",
    "Postcode": "al1 3je",
    "Year closed": "",
    "URL": "www.example.org/library",
    "Email address": "library@example.org",
    "Notes": "",
}


def table(*libraries: dict[str, str]) -> str:
    out = io.StringIO()
    rows = [BASE | library for library in libraries]
    writer = csv.DictWriter(out, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_library_is_the_councils_with_its_weekly_hours(service: One) -> None:
    found = service(
        read,
        table({"Monday staffed hours": "09:00-11:00,14:00-18:00", "Sunday staffed hours": ""}),
    )
    assert found.name == "Exampleton Library"
    assert found.organization.name == "Exampleshire County Council"
    assert found.organization.sector is Sector.LOCAL_AUTHORITY
    assert found.sessions == (Session(0, 540, 660), Session(0, 840, 1080))
    assert found.url == "https://www.example.org/library"
    assert found.email == "library@example.org"
    assert [term.code for term in found.taxonomy_terms] == ["437"]
    (at,) = found.locations
    assert at.location.postcode == "AL1 3JE"
    assert at.location.address_lines == ("High Street", "Exampleton")
    assert found.coverage.rules == ()


def test_a_library_that_moved_is_kept_once_open_and_once_closed(
    rows: Callable[[Format, str], list[Row]],
) -> None:
    closed = {"Year closed": "2017", "Monday staffed hours": "09:00-17:00"}
    here, there = rows(read, table({}, closed))
    assert isinstance(here, StagedRecord)
    assert isinstance(there, StagedRecord)
    assert (here.outcome, there.outcome) == ("offered", "defunct")
    assert here.record_id == "exampleshire-county-council-exampleton-library"
    assert there.record_id == f"{here.record_id}-closed-2017"
    assert there.service is not None
    assert there.service.status is Status.DEFUNCT
    assert there.service.sessions == ()


def test_unstaffed_hours_are_told_but_are_not_sessions(service: One) -> None:
    found = service(read, table({"Monday unstaffed hours": "07:00-09:30"}))
    assert found.sessions == ()
    assert found.hours_text == "Unstaffed: Monday 07:00-09:30."


def test_a_day_that_is_not_open_every_week_is_told_in_words_only(service: One) -> None:
    found = service(
        read,
        table(
            {
                "Friday staffed hours": "09:00-17:00",
                "Saturday staffed hours": "10:00-14:00",
                "Notes": "Sat open 1st and 2nd Sat of month 10:00 - 14:00",
            }
        ),
    )
    assert found.sessions == (Session(4, 540, 1020),)
    assert found.hours_text is not None
    assert found.hours_text.startswith("Not every week: Saturday 10:00-14:00.")
    assert "1st and 2nd Sat of month" in found.hours_text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"Tuesday staffed hours": "17:00-09:00"}, "Tuesday staffed hours"),
        ({"Tuesday staffed hours": "mornings"}, "Tuesday staffed hours"),
        ({"Library name": ""}, "Library name"),
        ({"Local authority": ""}, "Local authority"),
    ],
)
def test_a_row_at_fault_is_refused_by_column(
    refusal: Callable[[Format, str], StagedRejection], wrong: dict[str, str], field: str
) -> None:
    found = refusal(read, table(wrong))
    assert (found.row, found.field) == (2, field)


def test_a_table_of_something_else_is_refused(service: One) -> None:
    with pytest.raises(FeedError, match='row 1 has no column "Local authority"'):
        service(read, "name,colour\nApple,red\n")
