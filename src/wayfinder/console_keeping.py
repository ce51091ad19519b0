"""What the keepers' commands show: pairs side by side, judgements, keys, and a service with the
source of every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from wayfinder.domain.links import Judgement, Laid, Side
from wayfinder.domain.service_rows import day_told, told_of

if TYPE_CHECKING:
    from wayfinder.domain.service_view import ServiceView
    from wayfinder.store.keys import Key

_COMPARED = {
    "name": "name",
    "organization": "organisation",
    "phones": "phone",
    "email": "e-mail",
    "url": "web",
    "places": "address",
    "summary": "summary",
}
_MARKS = {"same": ("same", "green"), "differs": ("differs", "red")}


def show_pair(pair: Laid, number: int, total: int) -> None:
    """Both records beside each other, whether they agree in each field, and what speaks for and
    against their being one service."""
    out = Console(highlight=False)
    title = Text(f"{number} of {total}: {pair.verdict}, {pair.score:.2f}")
    table = Table("", "", Column(_source(pair.left)), Column(_source(pair.right)), title=title)
    for name, heading in _COMPARED.items():
        left, right = _side(pair.left, name), _side(pair.right, name)
        if left or right:
            mark = _MARKS.get(pair.compared.get(name, ""), ("", ""))
            table.add_row(heading, Text(*mark), left or _NOT_TOLD, right or _NOT_TOLD)
    out.print(table)
    for_it = [each for each in pair.reasons if each not in pair.against]
    for heading, reasons in (("For", for_it), ("Against", pair.against)):
        if reasons:
            out.print(Text(f"  {heading}: {'; '.join(reasons)}."))
    out.print(Text(f"  {pair.left.id} {pair.right.id}", style="dim"))


_NOT_TOLD = Text("not told", style="dim")


def _source(side: Side) -> Text:
    return Text(f"{side.source}, record {side.record_id}")


def _side(side: Side, name: str) -> Text:
    value = getattr(side, name)
    lines = list(value) if isinstance(value, tuple) else [value or ""]
    if name == "places" and side.address_withheld:
        lines.append("[address withheld]")
    return Text("\n".join(lines))


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
        out.print(Text(f"{source.source}, record {source.record_id}, {day_told(source.as_of)}"))


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
