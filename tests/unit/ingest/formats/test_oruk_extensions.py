"""A feed's own fields are kept, but for what names those who keep the record."""

from __future__ import annotations

from typing import Any

import pytest

from wayfinder.ingest.formats.oruk_extensions import extensions

JANE = "Jane Doe"


@pytest.mark.parametrize(
    "key",
    [
        "assigned_user", "modified_user", "lastEditedUser", "reviewer", "staff", "assessor",
        "verifier", "keeper", "manager_name", "lead_name", "safeguarding_lead", "updated-by",
        "updatedBy", "UpdatedBy", "created_by_name", "approved_by", "last_updated_by", "author",
        "Last updated by", "contactName", "person name", "Lead officer",
    ],
)  # fmt: skip
def test_a_field_that_names_a_person_is_left_out(key: str) -> None:
    assert extensions({key: JANE}) == {}
    assert extensions({"own": {key: JANE, "beds": 3}}) == {"own": {"beds": 3}}
    assert extensions({"own": [{key: {"name": JANE, "telephone": "07700 900123"}}]}) == {}


@pytest.mark.parametrize(
    "pair",
    [
        {"label": "Last updated by", "value": JANE},
        {"label": "Reviewer", "value": {"first": "Jane", "last": "Doe"}},
        {"name": "assigned_user", "value": JANE},
        {"name": "Service manager", "value": [JANE]},
        {"key": "updatedBy", "value": JANE},
        {"key": "safeguarding_lead", "values": [JANE]},
        {"Label": "Contact person", "Value": JANE},
        {"id": 7, "label": "Lead officer", "value": JANE, "type": "text"},
        {"field": "verified_by", "valueString": JANE},
        {"title": "Record owner", "text": JANE},
    ],
)
def test_a_pair_whose_label_names_a_person_is_left_out(pair: dict[str, Any]) -> None:
    beds = {"label": "Beds", "value": 3}
    assert extensions({"custom": [pair, beds]}) == {"custom": [beds]}
    assert extensions({"custom": pair}) == {}


@pytest.mark.parametrize(
    "own",
    [
        {"custom": [{"label": "Beds", "value": 3}, {"name": "Step-free", "value": "yes"}]},
        {"localAuthority": "Bristol", "leadTime": "2 weeks"},
        {"partner": {"name": "Carers' contact centre", "distance": 2}},
        {"label": "Advice for staff", "text": "A field of the service itself is no pair"},
    ],
)
def test_what_names_nobody_is_kept(own: dict[str, Any]) -> None:
    assert extensions(own) == own
