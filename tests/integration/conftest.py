"""A data folder filled for real, once, with the starter directory and all postcodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.settings import Settings
from wayfinder.workroom import Workroom


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


def workroom_of(settings: Settings) -> Workroom:
    return Workroom(
        database=settings.database,
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
    )
