"""Reasons: each a stable code, a sentence to read aloud, and the field it rests on."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.made_up import service
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.service import (
    Channel,
    Claim,
    CostOption,
    Origin,
    Phone,
    ReferralRoute,
    Service,
    TaxonomyTerm,
)
from wayfinder.domain.verdict import Verdict
from wayfinder.index.text import fold
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.eligibility import check
from wayfinder.matching.explain import Evidence, quoted, reasons
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
        today=date(2026, 11, 21),
    )
    return replace(unseen, **seen)


def said(seen: Evidence) -> dict[str, str]:
    return {reason.code: reason.text for reason in reasons(seen)}


FALLS = "Falls and balance"
CLAIMS = (Claim("otherwise", Origin("other", "1")),)
OTHER = Origin("other", "1", date(2026, 1, 2))
OTHER_NUMBERS = Claim(
    [
        {"number": "0800 1"},
        {"number": "0800 2"},
        {"number": "0123"},
        {"number": "0800 3", "audience": "clinician"},
    ],
    OTHER,
)


@pytest.mark.parametrize(
    ("needs", "words", "expected"),
    [
        ((("keeps falling", FALLS, 0.9),), ("“falling”",), {
            "need": "Matches “keeps falling” (falls and balance)."}),
        ((("debt advice", "Debt advice", 1.0),), (), {"need": "Matches “debt advice”."}),
        ((("", FALLS, 1.0),), (), {"need": "For falls and balance."}),
        ((("", "Debt advice", 1.0), ("", "Loneliness", 0.9)), (), {
            "need": "For debt advice and loneliness."}),
        (((None, "Finding an NHS dentist", 0.5),), (), {
            "related_need": "Related help: finding an NHS dentist."}),
        ((("keeps falling", FALLS, 0.1),), ("“falling”", "“mum”"), {
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
        (Reach(Verdict.NO, "Leeds"), "serves_no", "Serves Leeds only."),
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


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("Stroke", "Home security", "Frailty"), "stroke, home security and frailty"),
        (("Falls and balance", "Frailty"), "falls and balance, and frailty"),
        (("Anger", "Allergies and skin conditions", "Autism"),
         "anger, allergies and skin conditions, and autism"),
        (("Mould, damp and repairs", "Debt advice"), "mould, damp and repairs; and debt advice"),
        (("Stroke", "Cancer", "Epilepsy", "HIV"), "stroke, cancer and epilepsy"),
    ],
)  # fmt: skip
def test_related_help_is_one_sentence_of_three_at_most(labels: tuple[str, ...], told: str) -> None:
    needs = tuple((None, label, 0.5) for label in labels)
    seen = reasons(evidence(service("x"), needs=needs))
    assert [each.text for each in seen if each.code == "related_need"] == [f"Related help: {told}."]


@pytest.mark.parametrize("phrase", ["keeps falling", "", None])
def test_a_need_that_no_source_states_is_told_as_read_into_the_description(
    phrase: str | None,
) -> None:
    first, *_ = reasons(evidence(service("x"), needs=((phrase, FALLS, 0.9),), stated=False))
    assert first.text.endswith(", going by its description.")
    assert first.field == "description"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("keeps falling over", "My mum keeps falling over."),
        ("keeps falling", "my mum keeps falling over"),
        ("behind with the rent", "she is behind with\nthe rent"),
        ("debt advice", "debt advice"),
    ],
)
def test_the_caller_s_own_words_are_quoted(phrase: str, said: str) -> None:
    assert quoted(phrase, fold(said)) == phrase


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("after him full time", "i look after him full time"),
        ("16 and wont leave her room", "she is 16 and wont leave her room"),
        ("wont leave room", "she won't leave her room"),
        ("wont leave her room", "she won't leave her room"),
        ("lonely", "she is lonely"),
        ("she is lonely", "she is lonely"),
        ("worried about her drinking and the", "worried about her drinking and the cost"),
        ("drinking far too much wine every evening", "drinking far too much wine every evening"),
        ("falls memory", "falls, memory"),
        ("keeps  over", "keeps falling over"),
        ("Suicidal thoughts", "i cannot go on"),
        ("", ""),
    ],
)
def test_a_stump_or_what_nobody_said_is_not_quoted(phrase: str, said: str) -> None:
    assert quoted(phrase, fold(said)) == ""


def test_a_related_need_has_nothing_to_quote() -> None:
    assert quoted(None, "she is lonely") is None


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
        (
            {"phones": ()},
            "assurance",
            "Not yet checked by a person; what its source says is of November 2026: "
            "confirm before relying on it.",
        ),
        (
            {"last_modified": date(2021, 5, 9)},
            "assurance",
            "Not yet checked by a person; its source last changed it in May 2021: "
            "confirm before relying on it.",
        ),
        (
            {"origins": {"*": Origin("test", "1")}},
            "assurance",
            "Not yet checked by a person: confirm before relying on it.",
        ),
        (
            {"assured_date": date(2024, 3, 3)},
            "assurance",
            "Last checked on 3 March 2024, over two years ago: confirm before relying on it.",
        ),
        (
            {"assured_date": date(2015, 3, 3)},
            "assurance",
            "Last checked on 3 March 2015, over 11 years ago: confirm before relying on it.",
        ),
        ({}, "sources_differ", None),
        ({"conflicts": {"name": CLAIMS, "locations": CLAIMS}}, "sources_differ", None),
        (
            {"conflicts": {"hours_text": CLAIMS, "sessions": CLAIMS}},
            "sources_differ",
            "Sources differ on opening hours: confirm.",
        ),
        (
            {"conflicts": {"status": (Claim("temporarily closed", OTHER),)}},
            "sources_differ",
            "Another source says it is temporarily closed (2 January 2026): ask first.",
        ),
        (
            {"phones": (Phone(number="01 23"),), "conflicts": {"phones": (OTHER_NUMBERS,)}},
            "sources_differ",
            "Another source says the numbers are 0800 1 and 0800 2 (2 January 2026): confirm.",
        ),
        (
            {
                "phones": (Phone(number="0123"), Phone(number="0800 1"), Phone(number="08002")),
                "conflicts": {"phones": (OTHER_NUMBERS,)},
            },
            "sources_differ",
            None,
        ),
        (
            {"conflicts": {"coverage": CLAIMS, "eligibility": CLAIMS}},
            "sources_differ",
            "Sources differ on whom it is for and the area served: confirm.",
        ),
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


def test_what_to_bring_is_told() -> None:
    documents = ("photo ID", "proof of address")
    told = service("Bank", eligibility=Eligibility(documents=documents))
    assert said(evidence(told))["documents"] == "Bring: photo ID and proof of address."
