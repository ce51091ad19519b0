"""Joining sources: links between their services, the joint directory, its changes, and alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True)
ID = sa.Uuid(as_uuid=False)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("services", sa.Column("extensions", DOCUMENT))
    _create_alerts()
    _create_link_pairs()
    _create_link_judgements()
    _create_joint_directory()
    _create_changes()


def downgrade() -> None:
    """Links, judgements, alerts and changes are lost; what the sources say is not."""
    for table in (
        *("changes", "joint_members", "joint_services"),
        *("link_judgements", "link_pairs", "alerts"),
    ):
        op.drop_table(table)
    op.drop_column("services", "extensions")


def _create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("raised_at", TIME, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "code"),
    )


def _create_link_pairs() -> None:
    op.create_table(
        "link_pairs",
        sa.Column("left_id", ID, nullable=False),
        sa.Column("right_id", ID, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("left_id", "right_id"),
    )
    op.create_index("ix_link_pairs_verdict", "link_pairs", ["verdict"])


def _create_link_judgements() -> None:
    op.create_table(
        "link_judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("left_id", ID, nullable=False),
        sa.Column("right_id", ID, nullable=False),
        sa.Column("same", sa.Boolean()),
        sa.Column("judged_by", sa.String(), nullable=False),
        sa.Column("judged_at", TIME, nullable=False),
        sa.Column("note", sa.String()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_link_judgements_left_id", "link_judgements", ["left_id"])


def _create_joint_directory() -> None:
    op.create_table(
        "joint_services",
        sa.Column("id", ID, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "joint_members",
        sa.Column("service_id", ID, nullable=False),
        sa.Column("joint_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("service_id"),
    )
    op.create_index("ix_joint_members_joint_id", "joint_members", ["joint_id"])


def _create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fields", DOCUMENT, nullable=False),
        sa.Column("merged_into", ID),
        sa.PrimaryKeyConstraint("release", "position"),
        sa.ForeignKeyConstraint(["release"], ["releases.number"]),
    )
    op.create_index("ix_changes_service_id", "changes", ["service_id"])
