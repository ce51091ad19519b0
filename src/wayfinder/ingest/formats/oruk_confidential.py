"""Whether an Open Referral location is confidential, in the ways in which feeds say so.

The standard has no field for it (openreferral/specification#166, #487); publishers use fields of
their own, a type that the standard does not list, or an attribute.
"""

from __future__ import annotations

from wayfinder.ingest.cleaning.text import line
from wayfinder.ingest.formats.oruk_json import Json, listed, nested
from wayfinder.ingest.rules.confidential import WITHHELD_TERM

_NO = frozenset(("", "false", "no", "n", "0", "none", "public", "null"))


def is_confidential(location: Json) -> bool:
    """Whether the location, one of its addresses or one of its attributes says so."""
    addresses = listed(location, "addresses") + listed(location, "physical_addresses")
    held = (location, *addresses)
    return any(_flagged(each) or _typed(each) for each in held) or _in_words(location, addresses)


def _flagged(item: Json) -> bool:
    """A field that is named so, and not denied: what is not understood is withheld."""
    flags = (value for key, value in item.items() if "confidential" in key.lower())
    return any(str(value or "").strip().lower() not in _NO for value in flags)


def _typed(item: Json) -> bool:
    types = (line(item.get(key)) or "" for key in ("location_type", "address_type"))
    return any("confidential" in each.lower() for each in types)


def _in_words(location: Json, addresses: list[Json]) -> bool:
    terms = [nested(one, "taxonomy_term") for one in listed(location, "attributes")]
    told = [one.get("name") or one.get("term") for one in (*terms, location)]
    told += [one.get(key) for one in addresses for key in ("address_1", "address_2", "attention")]
    return any(WITHHELD_TERM.search(line(each) or "") for each in told)
