"""What the keepers' commands show: pairs side by side, judgements, keys, and a service with the
source of every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wayfinder.domain.links import Judgement, Laid, Side
from wayfinder.domain.service_rows import told_of

if TYPE_CHECKING:
    from wayfinder.domain.service_view import ServiceView
    from wayfinder.store.keys import Key

_SIDES = ("source", "record_id", "name", "organization", "summary", "places", "phones", "url", "id")


def show_pair(pair: Laid, number: int, total: int) -> None:
    """Both records, field by field, and why they look like one."""
    out = Console(highlight=False)
    table = Table(
        "", "left", "right", title=f"{number} of {total}: {pair.score:.2f}, {pair.verdict}"
    )
    for name in _SIDES:
        table.add_row(name, _side(pair.left, name), _side(pair.right, name))
    out.print(table)
    for reason in pair.reasons:
        out.print(Text(f"  {reason}"))


def _side(side: Side, name: str) -> Text:
    value = getattr(side, name)
    return Text("\n".join(value) if isinstance(value, tuple) else value or "")


def show_judgements(words: Sequence[Judgement]) -> None:
    """One line a pair: what was said of it, by whom, when."""
    table = Table("pair", "", "by", "when", "note")
    for each in words:
        table.add_row(
            f"{each.left_id}\n{each.right_id}",
            "one service" if each.same else "two services",
            Text(each.judged_by),
            _day(each.judged_at),
            Text(each.note or ""),
        )
    Console(highlight=False).print(table)


def show_keys(found: Sequence[Key]) -> None:
    """One line a key: whose, since when, and until when."""
    table = Table("name", "created", "revoked")
    for each in found:
        revoked = _day(each.revoked_at) if each.revoked_at else ""
        table.add_row(Text(each.name), _day(each.created_at), revoked)
    Console(highlight=False).print(table)


def show_service(service: ServiceView) -> None:
    """Every field that holds something: from whom, of when, and what the others say; and every part
    of one that is from elsewhere."""
    out = Console(highlight=False)
    table = Table("field", "value", "from", "as of", title=Text(service.name))
    for row in told_of(service):
        table.add_row(*map(Text, row))
    out.print(table)
    for source in service.sources:
        out.print(Text(f"{source.source}, record {source.record_id}, {_date(source.as_of)}"))


def _date(day: date | None) -> str:
    return day.isoformat() if day else "not told"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
