"""What the starter rows rest on: every contact was read on a page, and every doubt is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.unit.directory.rows import (
    BY_ID,
    ROWS,
    Row,
    bare,
    digits,
    host,
    numbers,
    offenders,
    rows_of,
)

NUMBER_RUN = re.compile(r"\d(?:[\d ]*\d)?")
DOUBT = re.compile(r"\bconflict\b|\bverify\b|differs|risk|could not be verified|may have changed")


# --- What it is worth


def test_nobody_has_checked_the_starter_rows_so_all_are_unverified() -> None:
    assert offenders(lambda row: row["assured_date"]) == []


def test_a_source_is_an_address() -> None:
    address = re.compile(r"https?://\S+( \([^)]+\))?|index:\d+")
    assert offenders(lambda row: not address.fullmatch(row["source_url"])) == []
    page = re.compile(r"(https?://\S+)?")
    assert offenders(lambda row: not page.fullmatch(row["url"])) == []
    assert offenders(lambda row: not page.fullmatch(row["organization_url"])) == []


def test_a_source_date_is_a_full_date_or_not_known() -> None:
    dates = [row["source_date"] for row in ROWS if row["source_date"]]
    assert [text for text in dates if str(date.fromisoformat(text)) != text] == []


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
        source = f".{host(row['source_url'])}"
        own = {f".{host(row['url'])}", f".{host(row['organization_url'])}"}
        return not (source.endswith((".gov.uk", ".nhs.uk")) or source in own)

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


@pytest.mark.parametrize(
    ("service_id", "number", "seen_on"),
    [
        ("cheshunt-minor-injuries-unit", "01992 622157", "cheshuntmiu.nhs.uk/have-your-say"),
        ("hertsmere-homelessness", "020 8207 2277", "hertsmere.gov.uk, housing advice"),
        ("st-albans-homelessness", "01727 811155", "stalbans.gov.uk/housing/homelessness"),
        ("new-hope-watford", "0300 012 0168", "threerivers.gov.uk/egcl-page/homelessness"),
        ("eput-mental-health-crisis", "111", "eput.nhs.uk, news on crisis calls"),
        ("action-for-family-carers", "0300 770 80 90", "basildonandbrentwoodccg.nhs.uk, carers"),
    ],
)
def test_a_number_that_no_fact_has_was_read_on_an_official_page(
    service_id: str, number: str, seen_on: str
) -> None:
    assert numbers(BY_ID[service_id]) == [number], seen_on


def test_no_other_number_lacks_a_fact(facts: dict[str, Row]) -> None:
    def without_fact(row: Row) -> bool:
        fact = facts.get(bare(row["name"]))
        return bool(numbers(row)) and (not fact or fact["source_url"] != row["source_url"])

    assert len(offenders(without_fact)) == 6


@pytest.mark.parametrize(
    ("service_id", "postcode", "seen_on"),
    [
        ("lister-ae", "SG1 4AB", "accessable.co.uk, access guide to the hospital"),
        ("princess-alexandra-ae", "CM20 1QX", "nhs.uk, overview of the trust"),
        (
            "hemel-hempstead-utc",
            "HP2 4AD",
            "westhertshospitals.nhs.uk, Hemel Hempstead",
        ),
        ("cheshunt-minor-injuries-unit", "EN8 8XN", "cheshuntmiu.nhs.uk/have-your-say"),
        ("herts-and-essex-minor-injuries-unit", "CM23 5JH", "enhertsccg.nhs.uk, minor injuries"),
        ("watford-general-ae", "WD18 0HB", "Care Quality Commission, report on the trust of 2019"),
    ],
)
def test_a_postcode_was_read_on_a_page(service_id: str, postcode: str, seen_on: str) -> None:
    assert BY_ID[service_id]["postcode"] == postcode, seen_on


def test_no_other_row_has_a_postcode_or_a_point() -> None:
    assert len([row for row in ROWS if row["postcode"]]) == 6
    # No page found gives this hospital's postcode; Wikipedia gives its position.
    assert offenders(lambda row: row["latitude"] or row["longitude"]) == ["qeii-urgent-care-centre"]


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
