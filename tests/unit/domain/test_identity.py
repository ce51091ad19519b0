"""A service keeps its feed's own uuid where that is valid and unique; otherwise a uuid5 of source
and record id."""

from __future__ import annotations

from uuid import UUID

import pytest

from wayfinder.domain.identity import canonical_uuid, part_id, service_id

OWN = "381d9612-a19d-578a-872f-bb4e9cf502d1"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (OWN, OWN),
        (OWN.upper(), OWN),
        (f"{{{OWN}}}", OWN),
        (OWN.replace("-", ""), OWN),
        (f" {OWN}", None),
        ("E82060", None),
        ("", None),
        (None, None),
        ("00000000-0000-0000-0000-000000000000", None),
        ("FFFFFFFF-ffff-ffff-ffff-ffffffffffff", None),
    ],
)
def test_canonical_uuid(text: str | None, canonical: str | None) -> None:
    assert canonical_uuid(text) == canonical


def test_a_valid_free_uuid_is_kept() -> None:
    assert service_id("council", "17", OWN.upper(), taken=()) == OWN


@pytest.mark.parametrize(("feed_uuid", "taken"), [(OWN, {OWN}), ("17", ()), (None, ())])
def test_otherwise_a_stable_uuid5_of_source_and_record(
    feed_uuid: str | None, taken: set[str]
) -> None:
    derived = service_id("council", "17", feed_uuid, taken)
    assert UUID(derived).version == 5
    assert derived == service_id("council", "17", None, ())
    assert derived != service_id("charity", "17", None, ())
    assert derived != service_id("council", "18", None, ())


def test_a_part_of_a_record_never_gets_the_records_own_id() -> None:
    assert part_id("council", "locations", "17", ()) != service_id("council", "17", None, ())
    assert part_id("council", "locations", "17", ()) != part_id("council", "x", "17", ())
