"""Keeps which services of different sources look like one, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from wayfinder.domain.links import Judgement, Pair, PairIds, PairVerdict
from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import table_of
from wayfinder.store.link_tables import LinkJudgementRow, LinkPairRow

__all__ = ["Pair", "PairIds", "PairVerdict", "judge", "judgements", "keep_pairs", "pairs", "words"]

_pairs = table_of(LinkPairRow)
_judgements = table_of(LinkJudgementRow)


def keep_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Replace all pairs by those that linking found now."""
    connection.execute(delete(_pairs))
    rows = [(it.left_id, it.right_id, it.score, it.verdict, list(it.reasons)) for it in pairs]
    insert_rows(connection, _pairs, rows)


def pairs(connection: Connection, verdict: PairVerdict | None = None) -> tuple[Pair, ...]:
    """The pairs that linking found last, best first."""
    query = select(_pairs).order_by(_pairs.c.score.desc(), _pairs.c.left_id, _pairs.c.right_id)
    if verdict:
        query = query.where(_pairs.c.verdict == verdict)
    return tuple(
        Pair(
            left_id=row.left_id,
            right_id=row.right_id,
            score=row.score,
            verdict=row.verdict,
            reasons=tuple(row.reasons),
        )
        for row in connection.execute(query)
    )


def judge(connection: Connection, word: Judgement) -> None:
    """Keep a person's word on a pair; earlier words are kept too, and count no more."""
    told = {name: getattr(word, name) for name in word.__struct_fields__}
    connection.execute(insert(_judgements).values(told))


def words(connection: Connection) -> tuple[Judgement, ...]:
    """The latest word on each pair that has one, oldest first; those taken back are left out."""
    rows = connection.execute(select(_judgements).order_by(_judgements.c.id))
    latest = {(row.left_id, row.right_id): row for row in rows}
    told = sorted(latest.values(), key=lambda row: row.id)
    names = Judgement.__struct_fields__
    return tuple(
        Judgement(**{name: getattr(row, name) for name in names})
        for row in told
        if row.same is not None
    )


def judgements(connection: Connection) -> dict[PairIds, bool]:
    """What people say of each pair that they have judged."""
    return {(it.left_id, it.right_id): bool(it.same) for it in words(connection)}
