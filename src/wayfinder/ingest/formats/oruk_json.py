"""Reaching into a feed's objects without trusting their shape."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

UNREAD = "wayfinder:unread"
"""Key of a record that its publisher lists but that could not be read, with the reason."""

_TEXTS = frozenset(
    (
        "name", "alternate_name", "description", "summary", "url", "website", "uri", "email",
        "status", "fees", "fees_description", "accreditations", "eligibility_description",
        "application_process", "wait_time", "interpretation_services", "licenses", "title",
        "department", "number", "type", "address_1", "address_2", "city", "postal_code",
        "location_type", "address_type", "option", "amount", "amount_description", "currency",
        "minimum_age", "maximum_age", "assured_date", "last_modified", "valid_from", "valid_to",
        "dtstart", "until", "opens_at", "closes_at", "byday", "weekday", "freq", "code", "document",
        "latitude", "longitude", "extent_type", "vocabulary", "identifier", "identifier_scheme",
        "identifier_type",
    )
)  # fmt: skip
"""Fields whose value is a text or a number in every standard; feeds wrap some in an object."""

_HOLDERS = (
    "value", "text", "name", "title", "label", "description", "url", "href", "address", "number",
    "date", "$date", "code", "en", "#text", "id",
)  # fmt: skip
"""Where such an object keeps the text itself, the likeliest first."""


def nested(item: Json, key: str) -> Json:
    """The object at `key`, or an empty one."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def listed(item: Json, key: str) -> list[Json]:
    """The objects of the list at `key`; a lone object counts as a list of one."""
    value = item.get(key)
    if isinstance(value, dict):
        return [value]
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text_id(value: object) -> str | None:
    """An id or code as text; feeds also use integers."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return str(value).strip() or None


def unwrapped(value: Any) -> Any:
    """The same data with plain values where a text should be and an object stands, at any depth:
    `{"status": {"id": 3, "name": "active"}}` is `{"status": "active"}`."""
    if isinstance(value, list):
        return [unwrapped(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _held(one) if key in _TEXTS and isinstance(one, dict) else unwrapped(one)
        for key, one in value.items()
    }


def _held(wrapper: Json) -> str | int | float | None:
    given = (wrapper.get(key) for key in _HOLDERS)
    return next(
        (one for one in given if isinstance(one, str | int | float) and one != ""),
        None,
    )
