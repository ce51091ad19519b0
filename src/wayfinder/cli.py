"""The `wayfinder` command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from wayfinder import cli_feeds, cli_keeping, cli_quality
from wayfinder import cli_rooms as rooms
from wayfinder.cli_rooms import AsJson
from wayfinder.errors import FileUnusable, WayfinderError

app = typer.Typer(
    help="No wrong door: a need in plain words, matched to services that can help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Need = Annotated[str, typer.Argument(metavar="NEED", help="In plain words; no names.")]
Postcode = Annotated[str | None, typer.Option(help="For example SG1 1EH.")]
Age = Annotated[float | None, typer.Option(min=0, max=130, help="In years.")]
AsOf = Annotated[str | None, typer.Option(help="Answer as on this day: 2026-03-03.")]

cli_feeds.add_to(app)
cli_keeping.add_to(app)
app.command()(cli_quality.quality)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
) -> None:
    """Serve the search page and the API; an empty data folder is filled first."""
    from wayfinder import serving

    settings = rooms.settings()
    where = (host or settings.host, port or settings.port)
    serving.check_free(*where)
    with closing(rooms.workroom(settings)) as workroom:
        left_out = workroom.prepare()
    if left_out:
        typer.echo(
            f"Not brought in yet, for a start asks no other host: {', '.join(left_out)}. "
            f"To bring them in: wayfinder harvest {' '.join(left_out)}"
        )
    typer.echo(f"Wayfinder answers at {serving.address(*where)} (stop it with Ctrl+C)")
    serving.run(*where, workers)


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
    answer = answered(msgspec.json.encode(told), rooms.desk(rooms.settings()).answer, as_of)
    rooms.print_json(answer) if as_json else console.show_answer(answer, need)


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
    ask = partial(rooms.desk(rooms.settings()).check, service_id)
    checked = answered(msgspec.json.encode(told), ask, as_of)
    rooms.print_json(checked) if as_json else console.show_checked(checked)


@app.command()
def evaluate(
    judged: Annotated[Path, typer.Argument(metavar="DIR_OR_TOML", exists=True)],
    save: Annotated[Path | None, typer.Option(help="Write each query's figures here.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with a saved file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the answers against judged queries, in a throwaway store."""
    from wayfinder import tallies
    from wayfinder.evaluation import comparison, run
    from wayfinder.progress import Lines

    settings = rooms.settings()
    earlier = run.read_run(against) if against else None
    now = run.evaluate(
        judged,
        directory=settings.directory,
        gazetteer_path=settings.gazetteer_path,
        model=rooms.model(settings),
        report=Lines().step,
    )
    if save:
        run.save_run(now, save)
    compared = comparison.compare(earlier, now) if earlier else None
    if as_json:
        rooms.print_json(comparison.as_facts(now.figures, compared))
        return
    tallies.show_evaluation(now.figures)
    if compared:
        tallies.show_comparison(compared)


@app.command()
def reindex() -> None:
    """Build the search index of the newest release again."""
    from wayfinder import console

    with closing(rooms.workroom(rooms.settings())) as workroom:
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
