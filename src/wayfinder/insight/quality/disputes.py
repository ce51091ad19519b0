"""Fields that sources state differently of one service: one of them has to be wrong, or old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from wayfinder.domain.quality import Fix
from wayfinder.domain.service import Service
from wayfinder.domain.service_view import ServiceView, service_view
from wayfinder.domain.service_words import day_in_words, in_words
from wayfinder.insight.quality.telling import WITHHELD, excerpt


class Saying(NamedTuple):
    """What one source says of a field, and the day it was true there."""

    source: str
    record_id: str
    as_of: date | None
    words: str


def disputes(joint: Service, names: Mapping[str, str], today: date) -> Iterator[Fix]:
    """A row for each source and field of a joint service that another source states otherwise.
    `names` are the sources' by id."""
    if not joint.conflicts:
        return
    view = service_view(joint, today)
    for field in filter(_is_fault, view.conflicts):
        sayings = _sayings(view, field)
        for own in sayings:
            others = [it for it in sayings if it.source != own.source and it.words != own.words]
            if others:
                yield _row(joint, field, own, others, names)


def _is_fault(field: str) -> bool:
    """Each record has days of its own, and a feed's own fields are nobody else's to mend."""
    return field not in ("assured_date", "last_modified", "extensions")


def _sayings(view: ServiceView, field: str) -> list[Saying]:
    """Words as the public may see them: the view leaves out what it must not."""
    chosen = view.provenance[field]
    own: Any = getattr(view, field)
    first = Saying(chosen.source, chosen.record_id, chosen.as_of, in_words(own))
    others = (
        Saying(it.source, it.record_id, it.as_of, in_words(it.value))
        for it in view.conflicts[field]
    )
    return [first, *others]


def _row(
    joint: Service,
    field: str,
    own: Saying,
    others: list[Saying],
    names: Mapping[str, str],
) -> Fix:
    hidden = joint.has_confidential_place
    who = ", ".join(dict.fromkeys(names.get(it.source, it.source) for it in others))
    said = "; ".join(filter(None, (_dated(it) for it in others)))
    return Fix(
        source=own.source,
        record_id=own.record_id,
        name=excerpt(joint.name),
        field=field,
        code="conflict",
        wrong=f"Said otherwise by {who}",
        given=WITHHELD if hidden else excerpt(own.words),
        right="Check which is right" + (f"; told elsewhere: {excerpt(said)}" if not hidden else ""),
    )


def _dated(saying: Saying) -> str:
    day = f" ({day_in_words(saying.as_of)})" if saying.as_of else ""
    return f"{saying.words}{day}" if saying.words else ""
