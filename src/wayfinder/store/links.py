"""Keeps which services of different sources look like one, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    tuple_,
)

from wayfinder.domain.links import Judgement, Pair, PairCursor, PairIds, PairVerdict
from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import ID, table_of
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.link_tables import LinkJudgementRow, LinkPairRow

__all__ = [
    "count_to_judge",
    "judge",
    "judgements",
    "keep_pairs",
    "pairs",
    "pairs_to_judge",
    "pairs_with",
    "word_on",
    "words",
]

_pairs = table_of(LinkPairRow)
_judgements = table_of(LinkJudgementRow)
_records = table_of(SourceRecordRow)

_AGAINST = "against"
_evidence = func.json_array_length(_pairs.c.reasons)
_order = (-_pairs.c.score, -_evidence, _pairs.c.left_id, _pairs.c.right_id)
"""Best pairs first: the nearest to certain, then those of which most is known."""


def keep_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Replace all pairs by those that linking found now."""
    connection.execute(delete(_pairs))
    rows = [(it.left_id, it.right_id, it.score, it.verdict, _kept_reasons(it)) for it in pairs]
    insert_rows(connection, _pairs, rows)


def pairs(connection: Connection, verdict: PairVerdict | None = None) -> tuple[Pair, ...]:
    """All pairs that linking found last, best first."""
    query = select(_pairs).order_by(*_order)
    if verdict:
        query = query.where(_pairs.c.verdict == verdict)
    return tuple(map(_pair, connection.execute(query)))


def pairs_with(connection: Connection, service_ids: Select[Any]) -> tuple[Pair, ...]:
    """The pairs of two sources, one of whose services is among those that a query selects."""
    theirs = _pairs.c.left_id.in_(service_ids) | _pairs.c.right_id.in_(service_ids)
    query = select(_pairs).where(theirs, _of_two_sources()).order_by(*_order)
    return tuple(map(_pair, connection.execute(query)))


def pairs_to_judge(
    connection: Connection, verdict: PairVerdict, limit: int, after: PairCursor | None = None
) -> tuple[tuple[PairCursor, Pair], ...]:
    """The next `limit` pairs of two sources that nobody has judged, best first, each with its
    place in that order."""
    query = select(_pairs, _evidence.label("evidence")).where(_waits(verdict))
    if after:
        query = query.where(tuple_(*_order) > tuple_(*_place_of(after)))
    found = connection.execute(query.order_by(*_order).limit(limit))
    return tuple(
        (PairCursor(row.score, row.evidence, row.left_id, row.right_id), _pair(row))
        for row in found
    )


def count_to_judge(connection: Connection, verdict: PairVerdict) -> int:
    """How many pairs of two sources nobody has judged."""
    query = select(func.count()).select_from(_pairs).where(_waits(verdict))
    return int(connection.execute(query).scalar_one())


def judge(connection: Connection, word: Judgement) -> None:
    """Keep a person's word on a pair; earlier words are kept too, and count no more."""
    told = {name: getattr(word, name) for name in word.__struct_fields__}
    connection.execute(insert(_judgements).values(told))


def word_on(connection: Connection, pair: PairIds) -> Judgement | None:
    """The word that counts on a pair; None where none was given or it was taken back."""
    c = _judgements.c
    query = select(_judgements).where(c.left_id == pair[0], c.right_id == pair[1])
    row = connection.execute(query.order_by(c.id.desc()).limit(1)).first()
    return _judgement(row) if row is not None and row.same is not None else None


def words(connection: Connection) -> tuple[Judgement, ...]:
    """The latest word on each pair that has one, oldest first; those taken back are left out."""
    query = select(_judgements).where(_is_latest(), _judgements.c.same.is_not(None))
    return tuple(map(_judgement, connection.execute(query.order_by(_judgements.c.id))))


def judgements(connection: Connection) -> dict[PairIds, bool]:
    """What people say of each pair that they have judged."""
    return {(it.left_id, it.right_id): bool(it.same) for it in words(connection)}


def _waits(verdict: PairVerdict) -> ColumnElement[bool]:
    judged = exists().where(
        _judgements.c.left_id == _pairs.c.left_id,
        _judgements.c.right_id == _pairs.c.right_id,
        _judgements.c.same.is_not(None),
        _is_latest(),
    )
    return (_pairs.c.verdict == verdict) & _of_two_sources() & ~judged


def _of_two_sources() -> ColumnElement[bool]:
    # Joined, SQLite would go through all records of a source for each pair.
    return _source_of(_pairs.c.left_id) != _source_of(_pairs.c.right_id)


def _source_of(service_id: Column[Any]) -> ScalarSelect[str]:
    told = select(_records.c.source_id).where(_records.c.service_id == service_id)
    return told.limit(1).correlate(_pairs).scalar_subquery()


def _is_latest() -> ColumnElement[bool]:
    """Whether a word is the last one on its pair."""
    later = _judgements.alias()
    return ~exists().where(
        later.c.left_id == _judgements.c.left_id,
        later.c.right_id == _judgements.c.right_id,
        later.c.id > _judgements.c.id,
    )


def _place_of(cursor: PairCursor) -> Sequence[ColumnElement[Any]]:
    return (
        literal(-cursor.score),
        literal(-cursor.evidence),
        literal(cursor.left_id, ID),
        literal(cursor.right_id, ID),
    )


def _pair(row: Row[Any]) -> Pair:
    told = [(it, False) if isinstance(it, str) else (it[_AGAINST], True) for it in row.reasons]
    return Pair(
        left_id=row.left_id,
        right_id=row.right_id,
        score=row.score,
        verdict=row.verdict,
        reasons=tuple(sentence for sentence, _ in told),
        against=tuple(sentence for sentence, is_against in told if is_against),
    )


def _kept_reasons(pair: Pair) -> list[str | dict[str, str]]:
    """Each sentence as it stands, or marked to speak against."""
    against = frozenset(pair.against)
    return [{_AGAINST: it} if it in against else it for it in pair.reasons]


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(**{name: getattr(row, name) for name in Judgement.__struct_fields__})
