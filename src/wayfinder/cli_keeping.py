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
    from wayfinder.archive import Archive
    from wayfinder.domain.links import Laid, PairCursor

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
        archive.check_name(by)
        waiting = archive.pairs("doubtful", limit)
        for number, pair in enumerate(waiting.pairs, start=1):
            console_keeping.show_pair(pair, number, waiting.total)
            answer = _answer()
            if answer == "q":
                break
            if answer != "s":
                _judge_shown(archive, pair, answer == "y", by)
    none = "Nothing waits for a person."
    console.say("Judged pairs count from the next release on." if waiting.pairs else none)


def _answer() -> str:
    """The first letter of an answer that can be understood; asked until there is one."""
    while True:
        told: str = typer.prompt("One service? [y]es [n]o [s]kip [q]uit", default="s")
        answer = told.strip().lower()
        if answer in ("y", "yes", "n", "no", "s", "skip", "q", "quit"):
            return answer[0]
        typer.echo(f"{told!r} is none of y, n, s and q.")


def _judge_shown(archive: Archive, pair: Laid, same: bool, by: str) -> None:
    """Keep the word; where it would show a withheld place, only if that is said as well."""
    from wayfinder.errors import PlaceWouldShow

    try:
        archive.judge(pair.left.id, pair.right.id, same, by, None)
    except PlaceWouldShow as warning:
        typer.echo(warning.detail)
        if typer.confirm("Show it?", default=False):
            archive.judge(pair.left.id, pair.right.id, same, by, None, show_place=True)
        else:
            typer.echo("Not kept; the pair goes on waiting.")


@links.command("list")
def list_(
    certain: Annotated[bool, typer.Option("--certain", help="Those that are merged.")] = False,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the pairs that wait for a person, or those that are merged."""
    from wayfinder import console, console_keeping

    with closing(rooms.archive()) as archive:
        found = archive.pairs("certain" if certain else "doubtful", limit, _cursor(after))
    if as_json:
        rooms.print_json(found)
        return
    for number, pair in enumerate(found.pairs, start=1):
        console_keeping.show_pair(pair, number, found.total)
    if not found.pairs:
        console.say("There are none.")
    if found.next:
        console.say(f"More: --after {found.next}")


def _cursor(told: str | None) -> PairCursor | None:
    from wayfinder.domain.links import PairCursor

    cursor = PairCursor.read(told) if told else None
    if told and cursor is None:
        raise typer.BadParameter("give `next` of the page before, as it stands", param_hint="after")
    return cursor


@links.command("judge")
def judge(
    left_id: Ids,
    right_id: Ids,
    by: By,
    same: Annotated[bool, typer.Option("--same", help="They are one service.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They are two.")] = False,
    note: Annotated[str | None, typer.Option(help="Why; it is kept with the word.")] = None,
    show_place: Annotated[
        bool, typer.Option("--show-place", help="Even if that shows a place withheld now.")
    ] = False,
) -> None:
    """Say of two records that they are one service (--same), or two (--different, which undoes a
    merge); with neither, an earlier word is taken back."""
    from wayfinder import console

    if same and different:
        raise typer.BadParameter("give one of the two", param_hint="--same / --different")
    word = True if same else False if different else None
    with closing(rooms.archive()) as archive:
        archive.judge(left_id, right_id, word, by, note, show_place=show_place)
        still = [archive.hiding(own) for own in (left_id, right_id)] if show_place else []
    told = {True: "one service", False: "two services", None: "the word is taken back"}[word]
    console.say(f"Kept: {told}. It counts from the next release on (`wayfinder harvest`).")
    for own, hiding in zip((left_id, right_id), still, strict=False):
        if hiding:
            named = "; ".join(f"{it.source_id}, record {it.record_id}" for it in hiding)
            console.say(f"A place of {own} is still withheld, on the word of {named}. {_TO_OPEN}")


_TO_OPEN = (
    "A record that was withdrawn, or whose source was retired or renamed, goes on hiding it: "
    "import it once more with its flag taken back."
)


@links.command("judged")
def judged(as_json: AsJson = False) -> None:
    """Show every word that counts: who said what of which pair, and when."""
    from wayfinder import console, console_keeping

    with closing(rooms.archive()) as archive:
        words = archive.judged()
    if as_json:
        rooms.print_json(words)
    elif words:
        console_keeping.show_judgements(words)
    else:
        console.say("Nobody has judged a pair yet (`wayfinder links review --by NAME`).")


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
