"""Reasons: each a stable code, a sentence to read aloud, and the field it rests on."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.conftest import DIRECTORY
from tests.made_up import service
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.need import Need
from wayfinder.domain.service import (
    Channel,
    CostOption,
    Origin,
    ReferralRoute,
    Service,
    TaxonomyTerm,
)
from wayfinder.domain.verdict import Verdict
from wayfinder.domain.vocabulary import load_needs
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.eligibility import check
from wayfinder.matching.explain import Evidence, reasons
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import Reach

ST_ALBANS = Place(
    lat_deg=51.75,
    lon_deg=-0.33,
    precision=Precision.POSTCODE,
    source="made up",
    postcode="AL1 3JE",
    areas=(AreaRef(AreaType.DISTRICT, "E07000240", "St Albans"),),
)


def evidence(told: Service, **seen: object) -> Evidence:
    unseen = Evidence(
        service=told,
        words=(),
        needs=(),
        place=None,
        reach=Reach(Verdict.UNKNOWN),
        distance_m=None,
        eligibility=check(told.eligibility, PersonHeard(None, ())),
    )
    return replace(unseen, **seen)


def said(seen: Evidence) -> dict[str, str]:
    return {reason.code: reason.text for reason in reasons(seen)}


@pytest.mark.parametrize(
    ("needs", "words", "expected"),
    [
        ((("keeps falling", "Falls and balance", 0.9),), ("“falling”",), {
            "need": "Matches “keeps falling” (Falls and balance)."}),
        ((("debt advice", "Debt advice", 1.0),), (), {"need": "Matches “Debt advice”."}),
        (((None, "NHS dentist", 0.5),), (), {"related_need": "Related help: NHS dentist."}),
        ((("keeps falling", "Falls and balance", 0.1),), ("“falling”", "“mum”"), {
            "text": "Mentions “falling” and “mum”."}),
    ],
)  # fmt: skip
def test_why_it_matched_comes_from_needs_and_else_from_words(
    needs: tuple[tuple[str | None, str, float], ...],
    words: tuple[str, ...],
    expected: dict[str, str],
) -> None:
    told = said(evidence(service("Clinic"), needs=needs, words=words))
    assert {code: text for code, text in told.items() if code != "assurance"} == expected


@pytest.mark.parametrize(
    ("reach", "code", "text"),
    [
        (Reach(Verdict.YES, "Hertfordshire"), "serves_yes", "Serves Hertfordshire."),
        (
            Reach(Verdict.YES, "United Kingdom"),
            "serves_yes",
            "Serves the United Kingdom.",
        ),
        (Reach(Verdict.NO, "Leeds"), "serves_no", "Does not serve St Albans: it serves Leeds."),
        (
            Reach(Verdict.UNKNOWN, "the villages"),
            "serves_unknown",
            "Area: the villages. Does that take in St Albans?",
        ),
        (
            Reach(Verdict.UNKNOWN),
            "serves_unknown",
            "Area not stated: does it take people from St Albans?",
        ),
    ],
)
def test_reach_is_told_only_of_a_place(reach: Reach, code: str, text: str) -> None:
    assert said(evidence(service("Clinic"), place=ST_ALBANS, reach=reach))[code] == text
    assert code not in said(evidence(service("Clinic"), reach=reach))


LIBRARY = {"taxonomy_terms": (TaxonomyTerm("lgsl", "437", "Library services"),)}
EMERGENCY = {"needs": ("accident-and-emergency",), "channels": (Channel.IN_PERSON,)}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (LIBRARY, "A public library: anybody may come in."),
        (EMERGENCY, "A&E: anybody may come in an emergency."),
        (EMERGENCY | {"channels": (Channel.PHONE,)}, None),
        ({"taxonomy_terms": (TaxonomyTerm("ods", "gp-practice", "GP practice"),)}, None),
    ],
)
def test_only_what_is_open_to_everybody_is_not_asked_where_people_may_come_from(
    fields: dict[str, object], text: str | None
) -> None:
    told = said(evidence(service("Place", **fields), place=ST_ALBANS))
    assert told.get("open_to_all") == text
    assert ("serves_unknown" in told) is (text is None)


@pytest.mark.parametrize("need", load_needs(DIRECTORY / "needs"), ids=lambda need: need.id)
def test_a_label_stands_as_the_vocabulary_writes_it(need: Need) -> None:
    """ "Universal Credit", "Parkinson's" and "Debt advice" alike."""
    heard = (("some words", need.label, 1.0), (None, need.label, 1.0))
    matched, related, *_ = (each.text for each in reasons(evidence(service("x"), needs=heard)))
    assert matched == f"Matches “some words” ({need.label})."
    assert related == f"Related help: {need.label}."


@pytest.mark.parametrize(
    "conditions",
    [
        Eligibility(minimum_age=18, circumstances=("carer", "pregnant"), text="For families"),
        Eligibility(text="For single parents."),
        Eligibility(text="Ask: “is it for me?”"),
    ],
)
def test_every_reason_ends_in_a_stop(conditions: Eligibility) -> None:
    told = said(evidence(service("Clinic", eligibility=conditions), place=ST_ALBANS))
    assert [text for text in told.values() if text.rstrip("”")[-1] not in ".?"] == []
    assert [text for text in told.values() if ".." in text] == []


def test_a_condition_is_told_in_words() -> None:
    told = evidence(service("Club", eligibility=Eligibility(circumstances=("carer", "pregnant"))))
    assert said(told)["eligibility"] == "For somebody who is a carer or pregnant."


@pytest.mark.parametrize(
    ("fields", "code", "text"),
    [
        ({"costs": (CostOption(amount=0),)}, "cost", "Free."),
        ({"costs": (CostOption(amount=2),)}, "cost", "There is a charge."),
        ({"costs": (CostOption(text="ask"),)}, "cost", None),
        ({}, "referral", None),
        (
            {"referral_routes": (ReferralRoute.SELF, ReferralRoute.GP)},
            "referral",
            "People can contact it themselves.",
        ),
        (
            {"referral_routes": (ReferralRoute.GP, ReferralRoute.PROFESSIONAL)},
            "referral",
            "Needs a referral: by a GP and by a professional.",
        ),
        ({"eligibility": Eligibility(minimum_age=65)}, "age", "For people aged 65 and over."),
        ({"assured_date": date(2026, 3, 3)}, "assurance", "Last checked on 3 March 2026."),
        ({}, "assurance", "Not yet checked by a person: confirm before relying on it."),
    ],
)
def test_what_the_record_states_is_told_and_what_it_does_not_is_not(
    fields: dict[str, object], code: str, text: str | None
) -> None:
    assert said(evidence(service("Clinic", **fields))).get(code) == text


def test_a_reason_names_the_source_and_day_of_its_own_field() -> None:
    origins = {
        "*": Origin("council", "1", date(2026, 1, 1)),
        "costs": Origin("charity", "9", date(2026, 2, 2)),
    }
    told = replace(service("Clinic", costs=(CostOption(amount=0),)), origins=origins)
    sources = {each.code: (each.source, each.as_of) for each in reasons(evidence(told))}
    assert sources["cost"] == ("charity", date(2026, 2, 2))
    assert sources["assurance"] == ("council", date(2026, 1, 1))
