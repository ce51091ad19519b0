"""What can be read of an Open Referral record that is refused: all but the fields at fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from wayfinder.domain.service import Service
from wayfinder.errors import InvalidInput
from wayfinder.ingest.cleaning.text import line
from wayfinder.ingest.formats.oruk_json import Json, nested
from wayfinder.store.records import StagedRejection

_HOURS = frozenset({"schedules", "regular_schedules", "holiday_schedules"})
_AGES = frozenset({"minimum_age", "maximum_age", "eligibility", "eligibilitys"})


def what_is_left(
    item: Json, refused: StagedRejection, build: Callable[[Json], Service]
) -> tuple[StagedRejection, Service | None]:
    """What `build` makes of the record without the fields at fault, and the refusal with every one
    of them, for a record tells of one at a time. None where nothing can be made of it."""
    fields, reasons = [refused.field or ""], [refused.reason]
    while True:
        item = _without_field(item, fields[-1])
        try:
            service = build(item)
        except InvalidInput as error:
            found = error.errors[0].field
            if found in fields:
                return refused, None
            fields.append(found)
            reasons.append(error.detail)
            continue
        return replace(refused, field=", ".join(fields), reason=" ".join(reasons)), service


def _without_field(item: Json, field: str) -> Json:
    """The record without what it says of a field, anywhere in it; a name that it lacks is its
    organisation's."""
    kin = next((them for them in (_HOURS, _AGES) if field in them), frozenset({field}))
    left: Json = _without(item, kin)
    named = line(item.get("name")) or line(nested(item, "organization").get("name")) or _UNNAMED
    return {**left, "name": named}


_UNNAMED = "A service without a name"


def _without(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, keys) for each in value]
    if isinstance(value, dict):
        return {
            key: _without(each, keys - {"name"}) for key, each in value.items() if key not in keys
        }
    return value
