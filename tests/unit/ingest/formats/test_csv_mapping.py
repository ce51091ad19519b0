"""A council's table with headings of its own is read by the csv format."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from wayfinder.errors import FeedError
from wayfinder.ingest.formats import csv_template
from wayfinder.ingest.formats.csv_mapping import fields_fault
from wayfinder.ingest.reading import Feed
from wayfinder.ingest.records import Context
from wayfinder.store.staging import StagedRecord, StagedRejection

FIELDS = {
    "id": "Ref",
    "name": "Service title",
    "organization": "Provider ",
    "phones": "Telephone",
    "hours_text": "Notes",
}
TABLE = (
    "Provider,SERVICE  TITLE,Cost,Ref,Telephone,Notes\n"
    'Friends,Advice,"£5, sometimes",#1,01992 555000,Tuesdays\n'
    "Friends,Lunch club,,2,,\n"
)

Read = Callable[..., list[StagedRecord | StagedRejection]]


@pytest.fixture
def read(feed: Callable[..., Feed], context: Context) -> Read:
    def rows(text: str, **fields: str) -> list[StagedRecord | StagedRejection]:
        mapped = replace(context, fields={**FIELDS, **fields})
        return list(csv_template.read(feed(text), mapped))

    return rows


def test_a_table_is_read_through_its_headings(read: Read) -> None:
    advice, lunch = read(TABLE)
    assert isinstance(advice, StagedRecord)
    assert isinstance(lunch, StagedRecord)
    assert advice.service is not None
    assert (advice.record_id, advice.service.name) == ("#1", "Advice")
    assert advice.service.organization.name == "Friends"
    assert [phone.number for phone in advice.service.phones] == ["01992 555000"]
    assert advice.service.hours_text == "Tuesdays"
    assert lunch.record_id == "2"


def test_a_column_that_is_not_mapped_is_not_read(read: Read) -> None:
    """Its heading is a column of ours, but the words below it are not in our form."""
    advice, *_ = read(TABLE)
    assert isinstance(advice, StagedRecord)
    assert advice.service is not None
    assert advice.service.costs == ()


def test_a_fault_is_still_told_by_our_column(read: Read) -> None:
    _, refused = read("Ref,Service title,Provider,Telephone,Notes\n1,Advice,Friends,call us,\n")
    assert isinstance(refused, StagedRejection)
    assert (refused.record_id, refused.field) == ("1", "phones")


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Ref,Service tilte,Provider,Telephone,Notes", 'no column "Service title" for our "name"; '
         'did you mean "Service tilte"'),
        ("Ref;Service title;Provider", "separated by semicolons; save it with commas"),
        ("Ref,Service title,Provider,Telephone,Notes,ref", 'column "Ref" is there 2 times'),
    ],
)  # fmt: skip
def test_a_heading_that_is_not_there_is_named(read: Read, header: str, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        read(f"{header}\n1,a,b,,\n")


@pytest.mark.parametrize(
    ("format", "fields", "says"),
    [
        ("csv", {**FIELDS, "telephone": "Tel"}, 'no column "telephone"; did you mean'),
        ("csv", {**FIELDS, "xyzzy": "Tel"}, "`wayfinder template csv` shows them all"),
        ("csv", {"id": "Ref", "name": "Title"}, "organization is missing; say organization = "),
        ("oruk", FIELDS, 'format "oruk" has columns of its own'),
    ],
)
def test_a_wrong_declaration_is_told(format: str, fields: dict[str, str], says: str) -> None:
    assert says in (fields_fault(format, fields) or "")


def test_a_right_one_is_not() -> None:
    assert fields_fault("csv", FIELDS) is None
    assert fields_fault("oruk", {}) is None
