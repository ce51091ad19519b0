"""The starter directory read as data: what a reviewer would check by hand, row by row.

Every test gathers the offenders and expects none, so that a failure names the rows at fault.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from wayfinder.domain.service import Channel, ReferralRoute, Sector

DIRECTORY = Path(__file__).parents[3] / "directory"
FILES = sorted((DIRECTORY / "services").glob("*.csv"))
COLUMNS = (
    "id, name, organization, organization_url, sector, summary, description, phones, email, url, "
    "address, city, postcode, latitude, longitude, confidential, coverage, coverage_text, "
    "minimum_age, maximum_age, circumstances, eligibility_text, referral_routes, "
    "application_process, channels, cost, languages, accessibility, needs, taxonomy_terms, hours, "
    "hours_text, waiting_time, alert, note, assured_date, last_modified, source_url, source_date"
).split(", ")

UNITED_KINGDOM, GREAT_BRITAIN = "K02000001", "K03000001"
ENGLAND, WALES, SCOTLAND = "E92000001", "W92000004", "S92000003"
HERTFORDSHIRE, ESSEX = "E10000015", "E10000012"
WIDE_AREAS = {UNITED_KINGDOM, GREAT_BRITAIN, ENGLAND, WALES, SCOTLAND, HERTFORDSHIRE, ESSEX}
COUNCILS_OF_THE_SYSTEM = {
    *("E07000095", "E07000096", "E07000098", "E07000099", "E07000102", "E07000103", "E07000240"),
    *("E07000241", "E07000242", "E07000243", "E07000072", "E07000073", "E07000077"),
}
FORMATS = {"csv", "ods-gp", "ods-dental", "oruk", "libraries"}

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHONE = re.compile(r"(?:\+44 |0|1\d\d|999)[\d ]*|\d{5}|[A-Z]+ to \d{5}")
DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
HOURS = re.compile(rf"{DAY}(?:-{DAY})? (\d\d:[0-5]\d)-(\d\d:[0-5]\d)")
NUMBER_RUN = re.compile(r"\d(?:[\d ]*\d)?")
DOUBT = re.compile(r"\bconflict\b|\bverify\b|differs|risk|could not be verified|may have changed")

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = [row for path in FILES for row in rows_of(path)]
BY_ID = {row["id"]: row for row in ROWS}


def offenders(wrong: Callable[[Row], object]) -> list[str]:
    return [row["id"] for row in ROWS if wrong(row)]


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def numbers(row: Row) -> list[str]:
    return [phone.split("|")[0].strip() for phone in parts(row["phones"])]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def bare(name: str) -> str:
    """A name without what stands in brackets, which is often only a remark."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


# --- The table itself


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_exactly_the_columns_of_the_template(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    assert lines[0] == COLUMNS
    assert [number for number, line in enumerate(lines, 1) if len(line) != len(COLUMNS)] == []


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
    assert [row["id"] for row in ROWS if row["confidential"]] != []
    assert offenders(lambda r: r["confidential"] and any(r[field] for field in where)) == []


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


# --- What it is worth


def test_nobody_has_checked_the_starter_rows_so_all_are_unverified() -> None:
    assert offenders(lambda row: row["assured_date"]) == []


def test_a_source_is_an_address() -> None:
    address = re.compile(r"https?://\S+( \([^)]+\))?|index:\d+")
    assert offenders(lambda row: not address.fullmatch(row["source_url"])) == []
    for field in ("url", "organization_url"):
        assert offenders(lambda r, f=field: not re.fullmatch(r"(https?://\S+)?", r[f])) == []


def test_a_source_date_is_a_full_date_or_not_known() -> None:
    assert offenders(lambda row: row["source_date"] and not date.fromisoformat(row["source_date"])) == []


def test_a_contact_from_an_old_page_carries_a_warning() -> None:
    def unwarned(row: Row) -> bool:
        old = row["source_date"] and row["source_date"] < "2021-01-01"
        return bool(old and row["phones"] and not row["note"])

    assert offenders(unwarned) == []


@pytest.mark.parametrize(
    ("service_id", "field"),
    [
        ("hertshelp", "phones"),
        ("gingerbread", "phones"),
        ("moneyhelper", "phones"),
        ("silver-line", "phones"),
        ("mind-infoline", "phones"),
        ("rethink-advice", "phones"),
        ("the-mix", "phones"),
        ("national-autistic-society", "phones"),
        ("age-uk-hertfordshire", "phones"),
        ("herts-sarc", "phones"),
        ("peace-hospice-care", "phones"),
        ("hospice-of-st-francis", "phones"),
        ("essex-child-family-wellbeing-harlow", "phones"),
        ("family-lives", "hours"),
        ("cruse", "hours"),
        ("saneline", "hours"),
        ("nightlight-stevenage", "hours"),
        ("hemel-hempstead-utc", "hours"),
        ("herts-and-essex-minor-injuries-unit", "hours"),
    ],
)
def test_where_sources_conflict_the_field_is_empty_and_the_row_says_so(
    service_id: str, field: str
) -> None:
    row = BY_ID[service_id]
    assert row[field] == ""
    assert row["note"]


# --- Against the facts


@pytest.fixture(scope="module")
def facts(shared_dir: Path) -> dict[str, Row]:
    """The leads that the rows were written from, by bare name."""
    return {bare(row["name"]): row for row in rows_of(shared_dir / "data/facts/real_services.csv")}


def test_a_row_names_the_page_of_its_fact_or_a_better_official_one(facts: dict[str, Row]) -> None:
    def unofficial(row: Row) -> bool:
        if facts.get(bare(row["name"]), {}).get("source_url") == row["source_url"]:
            return False
        source = host(row["source_url"])
        own = {host(row["url"]), host(row["organization_url"])}
        return not (source.endswith((".gov.uk", ".nhs.uk", "nhs.uk")) or source in own)

    assert offenders(unofficial) == []


def test_a_number_is_one_of_the_fact_unless_an_official_page_gave_it(
    facts: dict[str, Row],
) -> None:
    def invented(row: Row) -> bool:
        fact = facts.get(bare(row["name"]))
        if not fact or fact["source_url"] != row["source_url"]:
            return False
        text = " | ".join((fact["phone"], fact["text"], fact["hours"]))
        stated = {digits(run) for run in NUMBER_RUN.findall(text)}
        if row["id"] == "emergency-999":
            stated.add("112")  # from the fact's remark
        return bool({digits(number) for number in numbers(row)} - stated)

    assert offenders(invented) == []


def test_a_postcode_is_not_from_memory(facts: dict[str, Row]) -> None:
    def invented(row: Row) -> bool:
        if not row["postcode"]:
            return False
        fact = facts.get(bare(row["name"]), {})
        return row["postcode"] not in " ".join(fact.values()) and not row["source_url"].startswith(
            ("https://www.", "https://cheshuntmiu.nhs.uk")
        )

    assert offenders(invented) == []


def test_a_doubt_in_the_facts_is_told_in_the_row(facts: dict[str, Row]) -> None:
    def silent(row: Row) -> bool:
        fact = facts.get(bare(row["name"]))
        doubtful = fact and DOUBT.search(fact["note"])
        return bool(doubtful and not (row["note"] or row["eligibility_text"]))

    assert offenders(silent) == []


def test_the_facts_own_words_are_not_copied(facts: dict[str, Row]) -> None:
    def copied(row: Row) -> bool:
        fact = facts.get(bare(row["name"]), {})
        long = [cell for cell in fact.values() if cell and len(cell.split()) > 8]
        return any(cell in row["description"] or cell in row["summary"] for cell in long)

    assert offenders(copied) == []


# --- sources.toml


@pytest.fixture(scope="module")
def sources() -> list[dict[str, object]]:
    loaded = tomllib.loads((DIRECTORY / "sources.toml").read_text("utf-8"))
    return list(loaded["source"])


def test_a_source_is_fully_declared(sources: list[dict[str, object]]) -> None:
    needed = {"id", "name", "publisher", "format", "trust", "enabled", "notes"}
    assert [source["id"] for source in sources if needed - set(source)] == []
    assert len({source["id"] for source in sources}) == len(sources)
    assert {str(source["format"]) for source in sources} <= FORMATS
    assert [s["id"] for s in sources if ("file" in s) == ("url" in s)] == []
    assert [s["id"] for s in sources if not 0 <= float(str(s["trust"])) <= 1] == []


def test_the_starter_files_are_on_and_each_is_read_once(sources: list[dict[str, object]]) -> None:
    enabled = sorted(str(source["file"]) for source in sources if source["enabled"])
    assert enabled == [f"services/{path.name}" for path in FILES]


def test_public_files_and_feeds_are_declared_and_off(sources: list[dict[str, object]]) -> None:
    waiting = {str(source["format"]) for source in sources if not source["enabled"]}
    assert waiting == {"ods-gp", "ods-dental", "libraries", "oruk"}
