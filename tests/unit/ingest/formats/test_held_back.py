"""A slip elsewhere in a record never loses its flag: what one source withholds must not be shown
by all others because of a typing error."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from wayfinder.domain.service import Service
from wayfinder.domain.withheld import WITHHELD
from wayfinder.errors import FeedError
from wayfinder.ingest.formats import csv_template, oruk
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Rows = Callable[[Format, str], list[Row]]


def table(**cells: str) -> str:
    out = io.StringIO()
    given = {
        "id": "one",
        "name": "Bramble House",
        "organization": "Haven",
        "address": "9 Tamworth Road",
        "postcode": "SG13 7DD",
        "confidential": "yes",
        **cells,
    }
    writer = csv.DictWriter(out, list(given))
    writer.writeheader()
    writer.writerow(given)
    return out.getvalue()


def kept(found: list[Row]) -> tuple[StagedRecord, list[StagedRejection]]:
    record, *refused = found
    assert isinstance(record, StagedRecord)
    return record, [it for it in refused if isinstance(it, StagedRejection)]


def hides(service: Service | None) -> bool:
    return service is not None and all(at.location.confidential for at in service.locations)


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"needs": "food-parcels"}, "offered"),
        ({"assured_date": "2026-02-30"}, "offered"),
        ({"postcode": "SG13"}, "offered"),
        ({"latitude": "north"}, "offered"),
        ({"status": "perhaps"}, "not_offered"),
        ({"coverage": "Narnia"}, "not_offered"),
        ({"minimum_age": "old"}, "not_offered"),
        ({"organization": ""}, "not_offered"),
    ],
)
def test_a_flagged_row_with_a_slip_keeps_its_flag(
    rows: Rows, cells: dict[str, str], outcome: str
) -> None:
    record, (refused,) = kept(rows(csv_template.read, table(**cells)))
    assert (record.outcome, record.record_id) == (outcome, "one")
    assert hides(record.service)
    assert refused.field == next(iter(cells))
    assert refused.excerpt == WITHHELD
    assert ("stays withheld" in refused.reason) is (outcome == "not_offered")
    assert "SG13" not in refused.reason
    assert "north" not in refused.reason


def test_a_refuge_by_its_name_keeps_what_no_flag_says(rows: Rows) -> None:
    text = table(name="Women's refuge", confidential="no", status="perhaps")
    record, _ = kept(rows(csv_template.read, text))
    assert hides(record.service)


def test_an_open_row_with_a_slip_that_decides_is_refused(rows: Rows) -> None:
    (found,) = rows(csv_template.read, table(confidential="no", status="perhaps"))
    assert isinstance(found, StagedRejection)


@pytest.mark.parametrize("flag", ["confidential", "withheld", "x", "refuge", "Yes please", "-1"])
def test_what_is_not_plainly_a_no_is_a_yes_and_the_editor_is_told(rows: Rows, flag: str) -> None:
    record, (told,) = kept(rows(csv_template.read, table(confidential=flag)))
    assert record.outcome == "offered"
    assert hides(record.service)
    assert (told.field, told.excerpt) == ("confidential", WITHHELD)
    assert 'was taken as "yes"' in told.reason


@pytest.mark.parametrize("flag", ["no", "N", "False", "0", "", "  "])
def test_a_plain_no_is_a_no(rows: Rows, flag: str) -> None:
    (record,) = rows(csv_template.read, table(confidential=flag))
    assert isinstance(record, StagedRecord)
    assert not hides(record.service)


def test_what_slipped_into_the_flag_is_not_quoted(rows: Rows) -> None:
    _, (told,) = kept(rows(csv_template.read, table(confidential="9 Tamworth Road")))
    assert "Tamworth" not in told.reason


@pytest.mark.parametrize("flag", ["yes", "refuge", "Confidential"])
def test_a_row_with_too_many_cells_hides_every_place_of_its_service(rows: Rows, flag: str) -> None:
    heading = "id,name,organization,address,postcode,confidential,cost\n"
    text = f"{heading}one,Bramble House,Haven,9 Tamworth Road, Hertford,SG13 7DD,{flag},free\n"
    record, (refused,) = kept(rows(csv_template.read, text))
    assert record.outcome == "not_offered"
    assert hides(record.service)
    assert record.service is not None
    (at,) = record.service.locations
    assert (at.location.address_lines, at.location.postcode) == ((), None)
    assert "has 8 cells" in refused.reason


def test_a_row_with_too_many_cells_and_no_flag_is_refused(rows: Rows) -> None:
    text = "id,name,organization,address,confidential\none,Café,Friends,1 High Street, Ware,no\n"
    (found,) = rows(csv_template.read, text)
    assert isinstance(found, StagedRejection)
    assert found.record_id is None


def test_a_flagged_row_without_an_id_stops_the_import(rows: Rows) -> None:
    with pytest.raises(FeedError, match=r"Row 2 .* has no id"):
        rows(csv_template.read, table(id=""))


PLACE = {"location": {"id": "l", "confidential": True, "addresses": [{"address_1": "9 Elm Road"}]}}


@pytest.mark.parametrize(
    ("fields", "outcome", "at_fault"),
    [
        ({"status": "perhaps"}, "not_offered", "status"),
        ({"name": None}, "not_offered", "name"),
        ({"minimum_age": 18, "maximum_age": 11}, "not_offered", "minimum_age"),
        (
            {"minimum_age": 18, "maximum_age": 11, "status": "perhaps"},
            "not_offered",
            "status, minimum_age",
        ),
    ],
)
def test_an_open_referral_record_with_a_slip_keeps_its_flag(
    rows: Rows, fields: dict[str, Any], outcome: str, at_fault: str
) -> None:
    item = {
        "id": "1",
        "name": "Bramble House",
        "organization": {"id": "o", "name": "Haven"},
        "service_at_locations": [PLACE],
        **fields,
    }
    record, (refused,) = kept(rows(oruk.read, json.dumps(item)))
    assert (record.outcome, refused.field) == (outcome, at_fault)
    assert refused.excerpt == WITHHELD
    assert hides(record.service)
    assert record.service is not None
    assert record.service.name in ("Bramble House", "Haven")
