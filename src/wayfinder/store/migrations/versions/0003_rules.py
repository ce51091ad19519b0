"""Conditions of coverage beyond areas and distance, of eligibility, and days with other hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("services", sa.Column("eligibility_rules", DOCUMENT))
    op.add_column("services", sa.Column("special_days", DOCUMENT))
    op.add_column("services_at_locations", sa.Column("special_days", DOCUMENT))
    op.add_column("service_areas", sa.Column("conditions", DOCUMENT))
    op.add_column(
        "service_areas",
        sa.Column("excludes", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """What only these columns could say is lost; its words stay, as words that nobody has read,
    lest a rule that needs more than an area becomes one that needs less."""
    op.execute(sa.text("UPDATE service_areas SET text = 'not ' || text WHERE excludes"))
    unread = "UPDATE service_areas SET kind = NULL WHERE excludes OR conditions IS NOT NULL"
    op.execute(sa.text(unread))
    op.drop_column("service_areas", "excludes")
    op.drop_column("service_areas", "conditions")
    op.drop_column("services_at_locations", "special_days")
    op.drop_column("services", "special_days")
    op.drop_column("services", "eligibility_rules")
