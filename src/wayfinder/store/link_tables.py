"""The tables of linking: which records of different sources may be one, and what people judged."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from wayfinder.store.columns import DOCUMENT, ID, TIME, Row


class LinkPairRow(Row, table=True):
    """Two services of different sources that look like one, as the last release saw them.

    `left_id` sorts before `right_id`. `verdict` is certain or doubtful; `reasons` are sentences.
    """

    __tablename__ = "link_pairs"

    left_id: str = Field(primary_key=True, sa_type=ID)
    right_id: str = Field(primary_key=True, sa_type=ID)
    score: float
    verdict: str = Field(index=True)
    reasons: list[str] = Field(sa_type=DOCUMENT)


class LinkJudgementRow(Row, table=True):
    """What a person says of a pair; it outweighs every score, and outlives its services.

    Only the latest word on a pair counts (`same` None takes an earlier word back).
    """

    __tablename__ = "link_judgements"

    id: int | None = Field(default=None, primary_key=True)
    left_id: str = Field(sa_type=ID, index=True)
    right_id: str = Field(sa_type=ID)
    same: bool | None = None
    judged_by: str
    judged_at: datetime = Field(sa_type=TIME)
    note: str | None = None
