"""What the commands show to people of imports, harvests and evaluations: counts and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wayfinder.domain.hours import LONDON

if TYPE_CHECKING:  # Only for their names: showing counts should not load the whole workroom.
    from wayfinder.errors import FeedError
    from wayfinder.evaluation.comparison import Change, Comparison
    from wayfinder.evaluation.figures import Evaluation
    from wayfinder.ingest.summary import Summary
    from wayfinder.intake import Harvest
    from wayfinder.location.small_area_build import SmallAreaSummary

SHOWN_REJECTIONS = 20
SHOWN_OF_EACH = 5
"""Of each of several sources: the first of them, for a person to see what is wrong at all."""
FATES = ("offered", "defunct", "not_offered", "rejected")
CHANGES = ("added", "changed", "unchanged", "withdrawn")
ROWS = ("added", "changed", "unchanged", "left_out", "rejected")


def show_summary(summary: Summary) -> None:
    """What became of every row of an import, what that changed, and the refused rows and why."""
    out = Console(highlight=False, soft_wrap=True)
    _show_counts(out, summary)
    _show_reasons(out, summary)
    out.print(_release(summary.release if summary.published else None))


def show_small_areas(summary: SmallAreaSummary) -> None:
    """What became of every row of a list of small areas, and how many postcodes have what."""
    out = Console(highlight=False, soft_wrap=True)
    out.print(Text(f"{summary.source} ({summary.format})", style="bold"))
    out.print(_indented(f"read {summary.read:,} = {_counted(summary, ROWS, ' + ')}"))
    out.print(_indented(f"in the list before, but not in this: {summary.withdrawn:,}"))
    have = ", ".join(f"{level} {count:,}" for level, count in summary.levels.items())
    out.print(_indented(f"postcodes with each level: {have}"))
    _show_reasons(out, summary)
    out.print("Served from the next start on.")


def _show_reasons(out: Console, summary: Summary | SmallAreaSummary) -> None:
    for reason, count in summary.reasons.items():
        out.print(Text(f"{count:,} × {reason}"))
    for each in summary.rejections[:SHOWN_REJECTIONS]:
        out.print(Text(f"row {each.row}: {each.reason}"))
    more = max(summary.rejected, len(summary.rejections)) - SHOWN_REJECTIONS
    if more > 0:
        out.print(Text(f"… and {more:,} more"))


def _show_counts(out: Console, summary: Summary) -> None:
    out.print(Text(f"{summary.source} ({summary.format})", style="bold"))
    if summary.not_modified:
        out.print(_indented("not modified since its last import: nothing was read"))
        return
    out.print(_indented(f"read {summary.read:,} = {_counted(summary, FATES, ' + ')}"))
    out.print(_indented(f"since the last import: {_counted(summary, CHANGES, ', ')}"))


def _counted(summary: Summary | SmallAreaSummary, fields: Sequence[str], between: str) -> str:
    counts = (f"{getattr(summary, name):,} {name.replace('_', ' ')}" for name in fields)
    return between.join(counts)


def show_harvest(harvest: Harvest, *, due: bool) -> None:
    """Each source in turn: what became of its rows and what that changed, or why it failed; then
    the alerts that stand. `due`: only sources whose time had come were wanted."""
    out = Console(highlight=False, soft_wrap=True)
    if not harvest.sources:
        nobody = "No source is due" if due else "No source is switched on in sources.toml"
        out.print(f"{nobody}: nothing was asked.")
    for each in harvest.sources:
        if each.summary:
            _show_counts(out, each.summary)
            if not each.summary.not_modified:
                _show_refused(out, each.summary)
        if each.error:
            out.print(Text(f"{each.source_id}\n   {each.error.detail}", style="bold red"))
    if harvest.sources:
        out.print(_release(harvest.published))
    if harvest.alerts:
        out.print(Text("Alerts, each until its source is well again:", style="bold"))
    told = {each.error.detail for each in harvest.sources if each.error}
    for alert in harvest.alerts:
        since = alert.raised_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
        detail = "see above" if alert.detail in told else alert.detail
        out.print(_indented(f"{alert.source_id}: {alert.code} since {since}: {detail}"))


def _show_refused(out: Console, summary: Summary) -> None:
    """The first rows and fields that were refused, and why; `import` and `quality` tell more."""
    for each in summary.rejections[:SHOWN_OF_EACH]:
        out.print(_indented(f"row {each.row}: {each.reason}"))
    more = len(summary.rejections) - SHOWN_OF_EACH
    if more > 0:
        sheet = f"wayfinder quality --source {summary.source}"
        out.print(_indented(f"… and {more:,} more: `{sheet}` lists them"))


def _release(published: int | None) -> str:
    return f"Release {published} answers now." if published else "No new release was published."


def harvest_facts(harvest: Harvest) -> dict[str, object]:
    """The same for a program: of each source its summary, or its error with a stable code."""
    return {
        "sources": [
            failure(each.source_id, each.error) if each.error else each.summary
            for each in harvest.sources
        ],
        "alerts": harvest.alerts,
        "published": harvest.published,
    }


def failure(source_id: str, error: FeedError) -> dict[str, object]:
    """Why a source could not be brought in, for a program."""
    return {
        "source": source_id,
        "error": {"code": error.code, "detail": error.detail, **error.facts},
    }


def show_evaluation(evaluation: Evaluation) -> None:
    """The figures, one a line."""
    out = Console(highlight=False)
    table = Table(title=f"{evaluation.queries} judged queries", show_header=False)
    for name in evaluation.__struct_fields__[1:]:
        if getattr(evaluation, name) is not None:
            table.add_row(name, _figure(getattr(evaluation, name)))
    out.print(table)


def show_comparison(compared: Comparison) -> None:
    """The means then and now, and each query that gained or lost, greatest change first."""
    out = Console(highlight=False, soft_wrap=True)
    means = Table("", "then", "now", title="Over the queries that both runs asked")
    for mean in compared.means:
        means.add_row(mean.name, _figure(mean.then), _figure(mean.now))
    out.print(means)
    _show_changes(out, "gained", compared.gained)
    _show_changes(out, "lost", compared.lost)
    out.print(f"{compared.unchanged} unchanged.")
    for which, ids in (("earlier", compared.only_then), ("present", compared.only_now)):
        if ids:
            out.print(Text(f"Only in the {which} run: {', '.join(ids)}."))


def _show_changes(out: Console, verb: str, changes: Sequence[Change]) -> None:
    if not changes:
        out.print(f"None {verb}.")
        return
    table = Table("", "then", "now", "", "query", title=f"{len(changes)} {verb}")
    for each in changes:
        figures = (_figure(each.then), _figure(each.now), f"{each.gain:+.3f}")
        table.add_row(Text(each.id), *figures, Text(each.query))
    out.print(table)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _indented(line: str) -> Text:
    return Text(f"   {line}")
