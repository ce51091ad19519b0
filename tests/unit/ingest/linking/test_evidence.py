"""What speaks for and against two records, said so that a person can judge it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.ingest.linking.making import told
from wayfinder.domain.links import tells_of_a_place
from wayfinder.ingest.linking.comparing import Comparing, Found


def found(left: dict[str, Any], right: dict[str, Any]) -> Found:
    prints = (told("a/1", **left), told("b/1", **right))
    return Comparing(prints).look(*prints)


LIBRARY = {"name": "Oak Library", "org": "Oak Council", "phone": "01632 960001",
           "address": "7 High Street, Oak", "postcode": "SG1 1AA"}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, 'Same name "Oak Library"'),
        ({"name": "The Oak Library"}, 'Names say the same: "Oak Library" and "The Oak Library"'),
        ({"phone": "+44 1632 960001"}, "Same phone +441632960001"),
        ({"phone": "01632 960002"}, "No phone in common"),
        ({"postcode": "SG1 9ZZ"}, "Other postcodes: SG1 1AA and SG1 9ZZ"),
        ({"address": "7 High St, Oak"}, "Same house number 7"),
        ({"address": "9 High St, Oak"}, "Other house numbers: 7 and 9"),
        ({"org": "Elm Trust"}, 'Organisations are named otherwise: "Oak Council" and "Elm Trust"'),
        ({"name": "Oak Library knitting"}, 'Only "Oak Library knitting" has the word "knitting"'),
        ({"name": "Oak Children's Library"}, "Only one says in its name that it is for children"),
    ],
    ids=str,
)
def test_a_reason_is_a_sentence(change: dict[str, Any], reason: str) -> None:
    assert reason in [sentence for _, sentence in found(LIBRARY, {**LIBRARY, **change}).evidence]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"postcode": "SG1 9ZZ"},
        {"postcode": "SG1 1AB", "point": (51.9001, -0.2)},
        {"address": "9 High Street, Oak"},
        {"postcode": "", "address": "Elm Road, Elm"},
    ],
    ids=str,
)
def test_every_reason_of_a_place_is_known_to_be_one(change: dict[str, Any]) -> None:
    here = {**LIBRARY, "point": (51.9, -0.2)}
    reasons = [sentence for _, sentence in found(here, {**here, **change}).evidence]
    told = [it for it in reasons if re.search(r"SG1|house|Within|address", it)]
    assert told
    assert told == [it for it in reasons if tells_of_a_place(it)]


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ({"name": "Surgery", "ods": "E82004"}, {"ods": "E82004"}, "Same ODS code E82004"),
        ({"ods": "E82004"}, {"ods": "E82005"}, "Another ODS code: E82004 and E82005"),
        ({"charity": "1"}, {"charity": "1"}, "Same charity number 1"),
        ({"charity": "1"}, {"charity": "2"}, "Another charity number: 1 and 2"),
        (
            {"name": "Club for men"},
            {"name": "Club for women"},
            "One is for men, the other for women",
        ),
        ({"name": "Club 1"}, {"name": "Club 2"}, "Another number in the name: 1 and 2"),
        ({"ages": (0, 17)}, {"ages": (18, 99)}, "For other ages: 0 to 17 and 18 to 99"),
        ({"days": (0,)}, {"days": (1,)}, "No day of the week in common"),
        ({"url": "x.org/a"}, {"url": "www.x.org/a"}, "Same page x.org/a"),
        ({"url": "x.org/a"}, {"url": "x.org/b"}, "Another page of x.org"),
        ({"email": "A@x.org"}, {"email": "a@x.org"}, "Same e-mail a@x.org"),
    ],
    ids=str,
)
def test_more_reasons(left: dict[str, Any], right: dict[str, Any], reason: str) -> None:
    sentences = [
        it for _, it in found({"name": "Club", **left}, {"name": "Club", **right}).evidence
    ]
    assert reason in sentences


def test_near_points_make_up_for_another_postcode() -> None:
    near = found(
        {"name": "Hall", "postcode": "SG1 1AA", "point": (51.9000, -0.2)},
        {"name": "Hall", "postcode": "SG1 1AB", "point": (51.9010, -0.2)},
    )
    assert (1.0, "Within 250 m of each other") in near.evidence


def test_what_only_the_organisations_share_does_not_make_two_services_one() -> None:
    shared = {"org": "Age UK Herts", "phone": "01632 960001", "url": "https://ageuk.example",
              "charity": "1", "address": "1 Silver Court", "postcode": "AL7 1TS"}  # fmt: skip
    befriending = {"name": "Age UK Herts Befriending", **shared}
    advice = {"name": "Age UK Herts Advice Line", **shared}
    assert not found(befriending, advice).certain
    assert not found(befriending, {**shared, "name": "Age UK Herts"}).certain
    assert found(befriending, {**shared, "name": "Befriending service"}).certain


def test_a_trusts_code_is_of_many_services_and_a_practices_of_one() -> None:
    place = {"postcode": "SG1 4AB", "org": "East Herts Trust"}
    left, right = {"name": "Eye Clinic", **place}, {"name": "Skin Clinic", **place}
    assert not found({**left, "ods": "RWH"}, {**right, "ods": "RWH"}).alike
    renamed = found(
        {"name": "Dr Patel & Partners", "ods": "E82031", "postcode": "AL1 3JB"},
        {"name": "Maltings Surgery", "ods": "E82031", "postcode": "AL1 3JB"},
    )
    assert renamed.certain
    assert "Both are the one that the code is of, renamed" in [it for _, it in renamed.evidence]


def test_the_weightiest_reason_comes_first() -> None:
    points = [abs(points) for points, _ in found(LIBRARY, LIBRARY).evidence]
    assert points == sorted(points, reverse=True)


def test_a_confidential_address_is_in_no_reason() -> None:
    refuge = {"name": "Refuge", "phone": "01632 960001", "address": "7 Hidden Lane",
              "postcode": "SG1 1AA", "confidential": True}  # fmt: skip
    told_of = str(found(refuge, refuge).evidence)
    assert "SG1" not in told_of
    assert "house" not in told_of


CHARITY = {"org": "Oak Trust", "phone": "01632 960001", "url": "https://oak.example",
           "charity": "1", "address": "1 Silver Court", "postcode": "AL7 1TS"}  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Information line", "Advice line"),
        ("Advice centre", "Support group"),
        ("Oak Trust", "Oak Trust advice"),
        ("Oak Trust Mental Health Counselling", "Oak Trust Mental Health Outreach"),
        ("Дім", "Клуб"),
        ("The Service", "A Team"),
        ("Oak Trust youth club", "Oak Trust lunch club"),
        ("Oak Trust north", "Oak Trust south"),
        ("Carers", "Young carers"),
    ],
)
def test_two_services_that_share_all_contacts_stay_apart(left: str, right: str) -> None:
    assert not found({"name": left, **CHARITY}, {"name": right, **CHARITY}).certain


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Oak Youth Club", "Oak youth club (Thursdays)"),
        ("Befriending", "Oak Trust befriending service"),
        ("Foodbank Welwyn", "Welwyn Food Bank"),
        ("Citizens Advice Welwyn", "Welwyn CAB"),
        ("OTMHC", "Oak Trust Mental Health Counselling"),
        ("Step2Skills", "Step 2 Skills"),
        ("Welwyn Pk bowls", "Welwyn Park Bowls"),
        ("Welwyn Hearing Advisory Service", "Welwyn Hearing Advisroy Service"),
    ],
)
def test_one_service_told_otherwise_is_known(left: str, right: str) -> None:
    assert found({"name": left, **CHARITY}, {"name": right, **CHARITY}).certain
