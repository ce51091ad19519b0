"""Fields that sources state differently of one service: one of them has to be wrong, or old."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from wayfinder.domain.quality import Fix, severity
from wayfinder.domain.service import Service, Status
from wayfinder.domain.service_view import ServiceView, service_view
from wayfinder.domain.service_words import day_in_words, in_words
from wayfinder.insight.quality.telling import WITHHELD, excerpt


class Saying(NamedTuple):
    """What one source says of a field, and the day it was true there."""

    source: str
    record_id: str
    as_of: date | None
    words: str


Records = Mapping[str, Mapping[str, Fix]]
"""A row of each record that is listed now, by its source and its id there."""


def disputes(
    joint: Service, names: Mapping[str, str], today: date, records: Records
) -> Iterator[Fix]:
    """A row for each of the `records` and field of a joint service that another source states
    otherwise; of what is open and what is closed, for the closed records as well. `names` are the
    sources' by id."""
    if not joint.conflicts:
        return
    view = service_view(joint, today)
    for field in filter(_is_fault, view.conflicts):
        sayings = _on_status(view) if field == "status" else _stated(view, field)
        for own in sayings:
            record = records.get(own.source, {}).get(own.record_id)
            name = record.name if record else _name_of_closed(joint, field, own)
            others = [it for it in sayings if it.source != own.source and it.words != own.words]
            if name and others:
                hidden = joint.has_confidential_place
                yield _row(name, field, own, others, names, hidden=hidden)


def _on_status(view: ServiceView) -> list[Saying]:
    """Of each record that the service is made of: every one has a status, and those that agree with
    what is taken have to be asked as much as whoever says otherwise."""
    told = _sayings(view, "status")
    heard = {(it.source, it.record_id) for it in told}
    agreeing = (
        Saying(it.source, it.record_id, it.as_of, in_words(view.status))
        for it in view.sources
        if (it.source, it.record_id) not in heard
    )
    return [*told, *agreeing]


def _name_of_closed(joint: Service, field: str, own: Saying) -> str | None:
    """A record that its source calls closed is not among those listed, and its owner is asked all
    the same."""
    is_closed = field == "status" and own.words != in_words(Status.ACTIVE)
    return excerpt(joint.name) if is_closed else None


def _stated(view: ServiceView, field: str) -> list[Saying]:
    """Without the summaries that our readers took from a description, where a feed has none: the
    description itself is told, and no feed has to mend what it does not state."""
    sayings = _sayings(view, field)
    if field != "summary":
        return sayings
    in_full = [it.words for it in _sayings(view, "description")]
    return [it for it in sayings if not any(map(_begins_with(it.words), in_full))]


def _begins_with(summary: str) -> Callable[[str], bool]:
    """Whether a text begins so, as far as it was not cut short; it may stand in a later paragraph,
    below a heading."""
    beginning = " ".join(summary.removesuffix("...").split())
    return lambda text: beginning in " ".join(text.split())


def _is_fault(field: str) -> bool:
    """Each record has days of its own, and a feed's own fields are nobody else's to mend."""
    return field not in ("assured_date", "last_modified", "extensions")


def _sayings(view: ServiceView, field: str) -> list[Saying]:
    """Words as the public may see them: the view leaves out what it must not."""
    chosen = view.provenance.get(field)
    if chosen is None:
        return []
    own: Any = getattr(view, field)
    first = Saying(chosen.source, chosen.record_id, chosen.as_of, in_words(own))
    others = (
        Saying(it.source, it.record_id, it.as_of, in_words(it.value))
        for it in view.conflicts.get(field, ())
    )
    return [first, *others]


def _row(
    name: str,
    field: str,
    own: Saying,
    others: list[Saying],
    names: Mapping[str, str],
    *,
    hidden: bool,
) -> Fix:
    who = ", ".join(dict.fromkeys(names.get(it.source, it.source) for it in others))
    said = "; ".join(filter(None, (_dated(it) for it in others)))
    return Fix(
        source=own.source,
        severity=severity("conflict"),
        record_id=own.record_id,
        name=name,
        field=field,
        code="conflict",
        wrong=f"Said otherwise by {who}",
        given=WITHHELD if hidden else excerpt(own.words),
        right="Check which is right" + (f"; told elsewhere: {excerpt(said)}" if not hidden else ""),
    )


def _dated(saying: Saying) -> str:
    day = f" ({day_in_words(saying.as_of)})" if saying.as_of else ""
    return f"{saying.words}{day}" if saying.words else ""
