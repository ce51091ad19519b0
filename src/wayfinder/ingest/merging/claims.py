"""The rules by which a field's value is chosen, in one list: what a source says, how telling it is,
and when another says the same. Pure.

A claim's strength is `domain.confidence` (the source's trust, faded by the field's age) times how
specific the value is. The strongest wins; of equals the longest known source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility, doubted_by
from wayfinder.domain.parts import is_placed
from wayfinder.domain.same_place import words
from wayfinder.domain.service import Organization, Phone, ServiceAtLocation, Status
from wayfinder.ingest.merging.sameness import (
    Same,
    address,
    by,
    equal,
    held,
    prices,
    public_numbers,
    same_areas,
    same_conditions,
    same_fields,
    same_organization,
    same_places,
)

VAGUE = 0.5
"""How much the claim of a value that says little is worth beside one that says it exactly."""


def always(_: Any) -> float:
    """Every value of the field is as specific as any other."""
    return 1.0


def undoubted(taken: Any, _: list[Any]) -> Any:
    """The value as it is."""
    return taken


class Field(Struct, frozen=True):
    """How one field is merged: when another's word is the `same` as the one taken, and how specific
    a value is (0..1). Of one whose values `add_up`, every source's are kept; `doubted` marks in the
    value taken what others say otherwise."""

    name: str
    same: Same = equal
    specificity: Callable[[Any], float] = always
    add_up: bool = False
    doubted: Callable[[Any, list[Any]], Any] = undoubted


def plain(value: Any) -> Any:
    """A field's value as JSON spells it, and as it comes back from wherever it is kept."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _of_phones(phones: tuple[Phone, ...]) -> float:
    return 1.0 if public_numbers(phones) else 0.0


def _of_places(locations: tuple[ServiceAtLocation, ...]) -> float:
    exact = all(at.location.postcode or is_placed(at.location) for at in locations)
    return 1.0 if exact else VAGUE


def _of_coverage(coverage: Coverage) -> float:
    """Whatever a record states goes before what is only taken to be so of all records."""
    if coverage.is_default:
        return 0.0
    return 1.0 if coverage.rules and not coverage.unresolved else VAGUE


def _of_eligibility(eligibility: Eligibility) -> float:
    return VAGUE if eligibility == Eligibility(text=eligibility.text) else 1.0


def _of_organization(organization: Organization) -> float:
    return 1.0 if organization.identifiers else VAGUE


def _of_status(status: Status) -> float:
    """Whoever offers it goes before: that a practice closed is often a branch that opens. Nobody's
    word ends another's record, and what they say of it is told."""
    return 1.0 if status is Status.ACTIVE else 0.0


FIELDS: tuple[Field, ...] = (
    Field("name", by(words)),
    Field("alternate_name", by(words)),
    Field("organization", same_organization, _of_organization),
    Field("status", specificity=_of_status),
    Field("summary", by(words)),
    Field("description", by(words)),
    Field("url", by(address)),
    Field("email", by(words)),
    Field("phones", by(public_numbers), _of_phones),
    Field("sessions", by(frozenset)),
    Field("special_days", by(frozenset)),
    Field("hours_text", by(words)),
    Field("coverage", same_areas, _of_coverage),
    Field("eligibility", same_conditions, _of_eligibility, doubted=doubted_by),
    Field("referral_routes", by(frozenset)),
    Field("application_process", by(words)),
    Field("channels", held, add_up=True),
    Field("costs", by(prices)),
    Field("languages", held, add_up=True),
    Field("taxonomy_terms", held, add_up=True),
    Field("needs", held, add_up=True),
    Field("waiting_time", by(words)),
    Field("alert", by(words)),
    Field("note", by(words)),
    Field("extensions", same_fields, add_up=True),
)
"""Every field that sources can differ on, but its places and the days."""

PLACES = Field("locations", same_places, _of_places)
"""Chosen last: whose hours a place takes in depends on what is known of the service's own."""

HOURS = ("sessions", "special_days")

DAYS = ("assured_date", "last_modified")
"""Each source's are of its own record: the latest day that any states is taken, and one yet to come
is not believed."""
