"""The parts of a field that may each be another source's word, and how a part is named.

`Service.origins` has a dotted name for a part that is not from where its field is from:
"languages.pl", "needs.falls", "organization.url", "locations.ID.sessions".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wayfinder.domain.service import Location, Organization, ServiceAtLocation, TaxonomyTerm


def _term(term: TaxonomyTerm) -> str:
    return ":".join(filter(None, (term.vocabulary, term.code, term.name)))


PART_NAMES: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "channels": str,
        "languages": str,
        "taxonomy_terms": _term,
        "needs": str,
        "extensions": str,
    }
)
"""Fields whose values add up, each value (of `extensions` each name) being a part."""

OF_ORGANIZATION = ("sector", "description", "url")
OF_LOCATION = ("name", "address_lines", "city", "postcode", "accessibility")
OF_PLACE = ("phones", "sessions", "special_days")
POSITION = "position"


def parts(field: str, value: Any) -> Iterator[str]:
    """Names of the parts that a field's value holds, without the field's own."""
    if isinstance(value, Organization):
        yield from (name for name in OF_ORGANIZATION if getattr(value, name))
        yield from (f"identifiers.{it.scheme}:{it.value}" for it in value.identifiers)
    elif field in PART_NAMES:
        yield from map(PART_NAMES[field], value)


def parts_of_place(at: ServiceAtLocation) -> Iterator[str]:
    """Names of the parts that are told of a place; of a confidential one none."""
    where = at.location
    if where.confidential:
        return
    yield from (name for name in OF_LOCATION if getattr(where, name))
    if is_placed(where):
        yield POSITION
    yield from (name for name in OF_PLACE if getattr(at, name))


def is_placed(location: Location) -> bool:
    """Whether it has a point on the map."""
    return location.lat_deg is not None and location.lon_deg is not None
