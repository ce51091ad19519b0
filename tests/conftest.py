"""Fixtures shared by every suite."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer

REPO = Path(__file__).parent.parent
DIRECTORY = REPO / "directory"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The read-only material handed to the project; a test that asks for it skips without it."""
    named = os.environ.get("WAYFINDER_SHARED")
    for folder in (named, REPO.parent / "shared", "/work/shared"):
        if folder and Path(folder).is_dir():
            return Path(folder)
    pytest.skip("../shared is not here")


@pytest.fixture(scope="session", autouse=True)
def words_alone() -> Iterator[None]:
    """Wayfinder without its sentence model, unless a test brings one: reading all needs' wordings
    takes the real one half a minute, in every new data folder."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WAYFINDER_SEMANTIC", "false")
        yield


@pytest.fixture(scope="session")
def areas() -> Areas:
    """The areas of `directory/areas/`."""
    return Areas.load(DIRECTORY / "areas")


@pytest.fixture(scope="session")
def gazetteer(areas: Areas, pytestconfig: pytest.Config) -> Gazetteer:
    """Every postcode of Great Britain: built once, kept in pytest's cache for later runs."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("gazetteer")
    with (folder / "lock").open("w") as lock:
        # One xdist worker builds, the others wait and find it built.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if Gazetteer.is_current(folder):
            return Gazetteer.open(folder, areas)
        return Gazetteer.build(folder, areas)
