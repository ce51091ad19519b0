"""The table of keys: who may judge and see what is not for everybody."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from wayfinder.store.columns import TIME, Row


class KeyRow(Row, table=True):
    """A key that was given out. Only its digest is kept: the key itself is shown once."""

    __tablename__ = "keys"

    name: str = Field(primary_key=True)
    digest: str = Field(unique=True)
    created_at: datetime = Field(sa_type=TIME)
    revoked_at: datetime | None = Field(default=None, sa_type=TIME)
