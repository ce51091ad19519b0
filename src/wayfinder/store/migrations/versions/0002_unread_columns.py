"""Two columns that nothing read: a copy of each record's service, and a note on releases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("source_records", "payload")
    op.drop_column("releases", "note")


def downgrade() -> None:
    """The columns come back empty."""
    op.add_column("source_records", sa.Column("payload", sa.JSON(none_as_null=True)))
    op.add_column("releases", sa.Column("note", sa.String()))
