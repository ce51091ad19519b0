"""Which sources the manifest names, and when one last became another to the joint directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "sources",
        sa.Column("declared", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("sources", sa.Column("changed_at", TIME))


def downgrade() -> None:
    """The next harvest looks at the manifest anew."""
    op.drop_column("sources", "changed_at")
    op.drop_column("sources", "declared")
