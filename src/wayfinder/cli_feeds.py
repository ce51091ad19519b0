"""The commands that bring feeds in. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from wayfinder import cli_rooms as rooms
from wayfinder.cli_rooms import AsJson
from wayfinder.errors import FeedError, FieldError, InvalidInput

Publish = Annotated[bool, typer.Option("--publish/--no-publish", help="Make it a release.")]
AcceptShrink = Annotated[
    bool, typer.Option("--accept-shrink", help="Believe a feed that has lost many services.")
]


sources = typer.Typer(help="Who tells us of services, and how each source stands.")


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands."""
    app.command("import")(import_)
    app.command()(harvest)
    app.add_typer(sources, name="sources", invoke_without_command=True)
    app.command()(template)


def import_(
    where: Annotated[str, typer.Argument(metavar="PATH_OR_URL")],
    format: Annotated[
        str,
        typer.Option(help="oruk, hsds, hsds-csv, ods-gp, ods-dental, libraries, csv or onspd."),
    ],
    source: Annotated[str, typer.Option(help="Id of the source; records keep it.")],
    publish: Publish = True,
    as_of: Annotated[str | None, typer.Option(help="Day the feed was true: 2026-03-03.")] = None,
    accept_shrink: AcceptShrink = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The URL may be in a private network.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring one feed into the directory: all of it or, if it cannot be read, nothing.

    With onspd, the small areas of postcodes (ward, LSOA, ICB): served from the next start on.
    """
    from wayfinder import tallies
    from wayfinder.domain.source import Source
    from wayfinder.ingest.fetching.manners import Manners
    from wayfinder.ingest.run import FORMATS
    from wayfinder.ingest.sources import Terms

    if format == "onspd":
        _import_small_areas(source, Path(where), as_json)
        return
    if format not in FORMATS:
        message = f"{format!r} is none of {', '.join((*FORMATS, 'onspd'))}."
        raise InvalidInput(f"format: {message}", (FieldError("format", message),))
    told = Source(id=source, name=source, format=format, as_of=_day(as_of))
    manners = Manners(allow_private=allow_private)
    terms = Terms(accept_shrink=accept_shrink, manners=manners)
    with closing(rooms.workroom(rooms.settings())) as workroom:
        try:
            summary = workroom.import_feed(told, where, publish=publish, terms=terms)
        except FeedError as error:
            if as_json:
                rooms.print_json(tallies.failure(source, error))
            raise
    rooms.print_json(summary) if as_json else tallies.show_summary(summary)


def harvest(
    source_ids: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE_ID]...")] = None,
    publish: Publish = True,
    due: Annotated[bool, typer.Option("--due", help="Only those whose schedule says so.")] = False,
    accept_shrink: AcceptShrink = False,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Ask for whole feeds, not only for news.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import the sources of the manifest that are named, or all that are switched on.

    All or nothing for each source; all together become one release. Exit code 1 while any source
    has an alert. With --due and none due, nothing is asked and nothing changes.
    """
    from wayfinder import tallies

    with closing(rooms.workroom(rooms.settings())) as workroom:
        done = workroom.harvest(
            source_ids or (), publish=publish, due=due, accept_shrink=accept_shrink, afresh=afresh
        )
    rooms.print_json(tallies.harvest_facts(done)) if as_json else tallies.show_harvest(
        done, due=due
    )
    if done.alerts:
        raise typer.Exit(1)


@sources.callback()
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List every source: when it was last heard and changed anything, what is offered on its word,
    and what is wrong with it."""
    from wayfinder import console_sources

    if context.invoked_subcommand:
        return
    with closing(rooms.workroom(rooms.settings())) as workroom:
        found = workroom.sources()
    rooms.print_json(found) if as_json else console_sources.show_sources(found)


@sources.command("retire")
def retire(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE_ID")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    publish: Publish = True,
    as_json: AsJson = False,
) -> None:
    """Withdraw everything that a source has said: kept and dated, and shown to nobody.

    It comes back with the source's next harvest or import.
    """
    from wayfinder import console_sources

    with closing(rooms.workroom(rooms.settings())) as workroom:
        standing = {each.id: each for each in workroom.sources()}.get(source_id)
        if standing and standing.last_heard and not yes:
            console_sources.ask_to_retire(standing)
            typer.confirm("Withdraw them?", abort=True, err=True)
        done = workroom.retire(source_id, publish=publish)
    if as_json:
        rooms.print_json(done)
    else:
        console_sources.show_retired(done, comes_back=standing is not None and standing.enabled)


def template(format: Annotated[str, typer.Argument(help="csv is the only one.")] = "csv") -> None:
    """Print an empty table to fill in and import."""
    from wayfinder.ingest.formats.csv_columns import template as csv_template

    if format != "csv":
        raise InvalidInput("There is one template: wayfinder template csv")
    sys.stdout.write(csv_template())


def _import_small_areas(source_id: str, listed: Path, as_json: bool) -> None:
    from wayfinder import tallies
    from wayfinder.ingest.sources import source_id_fault
    from wayfinder.location.small_area_build import load_small_areas
    from wayfinder.progress import Lines
    from wayfinder.settings import make_data_dir

    if wrong := source_id_fault(source_id):
        raise InvalidInput(f"source: {wrong}", (FieldError("source", wrong),))
    settings = rooms.settings()
    make_data_dir(settings)
    with Lines().step(f"Reading {listed.name}") as advance:
        summary = load_small_areas(
            settings.gazetteer_path, listed, source_id, lambda rows: advance(rows, None)
        )
    rooms.print_json(summary) if as_json else tallies.show_small_areas(summary)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "This is no day. Write it as year-month-day, for example 2026-03-03."
        raise InvalidInput(f"--as-of: {message}", (FieldError("as_of", message),)) from None
