"""Every row of an ODS file is told for what it is: open, closed, or no practice at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wayfinder.domain.service import Channel, Identifier, Sector, Service, Status
from wayfinder.ingest.formats.ods import read_dental, read_gp
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Rows = Callable[[Format, str], list[Row]]
One = Callable[[Format, str], Service]


def practice(
    *,
    code: str = "E82001",
    name: str = "ST EXAMPLE'S SURGERY",
    postcode: str = "AL1 3JE",
    status: str = "A",
    phone: str = "020 79460018",
    setting: str = "4",
) -> str:
    address = ["THE OLD BAKERY", "1 HIGH STREET", "ST ALBANS", "", ""]
    cells = [code, name, "Y61", "QM7", *address, postcode, "19740401", "", status, "B", "06N"]
    cells += ["20130401", "", phone, "", "", "", "0", "", "06N", "", setting, ""]
    assert len(cells) == 27
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def test_an_open_practice_is_offered_as_people_would_write_it(service: One) -> None:
    found = service(read_gp, practice())
    assert found.name == "St Example's Surgery"
    assert found.organization.sector is Sector.NHS
    assert found.organization.identifiers == (Identifier("ods", "E82001"),)
    assert [phone.number for phone in found.phones] == ["020 7946 0018"]
    assert found.channels == (Channel.IN_PERSON,)
    assert [cost.amount for cost in found.costs] == [0]
    assert [term.code for term in found.taxonomy_terms] == ["gp-practice"]
    (at,) = found.locations
    assert at.location.address_lines == ("The Old Bakery", "1 High Street", "St Albans")
    assert at.location.postcode == "AL1 3JE"
    assert found.coverage.rules == ()
    assert found.unverified
    assert found.origin("name").record_id == "E82001"


@pytest.mark.parametrize(
    ("status", "setting", "outcome", "reason"),
    [
        ("A", "4", "offered", None),
        ("C", "4", "defunct", "closed"),
        ("D", "4", "not_offered", "not open: dormant"),
        ("P", "4", "not_offered", "not open: proposed"),
        ("A", "0", "not_offered", "not a practice: prescribing setting 0"),
        ("C", "9", "not_offered", "not a practice: prescribing setting 9"),
        ("A", "", "not_offered", "not a practice: prescribing setting empty"),
    ],
)
def test_status_and_setting_decide(
    rows: Rows, status: str, setting: str, outcome: str, reason: str | None
) -> None:
    (found,) = rows(read_gp, practice(status=status, setting=setting))
    assert isinstance(found, StagedRecord)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert (found.service is None) == (outcome == "not_offered")


def test_a_closed_practice_is_defunct_for_good(service: One) -> None:
    assert service(read_gp, practice(status="C")).status is Status.DEFUNCT


def test_a_dental_practice_needs_no_setting_and_states_no_price(service: One) -> None:
    found = service(read_dental, practice(code="V00003", setting="", phone=""))
    assert [term.code for term in found.taxonomy_terms] == ["dental-practice"]
    assert found.costs == ()
    assert found.phones == ()


def test_a_number_that_cannot_be_dialled_is_left_out_and_told_of(rows: Rows) -> None:
    kept, left_out = rows(read_gp, practice(phone="0113 282138"))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert kept.service.phones == ()
    assert isinstance(left_out, StagedRejection)
    assert (left_out.row, left_out.record_id, left_out.field) == (1, "E82001", "phone")
    assert left_out.excerpt == "0113 282138"


@pytest.mark.parametrize("postcode", ["", "ZZ99"])
def test_a_practice_without_a_postcode_is_kept_with_its_address(
    service: One, postcode: str
) -> None:
    (at,) = service(read_gp, practice(postcode=postcode)).locations
    assert at.location.postcode is None
    assert at.location.address_lines


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("E82001,SURGERY\n", "row"),
        (practice(code="not a code"), "code"),
        (practice(name=" "), "name"),
        (practice(status="X"), "status"),
        (practice(status="ACTIVE"), "status"),
    ],
)
def test_a_row_that_is_not_the_files_is_refused_by_field(rows: Rows, line: str, field: str) -> None:
    _, found = rows(read_gp, practice(code="E82000") + line)
    assert isinstance(found, StagedRejection)
    assert (found.row, found.field) == (2, field)
    assert found.reason.startswith(f"{field}: ")
    assert found.excerpt


@pytest.mark.parametrize(
    ("read", "line", "file"),
    [
        (read_gp, practice(code="V00003", setting=""), "egdpprac"),
        (read_gp, practice(code="V123456", setting="", status="C"), "egdpprac"),
        (read_dental, practice(), "epraccur"),
        (read_dental, practice(setting="0"), "epraccur"),
        (read_dental, practice(code="V00003"), "epraccur"),
        (read_dental, practice(setting=""), "epraccur"),
    ],
)
def test_a_row_of_the_other_file_is_refused(
    refusal: Callable[[Format, str], StagedRejection], read: Format, line: str, file: str
) -> None:
    found = refusal(read, line)
    assert (found.record_id, found.field) == (None, "code")
    assert f"is a row of the file {file}, not of" in found.reason
