"""The `wayfinder` command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wayfinder import cli_keeping
from wayfinder.errors import FieldError, FileUnusable, InvalidInput, WayfinderError

if TYPE_CHECKING:
    from wayfinder.desk import Desk
    from wayfinder.meaning import Model
    from wayfinder.settings import Settings
    from wayfinder.workroom import Workroom

app = typer.Typer(
    help="No wrong door: a need in plain words, matched to services that can help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("service")(cli_keeping.show_service)
app.command()(cli_keeping.template)
app.add_typer(cli_keeping.links, name="links", no_args_is_help=True)
app.add_typer(cli_keeping.keys, name="keys", no_args_is_help=True)

Need = Annotated[str, typer.Argument(metavar="NEED", help="In plain words; no names.")]
Postcode = Annotated[str | None, typer.Option(help="For example SG1 1EH.")]
Age = Annotated[float | None, typer.Option(min=0, max=130, help="In years.")]
AsOf = Annotated[str | None, typer.Option(help="Answer as on this day: 2026-03-03.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Publish = Annotated[bool, typer.Option("--publish/--no-publish", help="Make it a release.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
) -> None:
    """Serve the search page and the API; an empty data folder is filled first."""
    from wayfinder import serving

    settings = _settings()
    where = (host or settings.host, port or settings.port)
    serving.check_free(*where)
    with closing(_workroom(settings)) as workroom:
        workroom.prepare()
    typer.echo(f"Wayfinder answers at {serving.address(*where)} (stop it with Ctrl+C)")
    serving.run(*where, workers)


@app.command("import")
def import_(
    where: Annotated[str, typer.Argument(metavar="PATH_OR_URL")],
    format: Annotated[str, typer.Option(help="oruk, ods-gp, ods-dental, libraries, csv or onspd.")],
    source: Annotated[str, typer.Option(help="Id of the source; records keep it.")],
    publish: Publish = True,
    as_of: Annotated[str | None, typer.Option(help="Day the feed was true: 2026-03-03.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring one feed into the directory: all of it or, if it cannot be read, nothing.

    With onspd, the small areas of postcodes (ward, LSOA, ICB): served from the next start on.
    """
    from wayfinder import console
    from wayfinder.domain.source import Source

    if format == "onspd":
        _import_small_areas(source, Path(where), as_json)
        return
    told = Source(id=source, name=source, format=format, as_of=_day(as_of))
    with closing(_workroom(_settings())) as workroom:
        summary = workroom.import_feed(told, where, publish=publish)
    _print_json(summary) if as_json else console.show_summary(summary)


@app.command()
def harvest(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE_ID]...")] = None,
    publish: Publish = True,
    as_json: AsJson = False,
) -> None:
    """Import the sources of the manifest that are named, or all that are switched on."""
    from wayfinder import console

    with closing(_workroom(_settings())) as workroom:
        done = workroom.harvest(sources or (), publish=publish)
    _print_json([each.summary for each in done if each.summary]) if as_json else (
        console.show_harvest(done)
    )
    if any(each.error for each in done):
        raise typer.Exit(1)


@app.command()
def match(
    need: Need,
    postcode: Postcode = None,
    age: Age = None,
    sex: Annotated[str | None, typer.Option(help="female or male.")] = None,
    gp_practice: Annotated[str | None, typer.Option(help="Its ODS code: E82004.")] = None,
    asker: Annotated[str | None, typer.Option(help="self, family, gp or professional.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
    as_typed: Annotated[bool, typer.Option("--as-typed", help="Correct no spelling.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Answer one need on the terminal, as the API would."""
    import msgspec

    from wayfinder import console
    from wayfinder.api.match import answered

    person = {"age": age, "sex": sex, "gp_practice": gp_practice}
    told = {"need": need, "postcode": postcode, "person": person, "asker": asker, "limit": limit}
    told |= {"include_near_misses": not as_json, "as_typed": as_typed}
    answer = answered(msgspec.json.encode(told), _desk(_settings()).answer, as_of)
    _print_json(answer) if as_json else console.show_answer(answer, need)


@app.command()
def check(
    service_id: Annotated[str, typer.Argument(metavar="SERVICE_ID")],
    need: Need,
    postcode: Postcode = None,
    age: Age = None,
    circumstance: Annotated[
        list[str] | None, typer.Option(help="True of the person: carer, veteran. Repeat it.")
    ] = None,
    open_now: Annotated[bool, typer.Option("--open-now", help="Wished for: open now.")] = False,
    free: Annotated[bool, typer.Option("--free", help="Wished for: free.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Why is a service not there, and would it take this person? As the API tells it."""
    import msgspec

    from wayfinder import console
    from wayfinder.api.match import answered

    person = {"age": age, "circumstances": circumstance or None}
    told = {"need": need, "postcode": postcode, "person": person}
    told |= {"filters": {"open_now": open_now, "free": free}}
    ask = partial(_desk(_settings()).check, service_id)
    checked = answered(msgspec.json.encode(told), ask, as_of)
    _print_json(checked) if as_json else console.show_checked(checked)


@app.command()
def evaluate(
    judged: Annotated[Path, typer.Argument(metavar="DIR_OR_TOML", exists=True)],
    save: Annotated[Path | None, typer.Option(help="Write each query's figures here.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with a saved file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the answers against judged queries, in a throwaway store."""
    from wayfinder import console
    from wayfinder.evaluation import comparison, run

    settings = _settings()
    earlier = run.read_run(against) if against else None
    now = run.evaluate(
        judged,
        directory=settings.directory,
        gazetteer_path=settings.gazetteer_path,
        model=_model(settings),
        report=console.progress,
    )
    if save:
        run.save_run(now, save)
    compared = comparison.compare(earlier, now) if earlier else None
    if as_json:
        _print_json(comparison.as_facts(now.figures, compared))
        return
    console.show_evaluation(now.figures)
    if compared:
        console.show_comparison(compared)


@app.command()
def reindex() -> None:
    """Build the search index of the newest release again."""
    from wayfinder import console

    with closing(_workroom(_settings())) as workroom:
        release = workroom.reindex()
    console.say(f"Release {release} is indexed.")


@app.command()
def openapi() -> None:
    """Print the API's description (kept in openapi/wayfinder.json)."""
    from wayfinder.app import openapi_json

    sys.stdout.write(openapi_json())


def main() -> None:
    """Run the command; a foreseen error is a plain message and an exit code, not a traceback.

    1 is a fault of ours or of a feed, 2 something the caller can mend.
    """
    try:
        app(prog_name="wayfinder")
    except WayfinderError as error:
        from wayfinder import console

        console.show_error(error)
        sys.exit(2 if error.status in range(400, 500) else 1)
    except OSError as error:
        from wayfinder import console

        named = error.filename or "A file"
        console.show_error(FileUnusable(f"{named} cannot be used: {error.strerror}."))
        sys.exit(1)


def _settings() -> Settings:
    from wayfinder.settings import read_settings

    return read_settings()


def _workroom(settings: Settings) -> Workroom:
    from wayfinder import console
    from wayfinder.settings import make_data_dir
    from wayfinder.workroom import Workroom

    make_data_dir(settings)
    return Workroom(
        database=settings.database,
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
        model=_model(settings),
        kept_releases=settings.kept_releases,
        report=console.progress,
    )


def _desk(settings: Settings) -> Desk:
    from wayfinder.desk import Desk

    return Desk(
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
        model=_model(settings),
    )


def _model(settings: Settings) -> Model:
    from wayfinder.meaning import no_model, sentence_model

    return sentence_model if settings.semantic else no_model


def _import_small_areas(source_id: str, listed: Path, as_json: bool) -> None:
    from wayfinder import console
    from wayfinder.ingest.sources import source_id_fault
    from wayfinder.location.small_area_build import load_small_areas
    from wayfinder.settings import make_data_dir

    if wrong := source_id_fault(source_id):
        raise InvalidInput(f"source: {wrong}", (FieldError("source", wrong),))
    settings = _settings()
    make_data_dir(settings)
    with console.progress(f"Reading {listed.name}") as advance:
        summary = load_small_areas(
            settings.gazetteer_path, listed, source_id, lambda rows: advance(rows, None)
        )
    _print_json(summary) if as_json else console.show_small_areas(summary)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "This is no day. Write it as year-month-day, for example 2026-03-03."
        raise InvalidInput(f"--as-of: {message}", (FieldError("as_of", message),)) from None


def _print_json(value: object) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
