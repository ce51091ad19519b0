"""For any field of a joint record, data, page and terminal say from whom it is, of when, and what
the others say. The fields are those of `Service`: a new one that is not told fails here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from html import unescape
from typing import Any

import msgspec
import pytest

from tests.caller import Caller
from tests.desk import FALLS, ToldDesk, assembled
from wayfinder.console_keeping import show_service
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import DayHours, Session, this_moment
from wayfinder.domain.service import (
    Channel,
    CostOption,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)
from wayfinder.domain.service_view import service_view
from wayfinder.domain.source import Source
from wayfinder.index.bodies import HitService, hit
from wayfinder.ingest.merging.merge import Member, merge

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = {"a": "Ashwell Council", "b": "Baldock Trust", "c": "Codicote List"}
DAYS = {"a": date(2026, 3, 3), "b": date(2026, 2, 2), "c": date(2026, 1, 1)}
TRUST = {"a": 0.9, "b": 0.5, "c": 0.3}
OF_THE_RECORD = {"id", "origins", "records", "merged_ids", "conflicts"}
FIELDS = [name for name in Service.__struct_fields__ if name not in OF_THE_RECORD]
SHOWN_AS = {"sessions": "hours"}

Told = Mapping[str, tuple[Any, str, str]]
"""By source: what it says of a field, and how page and terminal say that."""


def organization(number: int, name: str, sector: Sector) -> Organization:
    charity = Identifier("charity-ew", f"100000{number}")
    return Organization(id=str(number), name=name, sector=sector, identifiers=(charity,))


def place(postcode: str, opens_min: int) -> tuple[ServiceAtLocation, ...]:
    """Lettered by its postcode, so that no place is another's."""
    location = Location(id=postcode, address_lines=("1 High Street",), postcode=postcode)
    hours = (Session(4, opens_min, 1020),)
    return (ServiceAtLocation(location=location, sessions=hours),)


def area(text: str) -> Coverage:
    return Coverage(rules=(CoverageRule(kind=CoverageKind.AREA, text=text, area_codes=(text,)),))


def texts(field: str) -> Told:
    """Three sources' free words."""
    return {each: (f"{field} by {each}", *(f"{field} by {each}",) * 2) for each in NAMES}


def alike(field: str, *values: tuple[Any, str]) -> tuple[str, Told]:
    """Values that page and terminal say in the same words."""
    return field, {
        it: (value, words, words) for it, (value, words) in zip("abc", values, strict=True)
    }


SAID: dict[str, Told] = {name: texts(name) for name in (
    "name", "alternate_name", "summary", "description", "hours_text", "application_process",
    "waiting_time", "alert", "note",
)} | dict((
    alike("organization", (organization(1, "Ash", Sector.LOCAL_AUTHORITY), "Ash"),
          (organization(2, "Bow", Sector.VOLUNTARY), "Bow"),
          (organization(3, "Cob", Sector.NHS), "Cob")),
    alike("status", (Status.ACTIVE, "ctive"), (Status.INACTIVE, "inactive"),
          (Status.DEFUNCT, "defunct")),
    alike("url", *((f"https://{it}.example/x", f"{it}.example") for it in "abc")),
    alike("email", *((f"help@{it}.example", f"help@{it}.example") for it in "abc")),
    alike("phones", *(((Phone(number=f"01438 00000{it}"),), f"01438 00000{it}") for it in "123")),
    alike("locations", (place("SG1 1EJ", 540), "SG1 1EJ"), (place("SG1 1AA", 600), "SG1 1AA"),
          (place("AL1 3JE", 660), "AL1 3JE")),
    alike("sessions", *(((Session(day, 540, 1020),), name)
                        for day, name in enumerate(("Monday", "Tuesday", "Wednesday")))),
    alike("special_days", *(((DayHours(day=date(2026, 12, 24 + it)),), f"{24 + it} December 2026")
                            for it in range(3))),
    alike("coverage", *((area(it), it) for it in ("Stevenage", "Dacorum", "Hertsmere"))),
    alike("eligibility", *((Eligibility(minimum_age=it), f"ged {it} or over")
                           for it in (18, 55, 65))),
    ("referral_routes", {
        "a": ((ReferralRoute.SELF,), "You can ask for it yourself", "self"),
        "b": ((ReferralRoute.GP,), "A GP can refer", "gp"),
        "c": ((ReferralRoute.PROFESSIONAL,), "A professional can refer", "professional"),
    }),
    ("channels", {
        "a": ((Channel.PHONE,), "By phone", "phone"),
        "b": ((Channel.ONLINE,), "Online", "online"),
        "c": ((Channel.HOME_VISIT,), "At your home", "home_visit"),
    }),
    alike("costs", ((CostOption(amount=0),), "Free"), ((CostOption(amount=5.5),), "£5.50"),
          ((CostOption(amount=2),), "£2.00")),
    alike("languages", *(((it,), it) for it in ("Polish", "Urdu", "Welsh"))),
    alike("taxonomy_terms", *(((TaxonomyTerm("x", it, it.title()),), it.title())
                              for it in ("food", "warmth", "company"))),
    alike("needs", *(((it,), it) for it in ("need-a", "need-b", "need-c"))),
    alike("assured_date", *((date(2026, 1, it), f"{it} January 2026") for it in (3, 2, 1))),
    alike("last_modified", *((date(2025, 1, it), f"{it} January 2025") for it in (3, 2, 1))),
    alike("extensions", *(({"pc_x": it}, f"pc_x: {it}") for it in (1, 2, 3))),
))  # fmt: skip
ADD_UP = {"channels", "languages", "taxonomy_terms", "needs"}


@cache
def joint() -> Service:
    """What the three say, as it comes back from where it is kept."""
    made = merge([_member(each) for each in NAMES], date(2026, 3, 4))
    return msgspec.json.decode(msgspec.json.encode(made), type=Service)


def _member(source: str) -> Member:
    said = {name: SAID[name][source][0] for name in FIELDS}
    own = FALLS.id if source == "a" else f"5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a{ord(source)}"
    service = Service(id=own, origins={"*": Origin(source, f"{source}-1", DAYS[source])}, **said)
    return Member(service, Source(id=source, name=NAMES[source], trust=TRUST[source]), SINCE)


class _Desk(ToldDesk):
    def service(self, service_id: str, as_of: datetime | None = None) -> Service:  # noqa: ARG002
        return joint()

    def source_names(self, service_id: str) -> dict[str, str]:  # noqa: ARG002
        return NAMES


@cache
def asked(path: str) -> str:
    return Caller(assembled(_Desk())).get(path).text


@cache
def page() -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", asked(f"/services/{FALLS.id}"))).split())


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_three_sources_say_something_of_every_field() -> None:
    assert [name for name in FIELDS if len(SAID.get(name, ())) == 3] == FIELDS


@pytest.mark.parametrize("field", FIELDS)
def test_the_data_says_whose_each_word_is(field: str) -> None:
    told = msgspec.json.decode(asked(f"/v1/services/{FALLS.id}"))
    name = SHOWN_AS.get(field, field)
    assert _whose(told["provenance"][name]) == ("a", "a-1", "2026-03-03")
    if field in ADD_UP:
        parts = {k: it for k, it in told["provenance"].items() if k.startswith(f"{name}.")}
        assert [_whose(it) for it in parts.values()] == [
            ("b", "b-1", "2026-02-02"),
            ("c", "c-1", "2026-01-01"),
        ]
    else:
        assert [_whose(it) for it in told["conflicts"][name]] == [
            ("b", "b-1", "2026-02-02"),
            ("c", "c-1", "2026-01-01"),
        ]
        assert all(it["value"] for it in told["conflicts"][name])


def _whose(told: dict[str, Any]) -> tuple[str, str, str]:
    return told["source"], told["record_id"], told["as_of"]


@pytest.mark.parametrize("field", FIELDS)
def test_the_page_says_whose_each_word_is(field: str) -> None:
    told = page()
    # Below the fact itself, or at the end of its section for all that has no line of its own.
    whose = rf"(?:From|The rest is from) Ashwell Council, {in_words(DAYS['a'])}\."
    assert re.search(rf"{re.escape(SAID[field]['a'][1])}.*?{whose}", told)
    for source in "bc":
        who, when = NAMES[source], in_words(DAYS[source])
        words = re.escape(SAID[field][source][1])
        if field in ADD_UP:
            assert re.search(rf"{words} From {who}, {when}\.", told), words
        else:
            assert re.search(
                rf"{who} says: [^()]*{words}[^()]*(?:\([A-Z][^)]*\))? ?\({when}\)", told
            ), words


@pytest.mark.parametrize("field", FIELDS)
def test_the_terminal_says_whose_each_word_is(
    field: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    show_service(service_view(joint(), this_moment().date()))
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("│")
    ]
    name = SHOWN_AS.get(field, field)
    start = next(number for number, it in enumerate(rows) if it[0] == name)
    own, *rest = rows[start:]
    assert (own[2], own[3]) == ("a", "2026-03-03")
    for source in "bc":
        words, day = SAID[field][source][2], DAYS[source].isoformat()
        told_by = source if field in ADD_UP else f"{source} says"
        assert any(words in it[1] and it[2:] == [told_by, day] for it in rest), (words, rest[:4])


@pytest.mark.parametrize("field", HitService.__struct_fields__)
def test_what_a_result_shows_can_be_traced(field: str) -> None:
    if field in {"id", "sources", "unverified"}:
        return
    told = service_view(joint(), this_moment().date()).provenance
    assert {"cost": "costs"}.get(field, field) in told


def test_a_result_names_every_record_it_may_be_from() -> None:
    sources = {(it.id, it.record_id, it.as_of) for it in hit(joint(), NAMES).sources}
    assert sources == {(each, f"{each}-1", day) for each, day in DAYS.items()}
