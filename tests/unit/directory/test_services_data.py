"""The starter directory read as data: what a reviewer would check by hand, row by row.

Every test gathers the offenders and expects none, so that a failure names the rows at fault.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.unit.directory.rows import (
    DIRECTORY,
    FILES,
    ROWS,
    Row,
    numbers,
    offenders,
    parts,
    rows_of,
)
from wayfinder.domain.service import Channel, ReferralRoute, Sector

COLUMNS = (
    "id name organization organization_url sector summary description phones email url "
    "address city postcode latitude longitude confidential coverage coverage_text "
    "minimum_age maximum_age circumstances eligibility_text referral_routes "
    "application_process channels cost languages accessibility needs taxonomy_terms hours "
    "hours_text waiting_time alert note assured_date last_modified source_url source_date"
)

UNITED_KINGDOM, GREAT_BRITAIN = "K02000001", "K03000001"
ENGLAND, WALES, SCOTLAND = "E92000001", "W92000004", "S92000003"
HERTFORDSHIRE, ESSEX = "E10000015", "E10000012"
WIDE_AREAS = {UNITED_KINGDOM, GREAT_BRITAIN, ENGLAND, WALES, SCOTLAND, HERTFORDSHIRE, ESSEX}
COUNCILS_OF_THE_SYSTEM = {
    *("E07000095", "E07000096", "E07000098", "E07000099", "E07000102", "E07000103", "E07000240"),
    *("E07000241", "E07000242", "E07000243", "E07000072", "E07000073", "E07000077"),
}

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHONE = re.compile(r"(?:\+44 |0|1\d\d|999)[\d ]*|\d{5}|[A-Z]+ to \d{5}")
DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
HOURS = re.compile(rf"{DAY}(?:-{DAY})? (\d\d:[0-5]\d)-(\d\d:[0-5]\d)")


# --- The table itself


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_exactly_the_columns_of_the_template(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    assert " ".join(lines[0]) == COLUMNS
    assert [number for number, line in enumerate(lines, 1) if len(line) != len(lines[0])] == []


def test_there_are_at_least_110_services_each_with_its_own_id_and_name() -> None:
    assert len(ROWS) >= 110
    for field in ("id", "name"):
        twice = [value for value, times in Counter(row[field] for row in ROWS).items() if times > 1]
        assert twice == []
    assert offenders(lambda row: not SLUG.fullmatch(row["id"])) == []


@pytest.mark.parametrize(
    "field", ["name", "organization", "sector", "summary", "description", "needs", "source_url"]
)
def test_no_row_lacks(field: str) -> None:
    assert offenders(lambda row: not row[field].strip()) == []


def test_no_cell_has_stray_spaces_or_line_breaks() -> None:
    assert offenders(lambda row: any(cell != " ".join(cell.split()) for cell in row.values())) == []


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("sector", {str(sector) for sector in Sector}),
        ("channels", {str(channel) for channel in Channel}),
        ("referral_routes", {str(route) for route in ReferralRoute}),
        ("confidential", {"yes"}),
        ("circumstances", {"carer", "veteran"}),
    ],
)
def test_words_come_from_the_vocabulary(field: str, known: set[str]) -> None:
    assert offenders(lambda row: set(parts(row[field])) - known) == []


def test_a_summary_is_one_short_sentence_fit_to_read_aloud() -> None:
    one_sentence = re.compile(r"[A-Z][^.!?]*\.")
    assert offenders(lambda row: not one_sentence.fullmatch(row["summary"])) == []
    assert offenders(lambda row: len(row["summary"]) > 120) == []


def test_a_description_says_more_than_the_summary() -> None:
    assert offenders(lambda row: not 50 <= len(row["description"]) <= 600) == []
    assert offenders(lambda row: row["summary"] in row["description"]) == []


def test_numbers_stand_in_the_phones_column_only() -> None:
    prose = ("summary", "description", "note", "eligibility_text", "application_process")
    spoken = re.compile(r"\b0\d{2,4} ?\d{3}")
    assert offenders(lambda row: any(spoken.search(row[field]) for field in prose)) == []


# --- Whom it serves


def test_every_service_says_where_its_people_live_but_for_a_door_open_to_anybody() -> None:
    def unplaced(row: Row) -> bool:
        open_door = row["city"] and "in_person" in parts(row["channels"])
        return not (row["coverage"] or row["coverage_text"] or open_door)

    assert offenders(unplaced) == []


def test_coverage_is_written_in_codes_of_areas_that_exist_today(shared_dir: Path) -> None:
    councils = rows_of(shared_dir / "data/areas/local_authorities.csv")
    known = {council["gss-code"] for council in councils if not council["end-date"]} | WIDE_AREAS
    assert offenders(lambda row: set(parts(row["coverage"])) - known) == []


def test_every_council_of_the_system_has_help_for_homeless_people() -> None:
    councils = [row for row in ROWS if row["sector"] == "local_authority"]
    homeless = [row for row in councils if "homeless-tonight" in parts(row["needs"])]
    assert {code for row in homeless for code in parts(row["coverage"])} >= COUNCILS_OF_THE_SYSTEM


def test_ages_are_years_in_order() -> None:
    def wrong(row: Row) -> bool:
        low, high = float(row["minimum_age"] or 0), float(row["maximum_age"] or 130)
        return not 0 <= low <= high <= 130

    assert offenders(wrong) == []


def test_a_confidential_place_has_no_location() -> None:
    where = ("address", "city", "postcode", "latitude", "longitude")
    confidential = {row["id"] for row in ROWS if row["confidential"]}
    assert confidential == {"herts-sarc", "safer-places"}
    assert offenders(lambda row: row["confidential"] and any(row[f] for f in where)) == []


def test_stated_needs_are_in_the_vocabulary() -> None:
    files = sorted((DIRECTORY / "needs").glob("*.toml"))
    if not files:
        pytest.skip("directory/needs is empty")
    known = {
        need["id"] for path in files for need in tomllib.loads(path.read_text("utf-8"))["need"]
    }
    assert sorted({need for row in ROWS for need in parts(row["needs"])} - known) == []


# --- How to reach it


def test_a_phone_is_a_number_with_at_most_one_remark() -> None:
    assert offenders(lambda row: any(not PHONE.fullmatch(n) for n in numbers(row))) == []
    assert offenders(lambda row: any(phone.count("|") > 1 for phone in parts(row["phones"]))) == []


def test_a_phone_goes_with_the_channel_to_use_it() -> None:
    def silent(row: Row) -> bool:
        texts = [phone.endswith("| sms") for phone in parts(row["phones"])]
        wanted = {"text" if sms else "phone" for sms in texts}
        return bool(wanted - set(parts(row["channels"]))) and "in_person" not in row["channels"]

    assert offenders(silent) == []


def test_hours_are_certain_or_left_to_the_words() -> None:
    def uncertain(row: Row) -> bool:
        if row["hours"] in ("", "24/7"):
            return False
        found = [HOURS.fullmatch(part) for part in parts(row["hours"])]
        return not all(match and match[1] < match[2] for match in found)

    assert offenders(uncertain) == []


def test_a_number_for_professionals_is_marked_and_not_open_to_self_referral() -> None:
    def exposed(row: Row) -> bool:
        return "| clinician" in row["phones"] and "self" in parts(row["referral_routes"])

    assert [row["id"] for row in ROWS if "| clinician" in row["phones"]] != []
    assert offenders(exposed) == []
