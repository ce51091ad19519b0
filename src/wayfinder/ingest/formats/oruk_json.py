"""Reaching into a feed's objects without trusting their shape."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

UNREAD = "wayfinder:unread"
"""Key of a record that its publisher lists but that could not be read, with the reason."""


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
