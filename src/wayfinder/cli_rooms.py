"""What the commands share: the rooms they work in, opened as the environment says, and JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wayfinder.archive import Archive
    from wayfinder.desk import Desk
    from wayfinder.meaning import Model
    from wayfinder.settings import Settings
    from wayfinder.workroom import Workroom

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def settings() -> Settings:
    """What the environment says."""
    from wayfinder.settings import read_settings

    return read_settings()


def workroom(settings: Settings) -> Workroom:
    """The room where feeds become releases; the caller closes it."""
    from wayfinder.progress import Lines
    from wayfinder.settings import make_data_dir
    from wayfinder.workroom import Workroom

    make_data_dir(settings)
    return Workroom(
        database=settings.database,
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
        model=model(settings),
        kept_releases=settings.kept_releases,
        feeds_dir=settings.feeds_dir,
        report=Lines().step,
    )


def archive() -> Archive:
    """The system of record, for those who keep the directory; the caller closes it."""
    from wayfinder.archive import Archive
    from wayfinder.settings import make_data_dir

    chosen = settings()
    make_data_dir(chosen)
    return Archive(chosen.database)


def desk(settings: Settings) -> Desk:
    """The desk that answers."""
    from wayfinder.desk import Desk

    return Desk(
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
        model=model(settings),
    )


def model(settings: Settings) -> Model:
    """The sentence model, where it is wanted."""
    from wayfinder.meaning import no_model, sentence_model

    return sentence_model if settings.semantic else no_model


def print_json(value: object) -> None:
    """A value as JSON on stdout, for people to read as well."""
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
