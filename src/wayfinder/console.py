"""What the commands show to people: progress on stderr, answers and tables on stdout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from wayfinder.domain.answer import Answer, Contact, FrontDoor, Match
from wayfinder.index.bodies import HitService
from wayfinder.web import words

if TYPE_CHECKING:  # Only for their names: showing an answer should not load the whole workroom.
    from wayfinder.evaluation import Evaluation
    from wayfinder.ingest.harvest import Harvested
    from wayfinder.ingest.run import Summary
    from wayfinder.workroom import Advance

SHOWN_REJECTIONS = 20


@contextmanager
def progress(step: str) -> Iterator[Advance]:
    """One line of progress for one step, on stderr; a plain line where that is no terminal."""
    err = Console(stderr=True)
    if not err.is_terminal:
        err.print(f"{step} …", highlight=False)
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=err) as bar:
        task = bar.add_task(step, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_answer(answer: Answer) -> None:
    """An answer fit to be read aloud: danger first, then results, then who else will help."""
    out = Console(highlight=False)
    for urgent in answer.urgent:
        out.print(Text(urgent.message, style="bold red"))
        for contact in urgent.contacts:
            out.print(_indented(_contact(contact)))
        out.print()
    for number, match in enumerate(answer.matches, start=1):
        _show_match(out, number, match, answer.understood.place is not None)
    if not answer.matches:
        out.print("Nothing in the directory matches this.\n")
    for step in answer.relaxed:
        out.print(Text(step.text))
    if answer.front_doors:
        out.print(Text("If none of these is right, these will take any enquiry:", style="bold"))
    for door in answer.front_doors:
        out.print(_indented(_contact(door)))
    out.print(Text(f"\n{answer.emergency}", style="bold"))


def _show_match(out: Console, number: int, match: Match, placed: bool) -> None:
    service = msgspec.json.decode(match.service, type=HitService)
    out.print(Text(f"{number}. {service.name}", style="bold"))
    lines = (
        service.organization.name if service.organization.name != service.name else None,
        words.miles(match.distance_m),
        *(f"Phone {phone.number}" for phone in service.phones),
        f"Serves this address: {words.serves(match.serves)}" if placed else None,
        f"Right for this person: {words.eligible(match.eligibility.verdict)}",
        *(f"Ask: {check.ask}" for check in match.eligibility.checks if check.ask),
        match.opening.text,
        *(reason.text for reason in match.reasons),
    )
    for line in filter(None, lines):
        out.print(_indented(line))
    out.print()


def _contact(contact: Contact | FrontDoor) -> str:
    ways = (contact.phone, contact.text, contact.url)
    return f"{contact.name}: {', '.join(way for way in ways if way)}"


def _indented(line: str) -> Text:
    return Text(f"   {line}")


def show_summary(summary: Summary) -> None:
    """What an import did, its refused rows and why."""
    out = Console(highlight=False)
    table = Table(title=f"{summary.source} ({summary.format})", title_justify="left")
    counts = ("read", "added", "changed", "unchanged", "withdrawn", "rejected")
    for name in counts:
        table.add_column(name, justify="right")
    table.add_row(*(f"{getattr(summary, name):,}" for name in counts))
    out.print(table)
    for reason, count in summary.reasons.items():
        out.print(Text(f"{count:,} × {reason}"))
    for each in summary.rejections[:SHOWN_REJECTIONS]:
        out.print(Text(f"row {each.row}: {each.reason}"))
    if len(summary.rejections) > SHOWN_REJECTIONS:
        out.print(Text(f"… and {len(summary.rejections) - SHOWN_REJECTIONS:,} more"))
    published = f"Release {summary.release} answers now."
    out.print(published if summary.published else "No new release was published.")


def show_harvest(harvested: Sequence[Harvested]) -> None:
    """One line a source: what changed, or why it failed."""
    out = Console(highlight=False)
    table = Table("source", "read", "added", "changed", "withdrawn", "rejected", "")
    for each in harvested:
        table.add_row(each.source_id, *_harvest_cells(each))
    out.print(table)


def _harvest_cells(each: Harvested) -> tuple[str, ...]:
    if each.summary is None:
        return ("", "", "", "", "", each.error.detail if each.error else "")
    done = each.summary
    counts = (done.read, done.added, done.changed, done.withdrawn, done.rejected)
    return (*(f"{count:,}" for count in counts), "")


def show_evaluation(evaluation: Evaluation) -> None:
    """The figures, one a line."""
    out = Console(highlight=False)
    table = Table(title=f"{evaluation.queries} judged queries", show_header=False)
    for name in evaluation.__struct_fields__[1:]:
        table.add_row(name, f"{getattr(evaluation, name):.3f}")
    out.print(table)


def show_error(message: str, details: Sequence[str] = ()) -> None:
    """One plain message on stderr."""
    err = Console(stderr=True, highlight=False)
    err.print(Text(message, style="bold red"))
    for detail in details:
        err.print(_indented(detail))


def say(message: str) -> None:
    """One line on stderr, beside whatever goes to stdout."""
    Console(stderr=True, highlight=False).print(Text(message))
