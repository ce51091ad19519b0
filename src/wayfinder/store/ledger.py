"""The ledger's tables: who said what and when, what was refused, what went wrong, and what was
published."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import false
from sqlmodel import Field

from wayfinder.store.columns import ID, TIME, Row


class SourceRow(Row, table=True):
    """`declared`: the manifest named it when it was last looked at. `changed_at` is when the joint
    directory had last to be made anew for its sake: its name or its trust became another.
    """

    __tablename__ = "sources"

    id: str = Field(primary_key=True)
    name: str
    publisher: str | None = None
    sector: str | None = None
    format: str | None = None
    url: str | None = None
    licence: str | None = None
    trust: float | None = None
    as_of: date | None = None
    declared: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    changed_at: datetime | None = Field(default=None, sa_type=TIME)


class ImportRunRow(Row, table=True):
    """One import that came through, with what it changed; a failed one leaves no trace here."""

    __tablename__ = "import_runs"

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(foreign_key="sources.id")
    imported_at: datetime = Field(sa_type=TIME)
    read: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    defunct: int
    not_offered: int


class SourceRecordRow(Row, table=True):
    """What a source last said of one record. A withdrawn record is kept and dated, never shown.

    `outcome` is offered, defunct or not_offered.
    """

    __tablename__ = "source_records"

    source_id: str = Field(primary_key=True, foreign_key="sources.id")
    record_id: str = Field(primary_key=True)
    row: int
    outcome: str
    reason: str | None = None
    content_hash: str
    as_of: date | None = None
    service_id: str | None = Field(
        default=None, sa_type=ID, foreign_key="services.id", ondelete="SET NULL", index=True
    )
    first_seen: datetime = Field(sa_type=TIME)
    last_changed: datetime = Field(sa_type=TIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=TIME)


class RejectionRow(Row, table=True):
    """A row, or one field of it, that a source's latest import could not use."""

    __tablename__ = "rejections"

    import_run_id: int = Field(primary_key=True, foreign_key="import_runs.id")
    position: int = Field(primary_key=True)
    row: int
    record_id: str | None = None
    field: str | None = None
    reason: str
    excerpt: str


class AlertRow(Row, table=True):
    """Something about a source that a person has to look at, until its next import goes well."""

    __tablename__ = "alerts"

    source_id: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    raised_at: datetime = Field(sa_type=TIME)
    detail: str


class ReleaseRow(Row, table=True):
    __tablename__ = "releases"

    number: int = Field(primary_key=True)
    published_at: datetime = Field(sa_type=TIME)
    services: int
    organizations: int
    locations: int
