"""Who refers, what it costs and in which languages: told to whoever asks, and refusing nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.made_up import service
from tests.unit.matching.conftest import Open
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Filters, Person
from wayfinder.domain.service import CostOption, ReferralRoute
from wayfinder.matching.access import access_checks

SELF, FAMILY, GP, PROFESSIONAL = ReferralRoute
FREE, PAID = (CostOption(amount=0),), (CostOption(amount=3),)
BY_PROFESSIONALS = "Takes referrals by a GP or a professional"


@pytest.mark.parametrize(
    ("routes", "asker", "checks"),
    [
        ((), SELF, []),
        ((GP,), None, []),
        ((SELF,), SELF, [("Takes referrals by the person themselves", "met", None)]),
        ((SELF, GP), GP, [("Takes referrals by the person themselves or a GP", "met", None)]),
        ((GP, PROFESSIONAL), SELF,
         [(BY_PROFESSIONALS, "unknown", "Ask a GP or a professional to refer.")]),
        ((PROFESSIONAL, GP), FAMILY,
         [(BY_PROFESSIONALS, "unknown", "Ask a GP or a professional to refer.")]),
        ((GP, PROFESSIONAL), PROFESSIONAL, [(BY_PROFESSIONALS, "met", None)]),
        ((PROFESSIONAL,), GP, [("Takes referrals by a professional", "met", None)]),
        ((GP,), PROFESSIONAL, [("Takes referrals by a GP", "unknown", "Ask a GP to refer.")]),
        ((SELF,), PROFESSIONAL,
         [("Takes referrals by the person themselves", "unknown",
           "Ask the person themselves to get in touch.")]),
    ],
)  # fmt: skip
def test_the_route_against_who_is_searching(
    routes: tuple[ReferralRoute, ...], asker: ReferralRoute | None, checks: list[Any]
) -> None:
    told = access_checks(service("Group", referral_routes=routes), asker, Filters())
    assert [(each.rule, each.verdict, each.ask) for each in told] == checks


@pytest.mark.parametrize(
    ("fields", "wishes", "checks"),
    [
        ({"costs": FREE}, Filters(), []),
        ({"costs": FREE}, Filters(free=True), [("met", None)]),
        ({}, Filters(free=True), [("unknown", "Is it free?")]),
        ({"languages": ("pl",)}, Filters(languages=("pl", "ur")), [("met", None)]),
        ({"languages": (" Polish",)}, Filters(languages=("polish ",)), [("met", None)]),
        ({"languages": ("pl",)}, Filters(languages=("ur",)),
         [("unknown", "Is there help in this language: ur?")]),
        ({}, Filters(languages=("pl", "ur")),
         [("unknown", "Is there help in this language: pl or ur?")]),
    ],
)  # fmt: skip
def test_a_wish_that_is_not_known_to_be_met_is_asked(
    fields: dict[str, object], wishes: Filters, checks: list[Any]
) -> None:
    told = access_checks(service("Group", **fields), None, wishes)
    assert [(each.verdict, each.ask) for each in told] == checks


@pytest.mark.parametrize(
    ("eligibility", "asker", "verdict"),
    [
        (Eligibility(), SELF, "unknown"),  # nothing is stated of whom it is for
        (Eligibility(minimum_age=18), SELF, "unknown"),
        (Eligibility(minimum_age=18), GP, "met"),
        (Eligibility(minimum_age=50), SELF, "not_met"),
    ],
)
def test_a_route_that_is_not_theirs_is_no_refusal(
    open_directory: Open, eligibility: Eligibility, asker: ReferralRoute, verdict: str
) -> None:
    group = service("Group", needs=("damp",), eligibility=eligibility, referral_routes=(GP,))
    asked = open_directory([group])
    matches = asked(needs=("damp",), person=Person(age=30), asker=asker).matches
    refused = verdict == "not_met"
    assert [each.eligibility.verdict for each in matches] == ([] if refused else [verdict])
