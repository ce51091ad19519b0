"""Open Referral services as live feeds publish them: every oddity seen there has a case here."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.hours import Session
from wayfinder.domain.service import CostOption, Service, Status, TaxonomyTerm
from wayfinder.ingest.formats.oruk import read
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Read = Callable[..., Service]
Refused = Callable[..., StagedRejection]


@pytest.fixture
def refused(refusal: Callable[[Format, str], StagedRejection]) -> Refused:
    return lambda **fields: refusal(read, json.dumps({"id": "1", "name": "Café", **fields}))


def test_a_bare_service_is_kept_with_all_else_unknown(made: Read) -> None:
    found = made()
    assert (found.name, found.status) == ("Café", Status.ACTIVE)
    assert found.organization.name == "Café"
    assert found.organization.sector is None
    assert found.locations == ()
    assert found.eligibility.minimum_age is None
    assert found.unverified


def test_text_is_plain_and_dates_are_days(made: Read) -> None:
    found = made(
        description="<h1>About us</h1><p>We help people who are homeless or may be soon.</p>",
        assured_date="2025-09-02",
        last_modified="2025-09-02T12:06:15.654",
    )
    assert found.description == "About us\n\nWe help people who are homeless or may be soon."
    assert found.summary == "We help people who are homeless or may be soon."
    assert found.assured_date == found.last_modified == date(2025, 9, 2)
    assert found.origin("name").as_of == date(2025, 9, 2)


def test_numbers_of_contacts_are_parted_and_given_once(made: Read) -> None:
    found = made(
        phones=[{"number": "0117 332 7111", "description": "Office"}],
        contacts=[
            {"title": "Team", "phones": [{"number": "Youth MAPS: 0117 332 7111"}]},
            {"title": "Advice", "name": "A Person", "phones": [{"number": 116123}]},
        ],
    )
    assert [(p.number, p.description) for p in found.phones] == [
        ("0117 332 7111", "Office"),
        ("116 123", "Advice"),
    ]


@pytest.mark.parametrize(
    "alert", ["Closed today", {"title": "Closed today"}, {"text": "<p>Closed today</p>", "id": 3}]
)
def test_an_alert_may_be_an_object(made: Read, alert: object) -> None:
    assert made(alert=alert).alert == "Closed today"


def test_nulls_and_wrong_types_are_not_stated(made: Read) -> None:
    odd = dict.fromkeys(
        ("organization", "phones", "contacts", "schedules", "service_areas", "locations",
         "cost_options", "languages", "attributes", "alert", "url", "email", "description")
    )  # fmt: skip
    plain = made()
    assert made(**odd) == plain
    assert made(**dict.fromkeys(odd, 7)) == plain
    assert made(**{key: ["x", 7, None] for key in odd}) == plain


def test_integer_ids_are_ids(rows: Callable[[Format, str], list[Row]]) -> None:
    (found,) = rows(read, '[{"id": 42, "name": "Café", "organization_id": 7}]')
    assert isinstance(found, StagedRecord)
    assert found.record_id == "42"
    assert found.service is not None
    assert found.service.organization.id == "7"


def test_areas_that_resolve_are_rules_and_the_others_are_kept_in_words(made: Read) -> None:
    areas = [{"name": "Hertfordshire"}, {"name": "E07000240"}, {"name": "The Shire"}, {"name": ""}]
    found = made(service_areas=areas).coverage
    (rule,) = found.rules
    assert rule.kind is CoverageKind.AREA
    assert rule.area_codes == ("E10000015", "E07000240")
    assert rule.text == "Hertfordshire, St Albans"
    assert found.unresolved == ("The Shire",)


def test_places_come_from_both_lists_once_with_what_is_theirs(made: Read) -> None:
    place = {
        "id": "p1",
        "location_type": "physical",
        "name": "Hall",
        "latitude": 51.75,
        "longitude": -0.33,
        "addresses": [
            {"address_1": "1 High St", "city": "Unknown", "postal_code": "al13je"},
        ],
        "accessibility": [{"description": "Ramp"}],
    }
    hours = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00:00"}
    at = {"location": place, "schedules": [hours]}
    found = made(service_at_locations=[at], locations=[place, {"location_type": "virtual"}])
    (one,) = found.locations
    assert one.location.address_lines == ("1 High St",)
    assert (one.location.city, one.location.postcode) == (None, "AL1 3JE")
    assert (one.location.lat_deg, one.location.position_source) == (51.75, "feed")
    assert one.location.accessibility == ("Ramp",)
    assert one.sessions == (Session(0, 540, 1020), Session(1, 540, 1020))


def test_a_place_at_0_0_is_not_placed_and_an_odd_postcode_is_not_lost(made: Read) -> None:
    address = {"address_1": "See postcode", "postal_code": "somewhere in AL1"}
    place = {"id": 1, "latitude": 0, "longitude": 0, "addresses": [address]}
    (one,) = made(locations=[place]).locations
    assert one.location.lat_deg is None
    assert one.location.postcode is None
    assert one.location.address_lines == ("somewhere in AL1",)


@pytest.mark.parametrize(
    ("schedule", "sessions", "text"),
    [
        ({"freq": "WEEKLY", "byday": "SA", "opens_at": "9:00", "closes_at": "13:00Z"},
         (Session(5, 540, 780),), None),
        ({"byday": "SA", "opens_at": "22:00", "closes_at": "02:00"},
         (Session(5, 1320, 1440), Session(6, 0, 120)), None),
        ({"freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": "12:00"},
         (), "MONTHLY 1SA 10:00 12:00"),
        ({"freq": "WEEKLY", "interval": 2, "byday": "SA", "opens_at": "10:00",
          "closes_at": "12:00"}, (), "WEEKLY SA 10:00 12:00"),
        ({"freq": "WEEKLY", "byday": "MO,1SA", "opens_at": "10:00", "closes_at": "12:00"},
         (), "WEEKLY MO,1SA 10:00 12:00"),
        ({"freq": "WEEKLY", "byday": "MO", "description": "Ring first"}, (), "Ring first"),
        ({"valid_from": "2025-01-01"}, (), "valid from 2025-01-01"),
    ],
)  # fmt: skip
def test_only_what_recurs_every_week_is_a_session(
    made: Read, schedule: dict[str, Any], sessions: tuple[Session, ...], text: str | None
) -> None:
    found = made(schedules=[schedule])
    assert found.sessions == sessions
    assert found.hours_text == text


def test_prices_and_fees(made: Read) -> None:
    found = made(
        cost_options=[{"amount": 0, "option": "free"}, {"amount": "2.50", "currency": "GBP"}, {}],
        fees_description="Ask for a bursary",
    )
    assert found.costs == (
        CostOption(amount=0, text="free"),
        CostOption(amount=2.5),
        CostOption(text="Ask for a bursary"),
    )


@pytest.mark.parametrize(
    ("given", "term"),
    [
        ({"attributes": [{"taxonomy_term": {"code": "242", "name": "Libraries",
                                            "taxonomy_detail": {"name": "esdServiceType"}}}]},
         TaxonomyTerm("esdServiceType", "242", "Libraries")),
        ({"taxonomy_terms": [{"id": "esdServiceType:242"}]}, TaxonomyTerm("esdServiceType", "242")),
        ({"service_taxonomys": [{"taxonomy": {"id": 5, "name": "Play", "vocabulary": "own"}}]},
         TaxonomyTerm("own", "5", "Play")),
        ({"attributes": [{"taxonomy_term": {"code": "https://e.org/a"}}]},
         TaxonomyTerm("", "https://e.org/a")),
    ],
)  # fmt: skip
def test_terms_keep_their_vocabulary(made: Read, given: dict[str, Any], term: TaxonomyTerm) -> None:
    assert made(**given).taxonomy_terms == (term,)


def test_the_old_standards_spellings_carry_the_same_facts(made: Read) -> None:
    found = made(
        eligibilitys=[{"eligibility": "Carers", "minimum_age": 18, "maximum_age": -1}],
        regular_schedules=[{"weekday": "Monday", "opens_at": "10:00", "closes_at": "12:00"}],
        service_areas=[{"service_area": "Hertfordshire"}],
        languages=[{"language": "Polish"}],
        service_at_locations=[
            {"location": {"id": "l", "physical_addresses": [{"postal_code": "AL1 3JE"}]}}
        ],
    )
    assert found.eligibility.text == "Carers"
    assert (found.eligibility.minimum_age, found.eligibility.maximum_age) == (18, None)
    assert found.sessions == (Session(0, 600, 720),)
    assert found.coverage.rules[0].area_codes == ("E10000015",)
    assert found.languages == ("pl",)
    assert found.locations[0].location.postcode == "AL1 3JE"


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (None, "offered", None),
        ("Active", "offered", None),
        ("inactive", "not_offered", "status: inactive"),
        ("temporarily_closed", "not_offered", "status: temporarily closed"),
        ("defunct", "defunct", "status: defunct"),
    ],
)
def test_only_an_active_service_is_offered(
    rows: Callable[[Format, str], list[Row]], status: str | None, outcome: str, reason: str | None
) -> None:
    (found,) = rows(read, json.dumps({"id": "1", "name": "Café", "status": status}))
    assert isinstance(found, StagedRecord)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert found.service is not None


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"minimum_age": -5}, "minimum_age", "-5 is not an age"),
        ({"minimum_age": 18, "maximum_age": 11}, "minimum_age", "18 is above maximum_age 11"),
        ({"status": "on holiday"}, "status", "is none of active"),
        ({"name": "<p> </p>"}, "name", "is missing"),
        ({"schedules": [{"byday": "MO", "opens_at": "17:00", "closes_at": "09:00"}]},
         "schedules", "closes at 09:00, not after it opens at 17:00"),
        ({"schedules": [{"byday": "MO", "opens_at": "late", "closes_at": "later"}]},
         "schedules", "are not times"),
        ({"schedules": [{"byday": "MO", "valid_from": "2026-09-30", "valid_to": "2026-04-01"}]},
         "schedules", "valid_to 2026-04-01 is before valid_from 2026-09-30"),
    ],
)  # fmt: skip
def test_a_service_at_fault_is_refused_by_field(
    refused: Refused, fields: dict[str, Any], field: str, says: str
) -> None:
    found = refused(**fields)
    assert (found.row, found.record_id, found.field) == (1, "1", field)
    assert says in found.reason
    assert found.excerpt.startswith('{"id": "1"')


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ('[{"name": "Café"}]', "id", "is missing"),
        ('[{"id": "1", "name": truthy}]', None, "is not valid JSON"),
        ('[{"id": "1", "name": "\\ud800"}]', None, "is not valid JSON"),
    ],
)
def test_a_row_that_says_nothing_is_refused(
    refusal: Callable[[Format, str], StagedRejection], text: str, field: str | None, says: str
) -> None:
    found = refusal(read, text)
    assert found.field == field
    assert says in found.reason


def test_contacts_that_lead_nowhere_are_left_out_and_told_of(
    rows: Callable[[Format, str], list[Row]],
) -> None:
    item = {"id": "1", "name": "Café", "url": "http://in progress", "email": "ask us",
            "phones": [{"number": "ask at the desk"}]}  # fmt: skip
    kept, *left_out = rows(read, json.dumps(item))
    assert isinstance(kept, StagedRecord)
    assert [row.field for row in left_out if isinstance(row, StagedRejection)] == [
        "url",
        "email",
        "phones",
    ]


@pytest.mark.parametrize("given", [-5, "-0.01", "about a fiver", True])
def test_a_price_that_is_none_is_left_out_and_told_of(
    rows: Callable[[Format, str], list[Row]], given: object
) -> None:
    costs = [{"amount": given, "option": "Per session"}, {"amount": "4.50"}, {"amount": ""}]
    kept, told = rows(read, json.dumps({"id": "1", "name": "Café", "cost_options": costs}))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert kept.service.costs == (CostOption(text="Per session"), CostOption(amount=4.5))
    assert isinstance(told, StagedRejection)
    assert (told.record_id, told.field, told.excerpt) == ("1", "cost_options", str(given))
    assert 'is no price such as "5.50"' in told.reason
