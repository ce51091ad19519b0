"""The schema's history. `wayfinder.store.engine.migrate` runs it; there is no alembic.ini."""
