"""The migrations make exactly the schema that the table classes declare, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from wayfinder.store import joint_tables, key_tables, ledger, link_tables, tables  # noqa: F401  (fills the metadata)
from wayfinder.store.columns import Row
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.releases import latest_release
from wayfinder.store.schema import migrate, newest_revision


def test_migrated_schema_is_the_declared_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []


def test_constraints_bear_the_names_the_convention_gives(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Row.metadata.sorted_tables:
        declared = {constraint.name for constraint in table.foreign_key_constraints}
        assert {key["name"] for key in inspector.get_foreign_keys(table.name)} == declared
        assert inspector.get_pk_constraint(table.name)["name"] == table.primary_key.name


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == {*Row.metadata.tables, "alembic_version"}


def test_what_an_older_schema_holds_is_kept(empty_url: str) -> None:
    engine = open_engine(empty_url)
    config = Config()
    config.set_main_option("script_location", "wayfinder.store:migrations")
    config.set_main_option("path_separator", "os")
    with transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO releases (number, published_at, services, organizations, locations, note)"
            " VALUES (7, '2026-03-02 09:00:00+00:00', 3, 2, 1, 'gone')"
        )
    migrate(engine)
    with reading(engine) as connection:
        latest = latest_release(connection)
    assert latest is not None
    assert (latest.number, latest.services, latest.locations) == (7, 3, 1)
    engine.dispose()


def test_a_migration_that_fails_leaves_no_half_schema(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(empty_url)
    with pytest.raises(RuntimeError, match="pulled the plug"), transaction(engine) as connection:
        monkeypatch.setattr("alembic.op.create_index", _pull_the_plug)
        connection.exec_driver_sql("CREATE TABLE before_failure (id INTEGER)")
        raise RuntimeError("pulled the plug")
    with pytest.raises(RuntimeError, match="pulled the plug"):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def _pull_the_plug(*_: object) -> None:
    raise RuntimeError("pulled the plug")


def test_the_newest_revision_is_told_by_the_files_names() -> None:
    config = Config()
    config.set_main_option("script_location", "wayfinder.store:migrations")
    config.set_main_option("path_separator", "os")
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()
