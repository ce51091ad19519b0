"""What live feeds write where the standard has something else, value by value."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wayfinder.domain.service import Audience, Service
from wayfinder.ingest.formats.oruk import read
from wayfinder.ingest.formats.oruk_json import UNREAD
from wayfinder.ingest.records import Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Read = Callable[..., Service]


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
        ({"number": '"+44 1727 866100"', "extension": "12"},
         [("01727 866100 x12", Audience.PUBLIC)]),
        ({"number": "01727 866100 or 116 123", "extension": 100},
         [("01727 866100", Audience.PUBLIC), ("116 123", Audience.PUBLIC)]),
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
