"""Judged sets: queries, and for each the services a good link worker would and would not offer.

A folder holds a corpus and its judgements as JSON lines, asked without a place:

    corpus.jsonl.gz    full Open Referral UK services
    queries.jsonl      {"id", "query"}
    qrels.jsonl        {"id", "service_id", "grade"}   id is the query's; grades 0 to 3

A TOML file is for people to write (`tests/judged/starter.toml` is one). Its queries may have a
postcode and an age, and its services are those of the directory, or of `corpus` beside the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from wayfinder.domain.directory_files import fault, read_toml
from wayfinder.errors import FeedError

RELEVANT = 2
"""The least grade that counts as right."""

Grades = Mapping[str, int]


class JudgedQuery(Struct, frozen=True, kw_only=True):
    """One query. `grades` are 0 to 3 by the corpus's own service ids; what is absent is 0.

    `nothing_fits` says that nothing of grade 2 or 3 exists, which a lack of judgements does not.
    """

    id: str
    query: str
    postcode: str | None = None
    age: float | None = None
    grades: Grades = msgspec.field(default_factory=dict)
    nothing_fits: bool = False

    @property
    def has_relevant(self) -> bool:
        """Whether there is something to find."""
        return max(self.grades.values(), default=0) >= RELEVANT


class JudgedSet(Struct, frozen=True):
    """Queries, and the file of the services they are about (None: the directory's own)."""

    queries: tuple[JudgedQuery, ...]
    corpus: Path | None = None


def load_judged(path: Path) -> JudgedSet:
    """The judged set in a folder or a TOML file.

    Raises FeedError for a folder's file that cannot be read, DirectoryError for a mistake in TOML.
    """
    return _from_folder(path) if path.is_dir() else _from_toml(path)


class _Line(Struct, frozen=True):
    id: str
    query: str


class _Judgement(Struct, frozen=True):
    id: str
    service_id: str
    grade: int


def _from_folder(folder: Path) -> JudgedSet:
    grades: dict[str, dict[str, int]] = {}
    for each in _read_lines(folder / "qrels.jsonl", _Judgement):
        grades.setdefault(each.id, {})[each.service_id] = each.grade
    lines = _read_lines(folder / "queries.jsonl", _Line)
    return JudgedSet(
        tuple(JudgedQuery(id=x.id, query=x.query, grades=grades.get(x.id, {})) for x in lines),
        folder / "corpus.jsonl.gz",
    )


_Row = TypeVar("_Row", _Line, _Judgement)


def _read_lines(path: Path, kind: type[_Row]) -> list[_Row]:
    try:
        return msgspec.json.Decoder(kind).decode_lines(path.read_bytes())
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise FeedError(f"{path}: {error}.") from error


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    query: str
    postcode: str | None = None
    age: float | None = None
    best: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    marginal: tuple[str, ...] = ()


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    corpus: str | None = None
    query: tuple[_Entry, ...] = ()
    nothing_fits: tuple[_Entry, ...] = ()


def _from_toml(path: Path) -> JudgedSet:
    told = read_toml(path, _File)
    queries = [
        *(_judged(path, each, nothing_fits=False) for each in told.query),
        *(_judged(path, each, nothing_fits=True) for each in told.nothing_fits),
    ]
    twice = _repeated(each.id for each in queries)
    if twice:
        raise fault(path.name, twice[0], "is the id of two queries.")
    return JudgedSet(tuple(queries), path.parent / told.corpus if told.corpus else None)


def _judged(path: Path, entry: _Entry, *, nothing_fits: bool) -> JudgedQuery:
    twice = _repeated([*entry.best, *entry.useful, *entry.marginal])
    if twice:
        raise fault(path.name, entry.id, f"grades {twice[0]!r} twice.")
    if nothing_fits == bool(entry.best or entry.useful):
        rule = (
            "[[nothing_fits]] may only list marginal services."
            if nothing_fits
            else "[[query]] needs a best or useful service; what has none is [[nothing_fits]]."
        )
        raise fault(path.name, entry.id, rule)
    graded = ((3, entry.best), (2, entry.useful), (1, entry.marginal))
    return JudgedQuery(
        id=entry.id,
        query=entry.query,
        postcode=entry.postcode,
        age=entry.age,
        grades={own: grade for grade, ids in graded for own in ids},
        nothing_fits=nothing_fits,
    )


def _repeated(ids: Iterable[str]) -> list[str]:
    return [own for own, count in Counter(ids).items() if count > 1]
