"""What the commands show to people of the sources: how each stands, and what retiring one did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wayfinder.domain.hours import LONDON

if TYPE_CHECKING:  # Only for their names: showing sources should not load what reads them.
    from wayfinder.ingest.retiring import Retired
    from wayfinder.ingest.standing import Standing

NEVER = "never"


def show_sources(standings: Sequence[Standing]) -> None:
    """Each source with its publisher, and below them what is wrong with any."""
    out = Console(highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0))
    # An id is there to be typed again: however narrow the window, it is whole and on one line.
    table.add_column("source", min_width=max((len(it.id) for it in standings), default=0))
    table.add_column("services", justify="right")
    table.add_column("last heard", no_wrap=True)
    table.add_column("")
    for each in standings:
        more = "".join(f"\n  {line}" for line in _more(each))
        heard = _moment(each.last_heard)
        table.add_row(
            Text.assemble(each.id, (more, "dim")), f"{each.services:,}", heard, _state(each)
        )
    out.print(table)
    _show_alerts(out, standings)


def _more(standing: Standing) -> Iterator[str]:
    if standing.publisher:
        yield standing.publisher
    changed = f"changed {_moment(standing.last_changed)[:10]}" if standing.last_changed else None
    if when := ", ".join(filter(None, (standing.schedule, changed))):
        yield when


def _show_alerts(out: Console, standings: Sequence[Standing]) -> None:
    for alert in (alert for each in standings for alert in each.alerts):
        told = f"{alert.source_id}: {alert.code} since {_moment(alert.raised_at)}: {alert.detail}"
        out.print(Text(f"\n{told}", style="bold red"), soft_wrap=True)


def _state(standing: Standing) -> str:
    """The one thing to know of it first, in a word (the operator's guide lists them)."""
    if standing.alerts:
        return "alert"
    if not standing.declared:
        return "undeclared"
    if not standing.enabled:
        return "off"
    if standing.last_heard is None:
        return "new"
    return "due" if standing.due else "on"


def ask_to_retire(standing: Standing) -> None:
    """What is about to go, on stderr."""
    told = (
        f"{standing.name} ({standing.id}) offers {standing.services:,} services, last heard "
        f"{_moment(standing.last_heard)}. All it said will be withdrawn: kept and dated, and shown "
        "to nobody."
    )
    Console(stderr=True, highlight=False).print(Text(told))


def show_retired(done: Retired, *, comes_back: bool) -> None:
    """What was withdrawn, and whether the next harvest would bring it back."""
    out = Console(highlight=False, soft_wrap=True)
    out.print(_withdrawn(done))
    if comes_back:
        out.print(
            Text(
                f"{done.source} is still switched on in sources.toml: the next harvest brings it "
                "back. Take it out there, or say enabled = false.",
                style="bold",
            )
        )
    if done.published:
        out.print(f"Release {done.release} answers now.")
    else:
        out.print("No new release was published.")


def _withdrawn(done: Retired) -> str:
    if not done.withdrawn:
        return f"{done.source} had nothing left to withdraw."
    records = "1 record" if done.withdrawn == 1 else f"{done.withdrawn:,} records"
    return (
        f"{done.source}: {records} withdrawn, {done.offered:,} of them offered until now. What was "
        "withdrawn is kept, and comes back with the source's next harvest or import."
    )


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if moment else NEVER
