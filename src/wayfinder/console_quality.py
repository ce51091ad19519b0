"""What `wayfinder quality` shows: a line for each thing measured, a column for each source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from wayfinder.domain.hours import LONDON
from wayfinder.domain.quality import EXPECTED, FAULTS, Fix, Quality, Share, SourceQuality

_SHORT = {
    "contact": "contact",
    "place": "place",
    "hours": "hours",
    "eligibility": "who",
    "area": "area",
    "referral": "refer",
    "cost": "cost",
    "description": "what",
    "organization": "by",
    "assured_date": "checked",
}
SHOWN_ROWS = 20
SHOWN_REASONS = 10
_FRESHNESS = {
    "within_3_months": "Checked within 3 months",
    "within_a_year": "3 to 12 months ago",
    "older": "Longer ago",
    "never": "Never",
    "median_age_days": "Median age in days",
}
_LINKS = {
    "works": "Web pages that work",
    "doubtful": "May not be the page meant",
    "moved": "Moved",
    "gone": "Gone",
    "refused": "Refuse programs",
    "no_answer": "No answer",
}


def show_quality(quality: Quality) -> None:
    """A line a source where there are several, then everything measured of the one or of all, what
    was refused and why, the alerts, and the first rows to fix."""
    out = Console(highlight=False, soft_wrap=True)
    if not quality.sources:
        out.print("There is no source yet: import one.")
        return
    several = len(quality.sources) > 1
    if several:
        out.print(_side_by_side(quality.sources))
    out.print(_whole(quality))
    for source in quality.sources:
        _show_ledger(out, source)
    _show_rows(out, quality.fixes)


def _side_by_side(sources: Sequence[SourceQuality]) -> Table:
    """What share of each source's records holds what."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.caption = "In each hundred records, how many state it"
    table.add_column("source", min_width=14, overflow="fold")
    for heading in ("records", *_SHORT.values()):
        table.add_column(heading, justify="right", no_wrap=True)
    for it in sources:
        shares = (_share(it.completeness[field]).rstrip("%") for field in _SHORT)
        table.add_row(escape(it.source or it.name), f"{it.records:,}", *shares)
    return table


def _whole(quality: Quality) -> Table:
    measured = quality.overall
    table = Table("", "", title=f"{escape(measured.name)} on {quality.day}", show_header=False)
    table.add_row("Services of the latest release", _figure(quality.services))
    for name, value in _lines(measured):
        table.add_row(name, value)
    return table


def _share(share: Share) -> str:
    """So many in a hundred, rounded down: 100 is all. A dash where no record needs the field."""
    return f"{100 * share.held // share.of}%" if share.of else "-"


def _lines(measured: SourceQuality) -> Iterator[tuple[str, str]]:
    yield "Records that are listed now", f"{measured.records:,}"
    for field, words in EXPECTED.items():
        yield words, _share(measured.completeness[field])
    for name, words in _FRESHNESS.items():
        yield words, _figure(getattr(measured.freshness, name))
    for code, words in FAULTS.items():
        if code not in ("absent", "stale", *_LINKS):
            yield words, _figure(measured.faults[code])
    yield "Pairs that wait for a person", _figure(measured.doubtful_links)
    yield "Gone from the feed at its latest import", _figure(measured.withdrawn)
    if measured.links is not None:
        for state, words in _LINKS.items():
            yield words, _figure(measured.links[state])


def _figure(count: int | None) -> str:
    return "-" if count is None else f"{count:,}"


def _show_ledger(out: Console, source: SourceQuality) -> None:
    for reason, count in list(source.refused.items())[:SHOWN_REASONS]:
        out.print(Text(f"{source.name}: {count:,} × {reason}"))
    for alert in source.alerts:
        since = alert.raised_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
        told = f"{source.name}: {alert.code} since {since}: {alert.detail}"
        out.print(Text(told, style="bold red"))


def _show_rows(out: Console, fixes: Sequence[Fix]) -> None:
    if not fixes:
        return
    table = Table("record", "name", "", "what is wrong", "given", "what would be right")
    for row in fixes[:SHOWN_ROWS]:
        soon = "urgent" if row.severity == "urgent" else ""
        told = (row.record_id, row.name, soon, row.wrong, row.given, row.right)
        table.add_row(*(Text(each or "") for each in told), style="bold red" if soon else "")
    out.print(table)
    if (more := len(fixes) - SHOWN_ROWS) > 0:
        out.print(f"… and {more:,} more: --csv prints them all.")
