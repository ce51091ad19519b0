"""The parts that reasons are made of."""

from __future__ import annotations

from collections.abc import Sequence

from wayfinder.domain.answer import Reason
from wayfinder.domain.service import Service


def reason(service: Service, code: str, text: str, field: str) -> Reason:
    """A reason with the source and date of the field it rests on; `text` ends in a stop."""
    origin = service.origin(field)
    return Reason(code=code, text=text, field=field, source=origin.source_id, as_of=origin.as_of)


def stopped(text: str) -> str:
    """A source's own words as a sentence."""
    return text if text.rstrip('”")')[-1:] in (".", "?", "!") else f"{text}."


def listed(items: Sequence[str]) -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
