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

SEEN_TWICE = {
    "report-fraud": ("0300 123 2040", "index:52571637279", "index:54968250519"),
    "gingerbread": ("0808 802 0925", "index:40315206042", "index:28632701988"),
    "tommys-midwives": ("0800 0147 800", "index:68397275914", "index:59042653312"),
    "kinship-advice": ("0300 123 7015", "index:70390110252", "index:47850091822"),
    "family-rights-group": ("0808 801 0366", "index:53743018728", "index:71504931823"),
    "national-breastfeeding-helpline": ("0300 100 0212", "index:58373309519", "index:60979997257"),
    "diabetes-uk": ("0345 123 2399", "index:53561320687", "index:61435323322"),
    "macmillan-support-line": ("0808 808 0000", "index:52484871772", "index:55896690487"),
    "bhf-heart-helpline": ("0808 802 1234", "index:70269525050", "index:55117564251"),
    "terrence-higgins-trust": ("0808 802 1221", "index:68709673679", "index:3880340247"),
    "bpas": ("03457 30 40 30", "index:66496640145", "index:55262060459"),
    "nhs-smokefree-helpline": ("0300 123 1044", "index:51919242750", "index:70426524056"),
    "silver-line": ("0800 4 70 80 90", "index:55640024508", "index:53003080107"),
    "sands": ("0808 164 3332", "index:69754582554", "index:58377890470"),
    "miscarriage-association": ("0303 003 6464", "index:68756068851", "index:58057091886"),
    "child-bereavement-uk": ("0800 02 888 40", "index:71008314683", "index:53003080107"),
    "winstons-wish": ("08088 020 021", "index:71008314683", "index:52604900463"),
    "survivors-of-bereavement-by-suicide": (
        "0300 111 5065",
        "index:71008314683",
        "index:53003080107",
    ),
    "blue-cross-pet-loss": ("0800 096 6606", "index:70150638818", "index:69209918080"),
    "rethink-advice": ("0808 801 0525", "index:40315206042", "index:54768546321"),
    "pandas-foundation": ("0808 1961 776", "index:68313864917", "index:58377890470"),
    "moneyhelper": ("0800 011 3797", "index:70392612938", "index:66468827558"),
    "pdsa": ("0800 731 2502", "index:58570915853", "index:24405901220"),
    "acas-helpline": ("0300 123 1100", "index:56338308645", "index:3671729022"),
    "national-careers-service": ("0800 100 900", "index:52678299513", "index:62561213373"),
    "taxaid": ("0345 120 3779", "index:56401399484", "index:53743018728"),
    "stop-loan-sharks": ("0300 555 2222", "index:60973855680", "index:60924931189"),
    "equality-advisory-support-service": (
        "0808 800 0082",
        "index:53743018728",
        "index:53842545092",
    ),
    "nacro-helpline": ("0300 123 1999", "index:52589023762", "index:52778665149"),
    "migrant-help": ("0808 8010 503", "index:61514983793", "index:70606213642"),
    "office-of-the-public-guardian": ("0300 456 0300", "index:25166115807", "index:5132136934"),
}
"""Numbers of national bodies that no fact has, or only with doubt: each with two pages of the
public code index that agree on it, the first of them the row's source."""


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
        ("mind-infoline", "phones"),
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
        if row["id"] in SEEN_TWICE:
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
        ("herts-stop-smoking", "0800 389 3998", "hanscombehousesurgery.nhs.uk, quit4covid"),
        ("action-for-family-carers", "0300 770 80 90", "basildonandbrentwoodccg.nhs.uk, carers"),
    ],
)
def test_a_number_that_no_fact_has_was_read_on_an_official_page(
    service_id: str, number: str, seen_on: str
) -> None:
    assert numbers(BY_ID[service_id]) == [number], seen_on


@pytest.mark.parametrize("service_id", SEEN_TWICE)
def test_a_number_of_a_national_body_was_read_on_two_pages(service_id: str) -> None:
    number, source, second = SEEN_TWICE[service_id]
    row = BY_ID[service_id]
    assert (numbers(row), row["source_url"]) == ([number], source)
    assert source != second
    assert re.fullmatch(r"index:\d+", second)


def test_no_other_number_lacks_a_fact(facts: dict[str, Row]) -> None:
    def without_fact(row: Row) -> bool:
        fact = facts.get(bare(row["name"]))
        return bool(numbers(row)) and (not fact or fact["source_url"] != row["source_url"])

    assert len(set(offenders(without_fact)) - set(SEEN_TWICE)) == 7


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
