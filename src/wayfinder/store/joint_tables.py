"""The tables of what is published: the joint directory as the latest release has it, and every
change on the way there."""

from __future__ import annotations

from sqlmodel import Field

from wayfinder.store.columns import DOCUMENT, ID, Row


class JointServiceRow(Row, table=True):
    """One service of the latest release, whole: `document` is a `Service` in MessagePack."""

    __tablename__ = "joint_services"

    id: str = Field(primary_key=True, sa_type=ID)
    document: bytes


class JointMemberRow(Row, table=True):
    """Which joint service a source's service is part of, in the latest release."""

    __tablename__ = "joint_members"

    service_id: str = Field(primary_key=True, sa_type=ID)
    joint_id: str = Field(sa_type=ID, index=True)


class ChangeRow(Row, table=True):
    """What a release did to one service: added, changed (`fields`), withdrawn, or merged
    (`merged_into`). Never rewritten: it is how partners mirror the directory."""

    __tablename__ = "changes"

    release: int = Field(primary_key=True, foreign_key="releases.number")
    position: int = Field(primary_key=True)
    service_id: str = Field(sa_type=ID, index=True)
    kind: str
    fields: list[str] = Field(sa_type=DOCUMENT)
    merged_into: str | None = Field(default=None, sa_type=ID)
