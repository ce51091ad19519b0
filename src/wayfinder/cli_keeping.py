"""Commands of the people who keep the directory: what is said of a service, which records are one,
and who may judge that."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from wayfinder import cli_rooms as rooms
from wayfinder.cli_rooms import AsJson

if TYPE_CHECKING:
    from wayfinder.domain.links import Laid

links = typer.Typer(help="Records of different sources that may be one service.")
keys = typer.Typer(help="Keys for the people who keep the directory.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose it is, such as maria.")]
Ids = Annotated[str, typer.Argument(metavar="SERVICE_ID")]
By = Annotated[str, typer.Option(help="Who judges; it is kept with the word.")]


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands."""
    app.command("service")(show_service)
    app.add_typer(links, name="links", no_args_is_help=True)
    app.add_typer(keys, name="keys", no_args_is_help=True)


def show_service(
    service_id: Ids,
    as_of: Annotated[str | None, typer.Option(help="As on this day: 2026-03-03.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a service: from whom each field is, of when, and what the other sources say."""
    from wayfinder import console_keeping
    from wayfinder.domain.hours import LONDON, this_moment
    from wayfinder.domain.moments import moment_of
    from wayfinder.domain.service_view import service_view

    now = this_moment()
    found = rooms.desk(rooms.settings()).service(service_id, moment_of(as_of, now))
    view = service_view(found, now.astimezone(LONDON).date())
    rooms.print_json(view) if as_json else console_keeping.show_service(view)


@links.command("review")
def review(
    by: By,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at most.")] = 50,
) -> None:
    """Go through doubtful pairs, best first: one service (y), two (n), or not now (s)."""
    from wayfinder import console, console_keeping

    with closing(rooms.archive()) as archive:
        waiting = archive.pairs("doubtful", limit)
        for number, pair in enumerate(waiting, start=1):
            console_keeping.show_pair(pair, number, len(waiting))
            answer = typer.prompt("One service? [y]es [n]o [s]kip [q]uit", default="s").lower()[:1]
            if answer == "q":
                break
            if answer in ("y", "n"):
                archive.judge(pair.left.id, pair.right.id, answer == "y", by, None)
    console.say("Nothing waits." if not waiting else "Judged pairs count from the next release.")


@links.command("list")
def list_(
    certain: Annotated[bool, typer.Option("--certain", help="Those that are merged.")] = False,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the pairs that wait for a person, or those that are merged."""
    from wayfinder import console

    with closing(rooms.archive()) as archive:
        found = archive.pairs("certain" if certain else "doubtful", limit)
    rooms.print_json(found) if as_json else _show_pairs(found)
    if not (found or as_json):
        console.say("There are none.")


@links.command("judge")
def judge(
    left_id: Ids,
    right_id: Ids,
    by: By,
    same: Annotated[
        bool | None, typer.Option("--same/--different", help="Neither: take a word back.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Why; it is kept with the word.")] = None,
) -> None:
    """Say of two records that they are one service, or two; a merge is undone by --different."""
    from wayfinder import console

    with closing(rooms.archive()) as archive:
        archive.judge(left_id.lower(), right_id.lower(), same, by, note)
    told = {True: "one service", False: "two services", None: "not judged"}[same]
    console.say(f"Kept: {told}. It counts from the next release on (`wayfinder harvest`).")


@links.command("judged")
def judged(as_json: AsJson = False) -> None:
    """Show every word that counts: who said what of which pair, and when."""
    from wayfinder import console_keeping

    with closing(rooms.archive()) as archive:
        words = archive.judged()
    rooms.print_json(words) if as_json else console_keeping.show_judgements(words)


@keys.command("create")
def create(name: Name) -> None:
    """Print a new key. It is shown this once: only its digest is kept."""
    with closing(rooms.archive()) as archive:
        sys.stdout.write(archive.create_key(name) + "\n")


@keys.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Show whose keys there are, and which are revoked."""
    from wayfinder import console_keeping

    with closing(rooms.archive()) as archive:
        found = archive.keys()
    rooms.print_json(found) if as_json else console_keeping.show_keys(found)


@keys.command("revoke")
def revoke(name: Name) -> None:
    """From now on the key opens nothing; what its holder judged stays."""
    from wayfinder import console

    with closing(rooms.archive()) as archive:
        archive.revoke_key(name)
    console.say(f"The key of {name} is revoked.")


def _show_pairs(found: tuple[Laid, ...]) -> None:
    from wayfinder import console_keeping

    for number, pair in enumerate(found, start=1):
        console_keeping.show_pair(pair, number, len(found))
