"""How Open Referral feeds say that a place is confidential; it has no field for it."""

from __future__ import annotations

from typing import Any

import pytest

from wayfinder.ingest.formats.oruk_confidential import is_confidential

ATTRIBUTE = {"taxonomy_term": {"name": "Confidential address"}}


@pytest.mark.parametrize(
    "location",
    [
        {"confidential": True},
        {"is_confidential": "yes"},
        {"address_confidential": 1},
        {"confidentiality_level": "restricted"},  # not understood: withheld
        {"location_type": "confidential"},
        {"addresses": [{"address_type": "Confidential"}]},
        {"physical_addresses": [{"confidential": "true"}]},
        {"addresses": [{"address_1": "Confidential address"}]},
        {"addresses": [{"address_1": "Address withheld", "postal_code": "SG1 1EH"}]},
        {"name": "Undisclosed location"},
        {"attributes": [ATTRIBUTE]},
    ],
)
def test_withheld(location: dict[str, Any]) -> None:
    assert is_confidential(location)


@pytest.mark.parametrize(
    "location",
    [
        {},
        {"confidential": False},
        {"confidential": None},
        {"is_confidential": "No"},
        {"confidential": "0"},
        {"location_type": "physical"},
        {"addresses": [{"address_1": "1 Confidence Road", "address_type": "physical"}]},
        {"description": "A confidential service in town"},
        {"attributes": [{"taxonomy_term": {"name": "Confidential advice"}}]},
    ],
)
def test_open(location: dict[str, Any]) -> None:
    assert not is_confidential(location)
