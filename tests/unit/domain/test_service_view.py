"""A joint service as it is shown: from whom each field is, when, and what the others say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from tests.desk import FALLS, TODAY
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Audience,
    Location,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)
from wayfinder.domain.service_view import service_view
from wayfinder.domain.source import Source
from wayfinder.ingest.merging.merge import Member, merge

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def shown(service: Service, today: date = TODAY) -> dict[str, Any]:
    """The view, as its JSON reads."""
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(service_view(service, today)))
    return told


def joint(**others: Any) -> Service:
    """FALLS as its council has it, and a charity that says `others`."""
    council = replace(FALLS, locations=(), origins={"*": Origin("council", "7", TODAY)})
    charity = replace(
        council,
        id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a0f",
        origins={"*": Origin("charity", "x", date(2025, 3, 3), "https://charity.example/x")},
        **others,
    )
    members = [
        Member(council, Source(id="council", name="Council", trust=0.9), SINCE),
        Member(charity, Source(id="charity", name="Charity", trust=0.5), SINCE + timedelta(1)),
    ]
    return merge(members, TODAY)


def test_what_the_others_say_has_the_shape_of_the_field() -> None:
    told = shown(
        joint(
            phones=(
                Phone(number="01438 000 111"),
                Phone(number="01438 000 222", audience=Audience.CLINICIAN),
            ),
            sessions=(Session(1, 600, 720),),
            email="help@charity.example",
        )
    )
    said = {"source": "charity", "record_id": "x", "as_of": "2025-03-03"}
    number = {"number": "01438 000 111", "description": None, "sms": False}
    tuesday = {"weekday": "Tuesday", "opens_at": "10:00", "closes_at": "12:00"}
    assert told["conflicts"] == {
        "phones": [{"value": [number], **said}],
        "hours": [{"value": [tuesday], **said}],
    }, "a clinician's number is nobody's business; the e-mail is no conflict, the council has none"
    assert told["email"] == "help@charity.example"
    assert told["provenance"]["email"]["source"] == "charity"


def test_every_field_tells_how_fresh_it_is() -> None:
    told = shown(joint(waiting_time="2 weeks", url="https://charity.example"))["provenance"]
    assert told["name"]["freshness"] == 1.0
    assert told["waiting_time"]["freshness"] < 0.01
    undated = replace(FALLS, origins={"*": Origin("council", "7")})
    assert shown(undated)["provenance"]["name"] == {
        "source": "council",
        "record_id": "7",
        "as_of": None,
        "freshness": None,
    }


def test_all_records_are_named_and_former_ids_lead_here() -> None:
    told = shown(joint())
    assert [each["source"] for each in told["sources"]] == ["council", "charity"]
    assert told["sources"][1]["url"] == "https://charity.example/x"
    assert told["merged_ids"] == ["5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a0f"]


def test_hours_that_another_source_knew_say_so() -> None:
    place = ServiceAtLocation(location=Location(id="p", postcode="SG1 1EH"))
    open_monday = replace(place, sessions=(Session(0, 540, 600),))
    plain = replace(FALLS, sessions=())
    council = replace(plain, locations=(place,), origins={"*": Origin("council", "7", TODAY)})
    charity = replace(
        council, locations=(open_monday,), origins={"*": Origin("charity", "x", TODAY)}
    )
    members = [
        Member(council, Source(id="council", name="Council", trust=0.9), SINCE),
        Member(charity, Source(id="charity", name="Charity", trust=0.5), SINCE),
    ]
    told = shown(merge(members, TODAY))
    assert told["provenance"]["locations"]["source"] == "council"
    assert told["provenance"]["locations.hours"]["source"] == "charity"
    assert told["locations"][0]["hours"][0]["weekday"] == "Monday"
