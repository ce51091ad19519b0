"""What Alembic runs: migrations on the connection, and inside the transaction, it is given."""

from __future__ import annotations

from alembic import context

from wayfinder.store import ledger, tables  # noqa: F401  (fills the metadata)
from wayfinder.store.columns import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
