"""A feed's own fields, kept as it spells them; what could tell of a person is left out."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from wayfinder.ingest.formats.oruk_json import UNREAD, Json

MAX_BYTES = 16_384
"""A record's own fields beyond this are no facts about a service, but a copy of something."""

_READ = frozenset(
    (
        "id", "organization_id", "program_id", "name", "alternate_name", "description", "summary",
        "url", "email", "status", "application_process", "fees_description", "wait_time", "fees",
        "eligibility_description", "minimum_age", "maximum_age", "assured_date", "alert",
        "last_modified", "phones", "schedules", "service_areas", "service_at_locations",
        "languages", "organization", "cost_options", "required_documents", "contacts",
        "attributes", "locations", "taxonomy_terms", "eligibilitys", "eligibility",
        "service_taxonomys", "regular_schedules", "regular_schedule", "holiday_schedules",
    )
)  # fmt: skip
"""Fields of ORUK 1.0 and 3.0 and of HSDS that have a place of their own in a service."""

_NEVER = frozenset(("assurer_email", "metadata", "reviews", UNREAD))
_PERSON = re.compile(
    r"(?:^|_)by(?:$|_)|[a-z]By$|e[-_]?mail|assurer|updater|editor|author(?!i)|owner|contact"
    r"|person_?name|password|token|secret|user|staff|admin|review|assess|verif|approv|assign"
    r"|manager|keeper|safeguarding_?lead|lead_?(?:name|officer|person)|histor|audit"
    r"|(?:cre|upd|modifi)\w+_?by",
    re.IGNORECASE,
)
_LABELS = frozenset(("label", "name", "key", "title", "field"))
_VALUE = re.compile(r"value|text\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@]@[^\s@.]+\.[a-z]", re.IGNORECASE)


def extensions(item: Json) -> dict[str, Any]:
    """The fields of a service that have no place of their own, at any depth without names and
    e-mail addresses of those who keep the record; empty where they are too large to be kept."""
    kept = _own(item)
    return kept if _fits(kept) else {}


def too_large(item: Json) -> bool:
    """Whether a service's own fields were left out for their size."""
    return not _fits(_own(item))


def _own(item: Json) -> dict[str, Any]:
    own = {key: value for key, value in item.items() if key not in _READ and key not in _NEVER}
    return _parts(own)


def _fits(kept: dict[str, Any]) -> bool:
    return len(msgspec.json.encode(kept)) <= MAX_BYTES


def _impersonal(value: Any) -> Any:
    """The value without empty parts and without what names a person; None where nothing is left."""
    if isinstance(value, dict):
        return None if _labels_a_person(value) else _parts(value)
    if isinstance(value, list):
        return [part for one in value if not _empty(part := _impersonal(one))]
    if isinstance(value, str) and _ADDRESS.search(value):
        return None
    return value


def _parts(item: Json) -> Json:
    parts = {key: _impersonal(one) for key, one in item.items() if not _is_of_a_person(key)}
    return {key: one for key, one in parts.items() if not _empty(one)}


def _is_of_a_person(name: str) -> bool:
    return bool(_PERSON.search(re.sub(r"[\s-]+", "_", name)))


def _labels_a_person(item: Json) -> bool:
    """Whether it is a field told as a pair, as in {"label": "Last updated by", "value": ...}."""
    labels = (one for key, one in item.items() if key.lower() in _LABELS)
    return any(map(_VALUE.match, item)) and any(
        isinstance(label, str) and _is_of_a_person(label) for label in labels
    )


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)
