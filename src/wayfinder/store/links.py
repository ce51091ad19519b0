"""Keeps which services of different sources look like one, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select

from wayfinder.store.bulk import insert_rows
from wayfinder.store.columns import table_of
from wayfinder.store.link_tables import LinkJudgementRow, LinkPairRow

_pairs = table_of(LinkPairRow)
_judgements = table_of(LinkJudgementRow)

PairVerdict = Literal["certain", "doubtful"]
PairIds = tuple[str, str]
"""Two ids of services, the lesser first."""


class Pair(Struct, frozen=True, kw_only=True):
    """Two services that may be one: how sure (0..1), and why in sentences."""

    left_id: str
    right_id: str
    score: float
    verdict: PairVerdict
    reasons: tuple[str, ...]


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


def judge(
    connection: Connection,
    ids: PairIds,
    *,
    same: bool | None,
    judged_by: str,
    now: datetime,
    note: str | None = None,
) -> None:
    """Keep a person's word on a pair; `same` None takes earlier words back."""
    left_id, right_id = sorted(ids)
    word = {"left_id": left_id, "right_id": right_id, "same": same, "note": note}
    connection.execute(insert(_judgements).values(**word, judged_by=judged_by, judged_at=now))


def judgements(connection: Connection) -> dict[PairIds, bool]:
    """The latest word on each pair that has one."""
    rows = connection.execute(select(_judgements).order_by(_judgements.c.id))
    latest = {(row.left_id, row.right_id): row.same for row in rows}
    return {ids: same for ids, same in latest.items() if same is not None}
