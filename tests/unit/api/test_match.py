"""`POST /v1/match` at the edge: what it takes, what it refuses and in which words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.caller import Caller
from tests.desk import ToldDesk, an_answer, assembled
from wayfinder.api.schemas import parse_enquiry
from wayfinder.domain.answer import Answer
from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Enquiry, Filters, Person, Tie
from wayfinder.domain.service import Channel, ReferralRoute, Sector
from wayfinder.errors import (
    InvalidInput,
    MalformedPostcode,
    NotReady,
    TerminatedPostcode,
    UnknownPostcode,
)
from wayfinder.location.areas import Areas


def ask(body: object, desk: ToldDesk | None = None) -> Any:
    return Caller(assembled(desk or ToldDesk())).post("/v1/match", json=body)


def test_the_answer_is_sent_as_the_matching_gave_it() -> None:
    response = ask({"need": "falls"})
    assert response.status_code == 200
    assert response.content == msgspec.json.encode(an_answer())
    assert msgspec.json.decode(response.content, type=Answer) == an_answer()


def test_the_answer_is_never_cached() -> None:
    assert ask({"need": "falls"}).headers["cache-control"] == "no-store"


SENT = {
    "age": 81,
    "sex": "female",
    "circumstances": ["carer"],
    "not_circumstances": ["veteran"],
    "gp_practice": "E82004",
    "ties": [
        {"kind": "work", "area": "E10000015"},
        {"kind": "gp", "area": "QM7", "holds": False},
    ],
    "as_stated": True,
}
STATED = Person(
    age=81,
    sex=Sex.FEMALE,
    circumstances=("carer",),
    not_circumstances=("veteran",),
    gp_practice="E82004",
    ties=(
        Tie(kind=CoverageKind.WORK, area="E10000015"),
        Tie(kind=CoverageKind.GP, area="QM7", holds=False),
    ),
    as_stated=True,
)


def test_every_field_reaches_the_enquiry() -> None:
    desk = ToldDesk()
    ask(
        {
            "need": "  my mum keeps falling ",
            "needs": ["falls"],
            "without_needs": ["debt"],
            "postcode": "sg11eh",
            "person": SENT,
            "asker": "professional",
            "filters": {
                "open_now": True,
                "free": True,
                "channels": ["phone"],
                "referral": ["self"],
                "languages": ["pl"],
                "sectors": ["voluntary"],
                "max_distance_m": 5000,
            },
            "limit": 5,
            "offset": 10,
            "include_near_misses": True,
            "as_typed": True,
        },
        desk,
    )
    assert desk.asked == [
        Enquiry(
            need="my mum keeps falling",
            needs=("falls",),
            without_needs=("debt",),
            postcode="sg11eh",
            person=STATED,
            asker=ReferralRoute.PROFESSIONAL,
            filters=Filters(
                open_now=True,
                free=True,
                channels=(Channel.PHONE,),
                referral=(ReferralRoute.SELF,),
                languages=("pl",),
                sectors=(Sector.VOLUNTARY,),
                max_distance_m=5000,
            ),
            limit=5,
            offset=10,
            include_near_misses=True,
            as_typed=True,
        )
    ]


def test_a_point_reaches_the_enquiry() -> None:
    desk = ToldDesk()
    ask({"needs": ["falls"], "latitude": 51.9, "longitude": -0.2}, desk)
    assert (desk.asked[0].latitude, desk.asked[0].longitude) == (51.9, -0.2)


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({}, "need", "keeps falling over"),
        ({"need": "   "}, "need", "Say what is needed"),
        ({"need": 7}, "need", "valid string"),
        ({"need": None, "needs": None}, "need", "Say what is needed"),
        ({"need": "x" * 2001}, "need", "at most 2000 characters"),
        ({"need": "x", "limit": 0}, "limit", "for example 10"),
        ({"need": "x", "limit": 51}, "limit", "less than or equal to 50"),
        ({"need": "x", "limit": "10"}, "limit", "valid integer"),
        ({"need": "x", "offset": -1}, "offset", "greater than or equal to 0"),
        ({"need": "x", "person": {"age": -1}}, "person.age", "for example 81"),
        ({"need": "x", "person": {"age": 131}}, "person.age", "130"),
        ({"need": "x", "person": []}, "person", 'for example {"age":81}'),
        ({"need": "x", "person": {"name": "Q"}}, "person.name", "age, sex, circumstances"),
        ({"need": "x", "person": {"sex": "woman"}}, "person.sex", 'for example "female"'),
        ({"need": "x", "person": {"gp_practice": "Surgery"}}, "person.gp_practice", "E82004"),
        (
            {"need": "x", "person": {"ties": [{"kind": "area", "area": "E10000015"}]}},
            "person.ties.0.kind",
            "'work', 'study'",
        ),
        ({"need": "x", "person": {"ties": [{"kind": "gp"}]}}, "person.ties.0.area", "E10000015"),
        (
            {"need": "x", "person": {"ties": [{"kind": "gp", "area": "Harlow!"}]}},
            "person.ties.0.area",
            "E10000015",
        ),
        (
            {"need": "x", "person": {"ties": [{"kind": "gp", "area": "QM7", "place": "y"}]}},
            "person.ties.0.place",
            "The fields are: kind, area, holds",
        ),
        ({"need": "x", "person": {"ties": ["gp"]}}, "person.ties.0", '"kind":"work"'),
        (
            {"need": "x", "person": {"circumstances": ["carer"], "not_circumstances": ["carer"]}},
            "person.not_circumstances",
            "it is true or it is not",
        ),
        ({"need": "x", "asker": "doctor"}, "asker", 'for example "gp"'),
        ({"need": "x", "pstcode": "Q"}, "pstcode", "postcode"),
        ({"need": "x", "filters": {"channels": ["fax"]}}, "filters.channels.0", "home_visit"),
        ({"need": "x", "filters": {"max_distance_m": 0}}, "filters.max_distance_m", "5000"),
        ({"need": "x", "latitude": 51.9}, "longitude", "needs `longitude` too"),
        ({"need": "x", "longitude": 0.1}, "latitude", "needs `latitude` too"),
        ({"need": "x", "latitude": 91, "longitude": 0}, "latitude", "90"),
        (
            {"need": "x", "postcode": "SG1 1EH", "latitude": 51.9, "longitude": 0},
            "postcode",
            "not both",
        ),
        ([], "body", '"need"'),
        ("text", "body", '"need"'),
    ],
)
def test_bad_input_names_its_field_and_what_would_be_right(
    body: object, field: str, words: str
) -> None:
    response = ask(body)
    problem = response.json()
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["code"] == "invalid_input"
    assert [error["field"] for error in problem["errors"]] == [field]
    assert words in problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"need": NaN}', b'{"need":"x","person":{"age":NaN}}']
)
def test_a_body_that_is_not_json_is_refused(body: bytes) -> None:
    response = Caller(assembled(ToldDesk())).post("/v1/match", content=body)
    assert response.status_code == 422
    assert response.json()["errors"]


NULLS = ("needs", "postcode", "latitude", "longitude", "person", "filters", "limit", "offset")


@pytest.mark.parametrize(
    "more",
    [
        dict.fromkeys(NULLS),
        {"person": {"age": None, "circumstances": None}},
        {"filters": dict.fromkeys(Filters.__struct_fields__)},
        {"include_near_misses": None},
    ],
)
def test_a_null_is_as_good_as_nothing(more: dict[str, object]) -> None:
    desk = ToldDesk()
    assert ask({"need": "falls", **more}, desk).status_code == 200
    assert desk.asked == [Enquiry(need="falls")]


def test_a_byte_order_mark_is_passed_over() -> None:
    body = b'\xef\xbb\xbf{"need": "falls"}'
    assert Caller(assembled(ToldDesk())).post("/v1/match", content=body).status_code == 200


@pytest.mark.parametrize(
    ("name", "shown"),
    [("x" * 5000, "x" * 40), ("a\u202eb\n\0", "a?b??"), ("", "?"), ("a\u2028" * 30, "a?" * 20)],
)
def test_of_an_unknown_field_no_more_than_a_printable_name_is_repeated(
    name: str, shown: str
) -> None:
    response = ask({"need": "x", name: "secret"})
    assert [error["field"] for error in response.json()["errors"]] == [shown]
    assert response.json()["detail"] == f"Please look at: {shown}."
    assert "secret" not in response.text


def test_faults_without_end_are_not_all_told() -> None:
    assert len(ask({f"field {n}": 1 for n in range(2000)}).json()["errors"]) == 20


def test_all_faults_are_told_at_once() -> None:
    errors = ask({"need": "x", "limit": 0, "person": {"age": -1}}).json()["errors"]
    assert [error["field"] for error in errors] == ["person.age", "limit"]


def test_a_body_of_more_than_64_kb_is_refused() -> None:
    response = Caller(assembled(ToldDesk())).post("/v1/match", content=b" " * 65_537)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (MalformedPostcode("said"), 422, "postcode_malformed"),
        (UnknownPostcode("said"), 404, "postcode_unknown"),
        (TerminatedPostcode("said"), 410, "postcode_terminated"),
        (NotReady("said"), 503, "not_ready"),
    ],
)
def test_what_the_matching_refuses_becomes_a_problem(
    error: Exception, status: int, code: str
) -> None:
    response = ask({"need": "x", "postcode": "y"}, ToldDesk(error))
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:wayfinder:problem:{code}"
    assert problem["detail"] == "said"


def test_the_known_half_of_an_unknown_postcode_is_a_member_of_the_problem() -> None:
    unknown = UnknownPostcode("said", facts={"outward": "CM20"})
    assert ask({"need": "x", "postcode": "y"}, ToldDesk(unknown)).json()["outward"] == "CM20"


DANGER = "I have taken an overdose"


class Listening(ToldDesk):
    """Hears danger where the words tell of it, as the matching does; knows one postcode."""

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer:
        super().answer(enquiry, as_of)
        urgent = an_answer().urgent if DANGER in enquiry.need else ()
        help_ = {"urgent": urgent, "front_doors": an_answer().front_doors}
        if enquiry.needs == ("no-such-need",):
            raise InvalidInput("That need is not in the vocabulary.")
        if enquiry.postcode == "zz":
            raise MalformedPostcode("said").knowing(**help_)
        return an_answer(**help_)


@pytest.mark.parametrize(
    "body",
    [
        {"need": f"{DANGER}. {'x' * 2000}"},
        {"need": f"   {DANGER}   ", "pstcode": "SG1 1EH"},
        {"need": DANGER, "person": {"age": 999}},
        {"need": DANGER, "limit": "ten", "postcode": ["SG1"]},
        {"need": DANGER, "latitude": 51.9},
        {"need": DANGER, "postcode": "zz", "latitude": 95},
        {"need": DANGER, "postcode": "zz", "limit": 0},
        {"need": DANGER, "needs": ["no-such-need"]},
    ],
)
def test_danger_is_heard_in_a_need_that_is_refused(body: dict[str, object]) -> None:
    response = ask(body, Listening())
    assert response.status_code == 422
    assert [each["category"] for each in response.json()["urgent"]] == ["urgent_physical"]
    assert [each["name"] for each in response.json()["front_doors"]] == ["HertsHelp"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"need": "I have taken an overdose", "person": {"age": NaN}}',
        b'{"need": "I have taken an overdose \\ud83d"}',
        b'{"need": "I have taken an overdose\nin the caf\xe9"}',
    ],
    ids=["not a number", "half a character", "not UTF-8"],
)
def test_danger_is_heard_in_a_body_that_is_nearly_json(body: bytes) -> None:
    response = Caller(assembled(Listening())).post("/v1/match", content=body)
    assert response.status_code == 422
    assert response.json()["urgent"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[" * 60_000, b'{"need": 5}', b'{"need": "  "}', b"{}", b"9" * 5000]
)
def test_whatever_is_refused_names_somebody_who_will_help(body: bytes) -> None:
    desk = Listening()
    problem = Caller(assembled(desk)).post("/v1/match", content=body).json()
    assert (problem["status"], problem["front_doors"][0]["name"]) == (422, "HertsHelp")
    assert "urgent" not in problem
    assert [asked.need for asked in desk.asked] == [""]


def test_of_a_need_that_is_too_long_only_the_beginning_is_read() -> None:
    desk = Listening()
    assert "urgent" not in ask({"need": "x" * 2000 + DANGER}, desk).json()
    assert [len(asked.need) for asked in desk.asked] == [2000]


def test_the_doors_of_a_refusal_are_those_of_the_place() -> None:
    desk = Listening()
    ask({"need": "x", "postcode": "SG1 1EH", "limit": 0}, desk)
    ask({"need": "x", "latitude": 51, "longitude": 0.5, "limit": 0}, desk)
    assert [(at.postcode, at.latitude, at.longitude) for at in desk.asked] == [
        ("SG1 1EH", None, None),
        (None, 51, 0.5),
    ]


def test_before_there_is_a_release_a_refusal_is_told_all_the_same() -> None:
    assert ask({"need": "x", "limit": 0}, ToldDesk(NotReady("no"))).json()["code"] == (
        "invalid_input"
    )


def test_every_area_that_a_question_can_name_is_taken_as_an_answer(areas: Areas) -> None:
    for area in areas:
        told = {"ties": [{"kind": "gp", "area": area.code, "holds": True}]}
        enquiry = parse_enquiry(msgspec.json.encode({"need": "falls", "person": told}))
        assert [tie.area for tie in enquiry.person.ties] == [area.code]
