"""Fields of which every source's word is kept: what they come to, and which part is whose. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayfinder.domain.parts import PART_NAMES
from wayfinder.domain.service import Origin, Service


def added_up(name: str, ranked: Sequence[Service]) -> tuple[Any, dict[str, Origin]]:
    """What all say of a field, the best claim first; and, by name, whose the parts are that are not
    of the best claim's."""
    values: dict[Any, Any] = {}
    whose: dict[str, Origin] = {}
    for service in ranked:
        said = getattr(service, name)
        for each in said:
            if each not in values:
                values[each] = said[each] if isinstance(said, dict) else each
                whose[PART_NAMES[name](each)] = service.origin(name)
    best = ranked[0].origin(name)
    parts = {part: origin for part, origin in whose.items() if origin != best}
    return (values if name == "extensions" else tuple(values)), parts
