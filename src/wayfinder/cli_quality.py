"""`wayfinder quality`: how good what each source tells us is, and what could be put right."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from wayfinder import cli_rooms as rooms
from wayfinder.cli_rooms import AsJson
from wayfinder.errors import FieldError, InvalidInput

if TYPE_CHECKING:
    from wayfinder.domain.quality import Quality
    from wayfinder.insight.quality.measure import Wanted
    from wayfinder.insight.quality.reports import Reports


FOR_SPREADSHEETS = "\ufeff"
"""The mark without which Excel takes UTF-8 for an older encoding, and "Café" for something else."""


def quality(
    source: Annotated[str | None, typer.Option(help="Only this one; by its id.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print the rows to fix, for a spreadsheet.")
    ] = False,
    check_links: Annotated[
        bool, typer.Option("--check-links", help="Ask each web page once whether it is there.")
    ] = False,
) -> None:
    """Measure what each source tells us: counts, shares, and rows to fix for the feed's owner."""
    from wayfinder import console_quality
    from wayfinder.insight.quality.measure import Wanted
    from wayfinder.insight.quality.reports import Reports
    from wayfinder.insight.quality.sheet import as_csv as sheet

    if as_json and as_csv:
        message = "Choose --json or --csv, not both."
        raise InvalidInput(message, (FieldError("--csv", message),))
    knows_postcode = rooms.desk(rooms.settings()).knows_postcode
    with closing(rooms.archive()) as archive:
        reports = Reports(archive.evidence, archive.state, knows_postcode)
        wanted = Wanted(source, rows=as_json or as_csv or source is not None)
        found = (_with_links if check_links else Reports.report)(reports, wanted)
    if as_csv:
        sys.stdout.write(FOR_SPREADSHEETS + sheet(found.fixes))
    else:
        rooms.print_json(found) if as_json else console_quality.show_quality(found)


def _with_links(reports: Reports, wanted: Wanted) -> Quality:
    from wayfinder.insight.quality.reaching import reaching
    from wayfinder.progress import Lines

    with (
        Lines().step("Asking for web pages") as advance,
        reaching(clock=time.monotonic, sleep=time.sleep) as reach,
    ):
        return reports.report(wanted, reach, advance)
