"""A service's page: every fact with whose word it is, and nothing that is nobody's business."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.caller import Caller
from tests.desk import FALLS, TODAY, ToldDesk, assembled
from wayfinder.domain.hours import DayHours, Session
from wayfinder.domain.service import (
    Audience,
    Channel,
    Claim,
    CostOption,
    Location,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)
from wayfinder.domain.service_view import service_view
from wayfinder.domain.source import Source
from wayfinder.errors import NotReady
from wayfinder.ingest.merging.merge import Member, merge
from wayfinder.web.service_page import fact, sections

NAMES = {"council": "Hertfordshire County Council", "charity": "Age UK"}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
HUB = ServiceAtLocation(
    location=Location(
        id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a13",
        name="The Hub",
        address_lines=("2 High Street",),
        postcode="SG1 1EH",
        accessibility=("Step-free entrance",),
    ),
    sessions=(Session(2, 600, 720),),
)
COUNCIL = replace(
    FALLS,
    locations=(HUB,),
    origins={"*": Origin("council", "7", TODAY)},
    description="Balance classes.\n\nHome checks.",
    costs=(CostOption(amount=0), CostOption(amount=5.5)),
    special_days=(DayHours(day=date(2026, 12, 25)), DayHours(spells=((600, 720),))),
    channels=(Channel.IN_PERSON, Channel.HOME_VISIT),
    needs=("falls",),
    assured_date=TODAY,
)


def joint(**charity: Any) -> Service:
    """What the council says, and a charity that says `charity` a year earlier."""
    said = replace(
        COUNCIL,
        id="5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a0f",
        origins={"*": Origin("charity", "x", date(2025, 3, 3), "https://charity.example/x")},
        **charity,
    )
    members = [
        Member(COUNCIL, Source(id="council", name="Council", trust=0.9), SINCE),
        Member(said, Source(id="charity", name="Charity", trust=0.5), SINCE),
    ]
    return merge(members, TODAY)


class DeskOf(ToldDesk):
    """A desk with one service."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service

    def service(self, service_id: str, as_of: datetime | None = None) -> Service:
        return self._service if service_id == FALLS.id else super().service(service_id, as_of)

    def source_names(self, service_id: str) -> dict[str, str]:  # noqa: ARG002 - all of them
        return NAMES


def page(service: Service) -> str:
    response = Caller(assembled(DeskOf(service))).get(f"/services/{FALLS.id}")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("phones", ["01438 000 000 (Weekdays)"]),
        ("url", ["steady.example"]),
        ("referral_routes", ["You can ask for it yourself", "A GP can refer"]),
        ("channels", ["In person", "At your home"]),
        ("locations", ["The Hub, 2 High Street, SG1 1EH (Step-free entrance)"]),
        ("hours", ["Monday 09:00 to 17:00"]),
        ("special_days", ["25 December 2026: closed", "Bank holidays: 10:00 to 12:00"]),
        ("eligibility", ["Aged 65 or over", "For people aged 65+"]),
        ("coverage", ["Hertfordshire"]),
        ("costs", ["Free", "£5.50"]),
        ("description", ["Balance classes.", "Home checks."]),
    ],
)
def test_a_fact_is_said_as_people_say_it(field: str, said: list[str]) -> None:
    found = fact(service_view(COUNCIL, TODAY), field, "Fact", NAMES)
    assert found is not None
    assert [f"{it.text} ({it.note})" if it.note else it.text for it in found.lines] == said
    assert found.origin is not None
    assert (found.origin.who, found.origin.when) == (NAMES["council"], "3 March 2026")


def test_what_others_say_stands_beside_it() -> None:
    told = page(joint(phones=(Phone(number="01438 000 111", description="Mornings"),),
                      sessions=(Session(1, 600, 720),), name="Falls class"))  # fmt: skip
    for said in (
        "From Hertfordshire County Council, 3 March 2026.",
        "Age UK says: 01438 000 111 (Mornings) (3 March 2025)",
        "Age UK says: Tuesday 10:00 to 12:00 (3 March 2025)",
        "Age UK says: Falls class (3 March 2025)",
        "Age UK, 3 March 2025: record x",
        "Hertfordshire County Council, 3 March 2026: record 7",
        "Falls and balance",
    ):
        assert said in told, said


def test_each_section_says_whose_word_it_is() -> None:
    by_title = {it.title: it for it in sections(service_view(COUNCIL, TODAY), NAMES)}
    assert {it.main for it in by_title.values()} == {(NAMES["council"], "3 March 2026", "")}
    theirs = replace(COUNCIL, origins=COUNCIL.origins | {"url": Origin("charity", "x", TODAY)})
    by_title = {it.title: it for it in sections(service_view(theirs, TODAY), NAMES)}
    assert [title for title, it in by_title.items() if it.is_mixed] == ["How to reach it"]
    assert "The rest is from Hertfordshire County Council, 3 March 2026." in page(theirs)
    assert "The rest is from" not in page(COUNCIL)


def test_who_says_that_it_is_shut_stands_above_all_else() -> None:
    claim = Claim("temporarily closed", Origin("charity", "x", date(2026, 2, 1)))
    told = page(replace(COUNCIL, conflicts={"status": (claim,)}))
    said = "Age UK says it is temporarily closed (1 February 2026). Ask first whether it is open."
    places = [told.index(it) for it in (said, "Balance classes and home", "How to reach it")]
    assert places == sorted(places)


def test_what_never_closes_says_so_once() -> None:
    always = replace(COUNCIL, sessions=tuple(Session(day, 0, 1440) for day in range(7)))
    found = fact(service_view(always, TODAY), "hours", "Hours", NAMES)
    assert found is not None
    assert [it.text for it in found.lines] == ["Open 24 hours, every day"]
    six = replace(always, sessions=always.sessions[1:])
    assert "Tuesday 00:00 to 24:00" in page(six)


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ((Channel.PHONE,), "Where Place By phone From"),
        ((Channel.PHONE, Channel.ONLINE), "Where Place By phone Online From"),
        ((Channel.PHONE, Channel.IN_PERSON), "Not known: where it is given."),
        ((), "Not known: where it is given."),
    ],
)
def test_what_is_given_by_phone_alone_has_no_place_to_be_asked_for(
    channels: tuple[Channel, ...], said: str
) -> None:
    assert said in page(replace(COUNCIL, locations=(), channels=channels))


@pytest.mark.parametrize(
    ("name", "listed"), [("Steady Trust (ST)", False), ("Steady Trust (Ware)", True)]
)
def test_an_organisation_with_its_own_initials_is_no_contradiction(name: str, listed: bool) -> None:
    said = {"name": name, "id": "x", "identifiers": COUNCIL.organization.identifiers}
    claim = Claim(msgspec.to_builtins(said), Origin("charity", "x", TODAY))
    told = page(replace(COUNCIL, conflicts={"organization": (claim,)}))
    assert (f"Age UK says: {name}" in told) is listed


def test_a_summary_made_of_a_description_is_said_otherwise_but_once() -> None:
    told = page(joint(description="Chairs. And tea.", summary="Chairs."))
    assert told.count("Age UK says: Chairs.") == 1
    assert "Age UK says: Balls." in page(joint(description="Chairs.", summary="Balls."))


@pytest.mark.parametrize(
    ("field", "days", "stale"),
    [("hours", 170, False), ("hours", 200, True), ("phones", 200, False), ("phones", 400, True)],
)
def test_what_may_have_changed_says_so_at_its_own_pace(field: str, days: int, stale: bool) -> None:
    view = service_view(COUNCIL, date.fromordinal(TODAY.toordinal() + days))
    found = fact(view, field, "Fact", NAMES)
    assert found is not None
    assert found.stale is stale


def test_hours_at_a_place_fade_as_hours_do() -> None:
    view = service_view(COUNCIL, date.fromordinal(TODAY.toordinal() + 200))
    (at_hub,) = [
        it for part in sections(view, NAMES) for it in part.facts if it.label == "Hours at The Hub"
    ]
    assert [it.text for it in at_hub.lines] == ["Wednesday 10:00 to 12:00"]
    assert at_hub.stale


def test_what_nobody_has_told_us_is_to_be_asked() -> None:
    bare = replace(
        FALLS, phones=(), locations=(), sessions=(), referral_routes=(),
        coverage=type(FALLS.coverage)(), eligibility=type(FALLS.eligibility)(),
    )  # fmt: skip
    told = page(bare)
    for said in (
        "Not known: phone, who can ask for it. Ask the service.",
        "Not known: where it is given. Ask the service.",
        "Not known: opening hours. Ask the service.",
        "Not known: who may use it, which area it serves. Ask the service.",
        "Not known: cost. Ask the service.",
        "Not yet checked",
    ):
        assert said in told, said


def test_a_confidential_place_is_withheld_and_the_page_is_left_quickly() -> None:
    told = page(FALLS)
    assert "Address withheld" in told
    assert "Leave this page quickly" in told
    for secret in ("Hidden Lane", "Secret House", "SG1 1EH", "51.9"):
        assert secret not in told
    assert "Leave this page quickly" not in page(COUNCIL)


def test_clinicians_numbers_are_not_shown() -> None:
    hers = Phone(number="01438 000 999", audience=Audience.CLINICIAN)
    told = page(replace(COUNCIL, locations=(replace(HUB, phones=(hers,)),)))
    assert "000 999" not in told


def test_a_feed_cannot_put_script_or_strange_links_into_the_page() -> None:
    risky = replace(
        COUNCIL, name="<script>alert(1)</script>", url="javascript:alert(1)",
        records=(Origin("council", "7", TODAY, "javascript:alert(2)"),),
    )  # fmt: skip
    text = Caller(assembled(DeskOf(risky))).get(f"/services/{FALLS.id}").text
    assert "<script>" not in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "path", ["/services/none", "/services/5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a0e"]
)
def test_a_service_that_is_not_there_is_told_in_words_with_a_way_on(path: str) -> None:
    response = Caller(assembled(ToldDesk())).get(path)
    assert response.status_code == 404
    assert "This service is not in the directory" in response.text
    assert '<a class="back" href="/">' in response.text
    assert 'href="tel:999"' in response.text


def test_before_the_first_release_it_says_so() -> None:
    class Empty(ToldDesk):
        def service(self, service_id: str, as_of: datetime | None = None) -> Service:
            raise NotReady(f"{service_id}, {as_of}")

    response = Caller(assembled(Empty())).get(f"/services/{FALLS.id}")
    assert (response.status_code, "not ready yet" in response.text) == (503, True)


def test_every_result_leads_to_its_page() -> None:
    text = Caller(assembled(ToldDesk())).post("/", data={"need": "falls"}).text
    assert text.count(f'<a href="/services/{FALLS.id}" data-here>Steady Steps</a>') == 2
