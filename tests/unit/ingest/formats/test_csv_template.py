"""Our own template: every column, and every slip an editor can make, told by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.hours import DayHours
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    ReferralRoute,
    Sector,
    Service,
    TaxonomyTerm,
)
from wayfinder.errors import FeedError
from wayfinder.ingest.formats.csv_columns import COLUMNS, DECIDING, NAMES, nearest, template
from wayfinder.ingest.formats.csv_template import read
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Made = Callable[..., Service]
Rows = Callable[[Format, str], list[Row]]


UNWRITTEN = {CoverageKind.POLYGON, CoverageKind.RADIUS}
"""No line on a map fits a cell, and the example is for areas."""


def table(**cells: str) -> str:
    out = io.StringIO()
    given = {"id": "one", "name": "Café", "organization": "Friends", **cells}
    writer = csv.DictWriter(out, list(given))
    writer.writeheader()
    writer.writerow(given)
    return out.getvalue()


@pytest.fixture
def made(service: Callable[[Format, str], Service]) -> Made:
    return lambda **cells: service(read, table(**cells))


def test_the_three_needed_columns_make_a_service(made: Made) -> None:
    found = made()
    assert (found.id, found.name, found.organization.name) == ("one", "Café", "Friends")
    assert found.unverified
    assert found.locations == ()


def test_the_templates_own_example_is_a_good_row_once_its_mark_is_gone(rows: Rows) -> None:
    assert rows(read, template()) == []
    text = template().replace("# ", "", 1).replace("falls; loneliness", "falls")
    text = text.replace("E07000073", "E07000240")
    (found,) = rows(read, text)
    assert isinstance(found, StagedRecord), found
    assert found.service is not None
    empty = {"alternate_name", "origins", "status"}
    unset = [
        name for name in ("phones", "locations", "sessions", "costs", "needs", "taxonomy_terms",
                          "languages", "referral_routes", "channels", "url", "email", "alert",
                          "note", "assured_date", "last_modified", "waiting_time", "hours_text",
                          "special_days")
        if not getattr(found.service, name)
    ]  # fmt: skip
    assert not set(unset) - empty
    coverage, eligibility = found.service.coverage, found.service.eligibility
    assert {rule.kind for rule in coverage.rules} == {*CoverageKind} - UNWRITTEN
    assert coverage.excluded
    assert coverage.unresolved
    assert all(
        getattr(eligibility, name)
        for name in eligibility.__struct_fields__
        if name not in {"words", "doubted"}
    )


def test_every_column_has_help() -> None:
    assert all(column.help and column.example for column in COLUMNS)
    assert len(set(NAMES)) == len(NAMES) == 50


def test_phones_have_descriptions_audiences_and_sms(made: Made) -> None:
    found = made(
        phones="0800 138 1111; 020 7946 0018 | weekdays; 020 7946 0019 | clinician;"
        "SHOUT to 85258 | sms; 111 | clinician | mental health option"
    )
    assert [(p.number, p.description, p.audience, p.sms) for p in found.phones] == [
        ("0800 138 1111", None, Audience.PUBLIC, False),
        ("020 7946 0018", "weekdays", Audience.PUBLIC, False),
        ("020 7946 0019", None, Audience.CLINICIAN, False),
        ("SHOUT to 85258", None, Audience.PUBLIC, True),
        ("111", "mental health option", Audience.CLINICIAN, False),
    ]


@pytest.mark.parametrize(
    ("text", "codes", "radius_m"),
    [
        ("Hertfordshire; E07000240", ("E10000015", "E07000240"), None),
        ("UK", ("K02000001",), None),
        ("within 5 miles", None, 8046.7),
        ("Within 2.5 km", None, 2500.0),
    ],
)
def test_coverage_is_areas_or_a_radius(
    made: Made, text: str, codes: tuple[str, ...] | None, radius_m: float | None
) -> None:
    (rule,) = made(coverage=text, postcode="AL1 3JE").coverage.rules
    assert rule.area_codes == (codes or ())
    assert rule.radius_m == radius_m
    assert rule.kind is (CoverageKind.AREA if codes else CoverageKind.RADIUS)


def test_either_rule_of_coverage_may_do_and_words_stay_words(made: Made) -> None:
    found = made(
        coverage="St Albans; within 3 miles", coverage_text="Ask nearby.", postcode="AL1 3JE"
    )
    assert [rule.kind for rule in found.coverage.rules] == [CoverageKind.AREA, CoverageKind.RADIUS]
    assert found.coverage.unresolved == ("Ask nearby.",)


@pytest.mark.parametrize(
    ("column", "text", "kind", "words"),
    [
        ("gp_areas", "Hertfordshire", CoverageKind.GP,
         "people registered with a GP in Hertfordshire"),
        ("gp_practices", "E82060", CoverageKind.GP,
         "people registered with the GP practice E82060"),
        ("gp_practices", "e82060; E82099", CoverageKind.GP,
         "people registered with one of the GP practices E82060 and E82099"),
        ("works_in", "St Albans", CoverageKind.WORK, "people who work in St Albans"),
        ("studies_in", "St Albans", CoverageKind.STUDY, "people who study in St Albans"),
        ("connected_to", "St Albans; Hertfordshire", CoverageKind.CONNECTION,
         "people with a local connection to St Albans, Hertfordshire"),
    ],
)  # fmt: skip
def test_other_ties_than_living_there(
    made: Made, column: str, text: str, kind: CoverageKind, words: str
) -> None:
    (rule,) = made(**{column: text}).coverage.rules
    assert (rule.kind, rule.text) == (kind, words)
    assert bool(rule.practice_codes) is (column == "gp_practices")
    assert bool(rule.area_codes) is (column != "gp_practices")


def test_any_one_tie_is_enough_and_an_area_left_out_is_out(made: Made) -> None:
    found = made(coverage="Hertfordshire", works_in="Hertfordshire", excluded_areas="St Albans")
    assert [rule.kind for rule in found.coverage.rules] == [CoverageKind.AREA, CoverageKind.WORK]
    (barred,) = found.coverage.excluded
    assert (barred.kind, barred.area_codes) == (CoverageKind.AREA, ("E07000240",))


def test_whom_it_takes_beside_age(made: Made) -> None:
    told = made(
        sex="Female",
        circumstances="carer",
        excluded_circumstances="student; no_recourse",
        documents="Proof of address; NHS letter",
    ).eligibility
    assert told == Eligibility(
        sex=Sex.FEMALE,
        circumstances=("carer",),
        excluded=("student", "no_recourse"),
        documents=("Proof of address", "NHS letter"),
    )


def test_days_that_differ(made: Made) -> None:
    found = made(
        hours="Mon-Fri 09:00-17:00",
        special_days="24/12/2026 09:00-12:00, 13:00-15:00; 2026-12-25 closed;"
        " Bank holidays: 20:00-midnight",
    )
    assert found.special_days == (
        DayHours(day=date(2026, 12, 24), spells=((540, 720), (780, 900))),
        DayHours(day=date(2026, 12, 25)),
        DayHours(spells=((1200, 1440),)),
    )


def test_words_out_of_fixed_lists(made: Made) -> None:
    found = made(
        sector="Local Authority",
        channels="phone; In person",
        referral_routes="self;gp",
        cost="free; £5; from £10",
        needs="falls",
        taxonomy_terms="esdServiceType:242",
        languages="Polish; BSL",
        circumstances="carer; veteran",
    )
    assert found.organization.sector is Sector.LOCAL_AUTHORITY
    assert found.channels == (Channel.PHONE, Channel.IN_PERSON)
    assert found.referral_routes == (ReferralRoute.SELF, ReferralRoute.GP)
    assert found.costs == (CostOption(amount=0), CostOption(amount=5), CostOption(text="from £10"))
    assert found.needs == ("falls",)
    assert found.taxonomy_terms == (TaxonomyTerm("esdServiceType", "242"),)
    assert found.languages == ("pl", "bfi")
    assert found.eligibility.circumstances == ("carer", "veteran")


def test_a_refuge_is_marked_and_a_source_is_named(made: Made) -> None:
    found = made(
        confidential="yes",
        postcode="al1 3je",
        address="Unit 2, 4 High Street",
        source_url="https://example.org/about",
        source_date="2026-05-30",
    )
    (at,) = found.locations
    assert at.location.confidential
    assert at.location.address_lines == ("Unit 2", "4 High Street")
    (unplaced,) = made(confidential="yes", postcode="", address="", city="").locations
    assert unplaced.location.confidential, "a flag without an address is one all the same"
    origin = found.origin("name")
    assert (origin.url, origin.as_of) == ("https://example.org/about", date(2026, 5, 30))


@pytest.mark.parametrize(
    ("days", "as_of"),
    [
        ({"assured_date": "2026-11-10"}, date(2026, 11, 10)),
        ({"assured_date": "2026-11-10", "last_modified": "2026-11-12"}, date(2026, 11, 10)),
        ({"assured_date": "2026-11-10", "source_date": "2026-05-30"}, date(2026, 11, 10)),
        ({"last_modified": "2026-11-12", "source_date": "2026-05-30"}, date(2026, 5, 30)),
        ({"last_modified": "2026-11-12"}, date(2026, 11, 12)),
        ({}, None),
    ],
)
def test_a_persons_check_dates_the_record_and_nothing_makes_a_check(
    made: Made, days: dict[str, str], as_of: date | None
) -> None:
    found = made(**days)
    assert found.origin("phones").as_of == as_of
    assert (found.assured_date is None) == ("assured_date" not in days)


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("phones", "call us", "'call us' is not one number that can be dialled"),
        ("phones", "0113 282138", "is not one number"),
        ("sector", "charity", "'charity' is none of nhs, local_authority"),
        ("channels", "fone", 'did you mean "phone"?'),
        ("referral_routes", "doctor", "is none of self, family, gp, professional"),
        ("coverage", "Hertfordshyre", "'Hertfordshyre' is no area we know"),
        ("coverage", "within 5 miles", "a radius is measured from a place"),
        ("needs", "fall", 'did you mean "falls"?'),
        ("needs", "falls; walking", "GET /v1/needs lists all"),
        ("minimum_age", "-3", "'-3' is not an age"),
        ("hours", "Mon-Fri 17:00-09:00", "closes at 09:00, not after it opens"),
        ("hours", "mornings", "'mornings' is not certain"),
        ("special_days", "Christmas closed", "is not a date"),
        ("special_days", "2026-12-24 mornings", "tells neither"),
        ("special_days", "2026-12-24", "tells neither"),
        ("special_days", "2026-12-24 17:00-09:00", "closes before it opens"),
        ("special_days", "2026-12-24 closed; 24/12/2026 09:00-12:00", "a day is there twice"),
        ("sex", "ladies", "is none of female, male"),
        ("gp_practices", "Stanhope Surgery", "is no ODS code of a GP practice"),
        ("works_in", "Narnia", "'Narnia' is no area we know"),
        ("excluded_areas", "Narnia", "'Narnia' is no area we know"),
        ("postcode", "AL1", "'AL1' is not understood"),
        ("latitude", "north", "is not in degrees"),
        ("url", "in progress", "is not understood"),
        ("email", "ask us", "is not understood"),
        ("taxonomy_terms", "Libraries", "is not vocabulary:code"),
        ("assured_date", "yesterday", "is not a date"),
        ("name", " ", "is empty"),
    ],
)
def test_a_slip_is_told_by_row_and_column_with_a_good_example(
    rows: Rows, column: str, text: str, says: str
) -> None:
    *kept, found = rows(read, table(**{column: text}))
    assert bool(kept) == (column not in DECIDING)
    assert isinstance(found, StagedRejection)
    assert (found.row, found.record_id, found.field) == (2, "one", column)
    assert found.reason.startswith(f"{column}: ")
    assert says in found.reason
    assert '"' in found.reason or column == "name"


def test_all_slips_of_a_row_are_told_at_once(
    refusal: Callable[[Format, str], StagedRejection],
) -> None:
    found = refusal(read, table(phones="x", minimum_age="18", maximum_age="11", channels="fone"))
    assert found.field == "phones, minimum_age, channels"


def test_a_slip_that_decides_nothing_costs_its_field_and_no_other(rows: Rows) -> None:
    text = table(
        needs="food-parcels", assured_date="2026-02-30", email="hello@example.org", sex="female"
    )
    kept, *told = rows(read, text)
    left_out = [it for it in told if isinstance(it, StagedRejection)]
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert (kept.service.needs, kept.service.assured_date) == ((), None)
    assert (kept.service.email, kept.service.eligibility.sex) == ("hello@example.org", Sex.FEMALE)
    assert {it.field for it in left_out} == {"needs", "assured_date"}
    assert all(it.reason.endswith("so it was left out") for it in left_out)
    assert {it.excerpt for it in left_out} == {"food-parcels", "2026-02-30"}
    assert len(told) == len(left_out) == 2, "each is told once, however often it is read"


def test_a_radius_is_not_measured_from_a_postcode_that_is_none(
    refusal: Callable[[Format, str], StagedRejection],
) -> None:
    found = refusal(read, table(coverage="within 5 miles", postcode="AL1"))
    assert found.field == "postcode, coverage"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("fone", "phone"),
        ("organisation", "organization"),
        ("telephone", "phones"),
        ("food", "food-bank"),
        ("falls-prevention", "falls"),
        ("food-parcels", None),
        ("wound-care", None),
        ("nhs", None),
    ],
)
def test_only_what_is_really_near_is_suggested(word: str, near: str | None) -> None:
    known = ["foot-care", "food-bank", "falls", "young-carers", "phone", "phones", "organization"]
    assert (nearest(word, known) or "").rstrip("s") == (near or "").rstrip("s")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "id,name,organisation\n",
            'there is no column "organisation"; did you mean "organization"',
        ),
        ("id,name,organization,zzz\n", '"zzz"; `wayfinder template csv` shows them all'),
        ("id,name,organization,name\n", 'column "name" is there twice'),
        ("id,name\n", 'column "organization" is missing'),
        ("id;name;organization\n", "the file is separated by semicolons; save it with commas"),
        ("id\tname\torganization\n", "the file is separated by tabs"),
        ('{"contents": [{"id": "1"}]}\n', "is JSON, not a table"),
    ],
)
def test_a_header_that_is_not_the_templates_is_refused(rows: Rows, text: str, says: str) -> None:
    with pytest.raises(FeedError, match=r"test\.feed") as caught:
        rows(read, text)
    assert says in caught.value.detail


def test_comments_and_blank_rows_are_no_rows_and_trailing_commas_are_no_cells(rows: Rows) -> None:
    text = "id,name,organization\n# about,,\n,,\none,Café,Friends,,\n,Café,Friends\na,b,c,d\n"
    kept, no_id, too_long = rows(read, text)
    assert isinstance(kept, StagedRecord)
    assert kept.row == 4
    assert isinstance(no_id, StagedRejection)
    assert (no_id.row, no_id.field) == (5, "id")
    assert isinstance(too_long, StagedRejection)
    assert (too_long.row, too_long.field) == (6, "row")
