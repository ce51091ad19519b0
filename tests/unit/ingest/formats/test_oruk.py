"""Open Referral services as live feeds publish them: every oddity seen there has a case here."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Audience, CostOption, Service, Status, TaxonomyTerm
from wayfinder.ingest.formats.oruk import read
from wayfinder.ingest.formats.oruk_json import UNREAD
from wayfinder.ingest.reading import Feed
from wayfinder.ingest.records import Context, Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Read = Callable[..., Service]
Refused = Callable[..., StagedRejection]


@pytest.fixture
def made(service: Callable[[Format, str], Service]) -> Read:
    def build(**fields: Any) -> Service:
        return service(read, json.dumps({"id": "1", "name": "Café", **fields}))

    return build


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


def test_a_day_that_is_not_in_the_calendar_costs_its_field_not_the_service(
    rows: Callable[[Format, str], list[Row]],
) -> None:
    odd = {"assured_date": "2025-02-30", "last_modified": "0000-00-00T00:00:00"}
    kept, *told = rows(read, json.dumps({"id": "1", "name": "Café", **odd}))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert kept.service.unverified
    assert [row.field for row in told if isinstance(row, StagedRejection)] == list(odd)


@pytest.mark.parametrize(
    ("given", "ages"),
    [
        ((-1, -1), (None, None)),
        (("", None), (None, None)),
        (("18", "65 years"), (18, 65)),
        (("16+", ""), (16, None)),
        ((0.5, 4.5), (0.5, 4.5)),
        ((18, 999), (18, None)),
        ((18, "150"), (18, None)),
        (({"value": 11}, {"value": "17"}), (11, 17)),
    ],
)
def test_ages_in_every_spelling(made: Read, given: Any, ages: Any) -> None:
    found = made(minimum_age=given[0], maximum_age=given[1]).eligibility
    assert (found.minimum_age, found.maximum_age) == ages


def test_ages_in_words_are_words(rows: Callable[[Format, str], list[Row]]) -> None:
    kept, told = rows(read, json.dumps({"id": "1", "name": "Café", "minimum_age": "Adults"}))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert kept.service.eligibility.minimum_age is None
    assert kept.service.eligibility.text == "Minimum age: Adults"
    assert isinstance(told, StagedRejection)
    assert (told.field, told.excerpt) == ("minimum_age", "Adults")


def test_the_ages_of_several_groups_are_those_from_the_youngest_to_the_oldest(made: Read) -> None:
    groups = [
        {"eligibility": "Under fives", "minimum_age": 0, "maximum_age": 4},
        {"eligibility": "Teens", "minimum_age": 11, "maximum_age": 17},
    ]
    found = made(eligibilitys=groups).eligibility
    assert (found.minimum_age, found.maximum_age) == (0, 17)
    assert found.text == "Under fives\n\nTeens"
    open_ended = made(eligibilitys=[*groups, {"minimum_age": 18, "maximum_age": -1}]).eligibility
    assert open_ended.maximum_age is None


def test_an_object_where_a_text_should_be_is_unwrapped(made: Read) -> None:
    found = made(
        name={"en": "Lunch club"},
        description={"text": "<p>Hot <b>meals</b></p>"},
        status={"id": 3, "name": "active"},
        url={"label": "", "href": "https://x.example"},
        email={"address": "a@b.example"},
        assured_date={"$date": "2026-03-01T10:00:00Z"},
        organization={"id": {"value": 5}, "name": {"value": "Org"}},
        service_areas={"name": {"title": "Hertfordshire"}},
        eligibility={"description": "ignored", "eligibility": "Carers"},
        required_documents=[{"document": {"name": "Proof of address"}}],
    )
    assert (found.name, found.description) == ("Lunch club", "Hot meals")
    assert (found.url, found.email) == ("https://x.example", "a@b.example")
    assert found.assured_date == date(2026, 3, 1)
    assert found.organization.name == "Org"
    assert found.coverage.rules[0].area_codes == ("E10000015",)
    assert found.eligibility.text == "Carers"
    assert found.eligibility.documents == ("Proof of address",)


def test_fields_that_no_standard_has_are_kept_without_those_who_keep_the_record(
    made: Read,
) -> None:
    found = made(
        pc_targetAudience=[{"audienceType": "Homeless", "id": "80425"}],
        pc_metadata={"assured_by": "Jo", "date_assured": "2025-09-02", "lead": "jo@x.example"},
        updatedBy="Jo Bloggs",
        contactName="Jo Bloggs",
        assurer_email="jo@x.example",
        metadata=[{"last_action_by": "Jo"}],
        capacities=[{"available": 3, "unit": {"name": "bed"}}],
        localAuthority="Bristol",
        empty=[{}, None, ""],
    )
    assert found.extensions == {
        "pc_targetAudience": [{"audienceType": "Homeless", "id": "80425"}],
        "pc_metadata": {"date_assured": "2025-09-02"},
        "capacities": [{"available": 3, "unit": {"name": "bed"}}],
        "localAuthority": "Bristol",
    }


def test_own_fields_without_bound_are_left_out_and_told_of(
    rows: Callable[[Format, str], list[Row]],
) -> None:
    kept, told = rows(read, json.dumps({"id": "1", "name": "Café", "dump": ["x"] * 9000}))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    assert kept.service.extensions == {}
    assert isinstance(told, StagedRejection)
    assert told.field == "extensions"


def test_a_record_that_could_not_be_read_is_refused_under_its_id(
    refusal: Callable[[Format, str], StagedRejection],
) -> None:
    found = refusal(read, json.dumps({"id": 7, UNREAD: "its page could not be read"}))
    assert (found.record_id, found.reason) == ("7", "its page could not be read")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"number": "01727 866100", "description": "Professionals only"},
         [("01727 866100", Audience.CLINICIAN)]),
        ({"number": "01727 866100", "description": "For health professionals"},
         [("01727 866100", Audience.CLINICIAN)]),
        ({"number": "01727 866100", "description": "For professionals and the public"},
         [("01727 866100", Audience.PUBLIC)]),
        ({"number": "01727 866100", "description": "Advice by professionals"},
         [("01727 866100", Audience.PUBLIC)]),
        ({"number": "01727 866100", "extension": 12}, [("01727 866100 x12", Audience.PUBLIC)]),
        ({"number": "01727 866100", "type": "fax"}, []),
    ],
)  # fmt: skip
def test_whom_a_number_is_for(made: Read, entry: dict[str, Any], expected: list[Any]) -> None:
    assert [(one.number, one.audience) for one in made(phones=[entry]).phones] == expected


def test_a_place_may_be_named_by_its_id_and_have_its_own_contacts(made: Read) -> None:
    found = made(
        locations=[{"id": 1, "name": "Hall"}, {"id": 2, "name": "Annexe"}],
        service_at_locations=[
            {
                "location_id": "2",
                "contacts": [{"title": "Desk", "phones": [{"number": "01727 866100"}]}],
                "schedules": [{"freq": "MONTHLY", "byday": "1SA"}],
            }
        ],
    )
    annexe, hall = found.locations
    assert (annexe.location.name, hall.location.name) == ("Annexe", "Hall")
    assert [one.number for one in annexe.phones] == ["01727 866100"]
    assert found.hours_text == "Annexe: MONTHLY 1SA"


def test_further_pages_stand_in_for_a_page_that_is_missing(made: Read) -> None:
    assert made(additional_urls=[{"url": "https://x.example"}]).url == "https://x.example"


CAPTURES = ("bristol-service-detail.json", "bristol-services-page1.json",
            "validator_mock_services.json")  # fmt: skip


@pytest.mark.parametrize("capture", CAPTURES)
def test_real_captures_are_read_whole(shared_dir: Path, context: Context, capture: str) -> None:
    content = (shared_dir / "data" / "oruk" / capture).read_bytes()
    found = list(read(Feed(capture, iter([content])), context))
    records = [row for row in found if isinstance(row, StagedRecord)]
    assert records
    assert all(isinstance(row, StagedRecord) or row.field for row in found)
    told = b"".join(msgspec.json.encode(row.service) for row in records if row.service)
    assert b"assured_by" not in told
    assert b"assurer" not in told
    if capture.startswith("bristol"):
        assert records[0].service is not None
        assert "pc_targetAudience" in records[0].service.extensions


def test_a_place_that_is_nowhere_stands_where_its_postcode_does(
    rows: Callable[[Format, str], list[Row]],
) -> None:
    place = {
        "id": 1,
        "latitude": 151,
        "longitude": "-0.3 W",
        "addresses": {"postal_code": "AL13JE"},
    }
    kept, *told = rows(read, json.dumps({"id": "1", "name": "Café", "locations": [place]}))
    assert isinstance(kept, StagedRecord)
    assert kept.service is not None
    (at,) = kept.service.locations
    assert (at.location.lat_deg, at.location.postcode) == (None, "AL1 3JE")
    assert [(row.field, row.excerpt) for row in told if isinstance(row, StagedRejection)] == [
        ("latitude", "151"),
        ("longitude", "-0.3 W"),
    ]


def exemplary(schema: dict[str, Any]) -> Any:
    """The value that a JSON schema gives as its own example, whole."""
    if "properties" in schema:
        return {key: exemplary(one) for key, one in schema["properties"].items()}
    if "items" in schema:
        return [exemplary(schema["items"])]
    return schema.get("example", next(iter(schema.get("enum", ())), None))


@pytest.mark.parametrize("standard", ["hsds-3.0", "oruk-3.0-profile"])
def test_the_standards_own_example_is_read(
    shared_dir: Path, rows: Callable[[Format, str], list[Row]], standard: str
) -> None:
    folder = shared_dir / "standards" / "specs" / standard / "schema" / "compiled"
    example = exemplary(json.loads((folder / "service.json").read_text()))
    kept, *_ = rows(read, json.dumps(example))
    assert isinstance(kept, StagedRecord), kept
    found = kept.service
    assert found is not None
    assert found.name == example["name"]
    assert found.organization.name == example["organization"]["name"]
    assert found.url == example["url"]
    assert found.locations
    assert found.taxonomy_terms
    assert found.eligibility.minimum_age == float(example["minimum_age"])
    assert found.sessions == ()  # The example's schedule ran out in 2005.
    assert "assurer_email" not in found.extensions
    assert "metadata" not in found.extensions
