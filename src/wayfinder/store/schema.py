"""Keeps the schema at the newest revision of `migrations/`."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Engine, inspect, text

from wayfinder.store.engine import reading, transaction

_MIGRATIONS = "wayfinder.store:migrations"


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision, all or nothing; does nothing where it is there."""
    if _revision(engine) == newest_revision():
        return
    # Alembic is a tenth of a start's time, and a start seldom finds anything to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.set_main_option("path_separator", "os")
    with transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_revision() -> str:
    """The revision that this version's tables have; files are named REVISION_what.py."""
    scripts = files("wayfinder.store").joinpath("migrations", "versions").iterdir()
    return max(script.name.split("_", 1)[0] for script in scripts if script.name[0].isdigit())


def _revision(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        held = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if held is None else str(held)
