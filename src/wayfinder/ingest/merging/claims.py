"""The rules by which a field's value is chosen, in one list: what a source says, how telling it is,
and when two sources say the same. Pure.

A claim's strength is `domain.confidence` (the source's trust, faded by the field's age) times how
specific the value is. The strongest wins; of equals the longest known source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.same_place import house_numbers
from wayfinder.domain.service import Location, Organization, Phone, ServiceAtLocation

VAGUE = 0.5
"""How much the claim of a value that says little is worth beside one that says it exactly."""


def always(_: Any) -> float:
    """Every value of the field is as specific as any other."""
    return 1.0


def as_is(value: Any) -> Any:
    """Values are the same when they are equal."""
    return value


class Field(Struct, frozen=True):
    """How one field is merged: how specific a value is (0..1), and what two values must share to be
    the same. Of one whose values `add_up`, every source's are kept."""

    name: str
    specificity: Callable[[Any], float] = always
    key: Callable[[Any], Any] = as_is
    add_up: bool = False


def plain(value: Any) -> Any:
    """A field's value as JSON spells it, and as it comes back from wherever it is kept."""
    return msgspec.json.decode(msgspec.json.encode(value))


def words(text: str | None) -> str:
    """A text without regard to case, punctuation and spaces."""
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def address(url: str | None) -> str:
    """A web address without what differs between two spellings of it."""
    bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", (url or "").casefold())
    return bare.rstrip("/")


def _numbers(phones: tuple[Phone, ...]) -> frozenset[str]:
    return frozenset(re.sub(r"\D", "", phone.number) or phone.number for phone in phones)


def _places(locations: tuple[ServiceAtLocation, ...]) -> frozenset[object]:
    """All that is told of the places: where they are, when they are open, whom to ring."""
    return frozenset(
        (
            _where(at.location),
            frozenset(at.sessions),
            frozenset(at.special_days),
            _numbers(at.phones),
        )
        for at in locations
    )


def _where(location: Location) -> object:
    """A place's postcode and what tells its door, else its address or name."""
    if location.postcode:
        return location.postcode, house_numbers(location)
    return words(" ".join((*location.address_lines, location.city or location.name or "")))


def _of_places(locations: tuple[ServiceAtLocation, ...]) -> float:
    exact = all(at.location.postcode or at.location.lat_deg is not None for at in locations)
    return 1.0 if exact else VAGUE


def _of_coverage(coverage: Coverage) -> float:
    return 1.0 if coverage.rules and not coverage.unresolved else VAGUE


def _of_eligibility(eligibility: Eligibility) -> float:
    return VAGUE if eligibility == Eligibility(text=eligibility.text) else 1.0


def _of_organization(organization: Organization) -> float:
    return 1.0 if organization.identifiers else VAGUE


FIELDS: tuple[Field, ...] = (
    Field("name", key=words),
    Field("alternate_name", key=words),
    Field("organization", _of_organization, lambda it: words(it.name)),
    Field("summary", key=words),
    Field("description", key=words),
    Field("url", key=address),
    Field("email", key=words),
    Field("phones", key=_numbers),
    Field("locations", _of_places, _places),
    Field("sessions", key=frozenset),
    Field("special_days", key=frozenset),
    Field("hours_text", key=words),
    Field("coverage", _of_coverage),
    Field("eligibility", _of_eligibility),
    Field("referral_routes", key=frozenset),
    Field("application_process", key=words),
    Field("channels", key=frozenset, add_up=True),
    Field("costs", key=frozenset),
    Field("languages", key=frozenset, add_up=True),
    Field("taxonomy_terms", key=frozenset, add_up=True),
    Field("needs", key=frozenset, add_up=True),
    Field("waiting_time", key=words),
    Field("alert", key=words),
    Field("note", key=words),
    Field("extensions", add_up=True),
)
"""Every field that sources can differ on. `assured_date` and `last_modified` are the latest day
that any source states, each for its own record; `status` is active, or the service would not be
here."""
