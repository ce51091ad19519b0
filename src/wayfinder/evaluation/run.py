"""One run over a judged set: the services loaded into a throwaway store, and every query asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from wayfinder.desk import Desk
from wayfinder.domain.source import Source
from wayfinder.errors import FeedError
from wayfinder.evaluation.figures import Evaluation, Result, figures, measure
from wayfinder.evaluation.judged import load_judged
from wayfinder.ingest.reports import Report, silent
from wayfinder.meaning import Model, no_model
from wayfinder.workroom import Workroom


class Run(Struct, frozen=True):
    """The means, and how each query fared."""

    figures: Evaluation
    results: tuple[Result, ...]


def evaluate(
    path: Path,
    *,
    directory: Path,
    gazetteer_path: Path,
    model: Model = no_model,
    report: Report = silent,
) -> Run:
    """Ask every query of the judged set at `path` (a folder or a TOML file) and grade the answers.

    Raises FeedError or DirectoryError for a file that is missing or cannot be read.
    """
    judged = load_judged(path)
    with desk_over(judged.corpus, directory, gazetteer_path, model, report) as desk:
        results = measure(desk.answer, judged.queries)
    return Run(figures(results), results)


@contextmanager
def desk_over(
    corpus: Path | None,
    directory: Path,
    gazetteer_path: Path,
    model: Model = no_model,
    report: Report = silent,
) -> Iterator[Desk]:
    """A desk over a corpus (None: the directory's own services), in a store thrown away after."""
    with TemporaryDirectory(prefix="wayfinder-evaluation-") as throwaway:
        index_dir = Path(throwaway) / "index"
        workroom = Workroom(
            database=f"sqlite:///{throwaway}/wayfinder.db",
            index_dir=index_dir,
            gazetteer_path=gazetteer_path,
            directory=directory,
            model=model,
            report=report,
        )
        _fill(workroom, corpus)
        yield Desk(
            index_dir=index_dir, gazetteer_path=gazetteer_path, directory=directory, model=model
        )


def _fill(workroom: Workroom, corpus: Path | None) -> None:
    if corpus is None:
        workroom.prepare()
    else:
        source = Source(id="evaluation", name="the corpus", format="oruk")
        workroom.import_feed(source, str(corpus))
    workroom.close()


def save_run(run: Run, path: Path) -> None:
    """Write a run for later runs to be compared with."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n")


def read_run(path: Path) -> Run:
    """The run that `save_run` wrote; FeedError for anything else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Run)
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise FeedError(
            f"{path} is no run saved by `wayfinder evaluate --save`: {error}."
        ) from error
