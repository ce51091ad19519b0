"""Values as people say them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.made_up import service
from wayfinder.domain.answer import (
    Check,
    EligibilityAnswer,
    Match,
    MatchLocation,
    Opening,
    Reason,
    Understood,
)
from wayfinder.domain.service import CostOption, Phone, ReferralRoute, Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.bodies import HitService, hit, hit_json
from wayfinder.web import words
from wayfinder.web.form import SearchForm


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (None, None),
        (850, "0.5 miles"),
    ],
)
def test_miles(metres: float | None, said: str | None) -> None:
    assert words.miles(metres) == said


def shown(told: Service, **changed: object) -> tuple[Match, HitService]:
    """A result of which nothing is known but what is told here."""
    match = Match(
        service=msgspec.Raw(hit_json(told)),
        location=None,
        score=0.5,
        distance_m=None,
        serves=Verdict.UNKNOWN,
        eligibility=EligibilityAnswer(verdict=RuleVerdict.UNKNOWN),
        opening=Opening(status="unknown", text="Hours not known: ask"),
        reasons=(),
    )
    return msgspec.structs.replace(match, **changed), hit(told)


def test_a_reason_told_in_another_place_is_not_told_again() -> None:
    codes = ("need", "age", "eligibility", "serves_unknown", "distance", "cost", "assurance")
    match, _ = shown(service("Clinic"), reasons=tuple(Reason(code=c, text=c) for c in codes))
    assert words.why(match) == ("need", "age")
    assert words.asks(match) == ("serves_unknown",)


def test_an_open_condition_is_asked_about() -> None:
    check = Check(rule="65 or over", verdict=RuleVerdict.UNKNOWN, ask="How old is the person?")
    met = Check(rule="For carers", verdict=RuleVerdict.MET)
    judged = EligibilityAnswer(verdict=RuleVerdict.UNKNOWN, checks=(check, met))
    match, told = shown(service("Clinic"), eligibility=judged)
    assert words.asks(match) == ("How old is the person?",)
    assert "who may use it" not in words.unknown(match, told)


def test_everything_nobody_has_told_us_is_named() -> None:
    assert words.unknown(*shown(service("Clinic"))) == (
        "how to contact it",
        "opening hours",
        "cost",
        "waiting time",
        "how to be referred",
        "who may use it",
    )


def test_what_is_known_is_not_called_unknown() -> None:
    told = service(
        "Library",
        phones=(Phone(number="01234 567890"),),
        costs=(CostOption(text="by donation"),),
        waiting_time="2 weeks",
        referral_routes=(ReferralRoute.SELF,),
    )
    welcome = (Reason(code="open_to_all", text="A public library: anybody may come in."),)
    closed = Opening(status="closed", text="Closed now. Opens today at 9am")
    assert words.unknown(*shown(told, reasons=welcome, opening=closed)) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [("The Hub", "The Hub, 2 High Street, SG1 1EH"), ("Clinic", "2 High Street, SG1 1EH")],
)
def test_an_address_does_not_repeat_the_service_s_name(name: str, said: str) -> None:
    location = MatchLocation(name=name, address="2 High Street", postcode="SG1 1EH")
    assert words.address(location, "Clinic") == said


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("a.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert (words.web_address(url) is not None) is linked


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.a.example/x?y", "a.example"),
        ("http://a.example", "a.example"),
        ("http://[", "["),
    ],
)
def test_site(url: str, said: str) -> None:
    assert words.site(url) == said


def test_day() -> None:
    assert words.day(date(2026, 3, 3)) == "3 March 2026"
    assert words.day(None) is None


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("01438 000 000", "tel:01438000000"),
        ("+44 (0)1438 000-000", "tel:+4401438000000"),
        ("999 then 55", "tel:999"),
        ("01438 000 000 ext 12", "tel:01438000000"),
        ("SHOUT to 85258", None),
        ("", None),
    ],
)
def test_only_what_is_dialled_first_becomes_a_telephone_address(
    number: str, dialled: str | None
) -> None:
    assert words.tel(number) == dialled


@pytest.mark.parametrize(
    ("age", "circumstances", "said"),
    [
        (None, (), None),
        (81.0, (), "aged 81"),
        (0.5, (), "aged 6 months"),
        (1.5, (), "aged 18 months"),
        (1 / 12, (), "aged 1 month"),
        (19.0, ("care_leaver", "low_income"), "aged 19, a care leaver, on a low income"),
        (None, ("left_handed",), "left handed"),
    ],
)
def test_who_it_is_about(age: float | None, circumstances: tuple[str, ...], said: str) -> None:
    assert words.about(Understood(age=age, circumstances=circumstances)) == said


def test_each_thing_known_of_somebody_tells_the_form_without_it() -> None:
    told = words.person(Understood(age=82, circumstances=("carer", "low_income", "student")))
    assert [(each.field, each.value) for each in told] == [
        ("age", ""),
        ("circumstances", "low_income student"),
        ("circumstances", "carer student"),
        ("circumstances", "carer low_income"),
    ]


@pytest.mark.parametrize(
    ("age", "said"), [(None, ""), (82.0, "82"), (0.5, "0.5"), (1 / 12, "0.08333")]
)
def test_an_age_as_the_form_reads_it(age: float | None, said: str) -> None:
    assert words.years(age) == said
    assert SearchForm(need="x", age=said).faults() == ()
