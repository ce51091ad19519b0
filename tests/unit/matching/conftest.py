"""Directories of a few services, asked as a resident asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests import made_up
from tests.answering import POSTCODES, Asked
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer

Open = Callable[..., Asked]


@pytest.fixture(scope="session")
def handful(areas: Areas, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The postcodes of `tests.answering`."""
    return Gazetteer.build(tmp_path_factory.mktemp("gazetteer"), areas, source=POSTCODES)


@pytest.fixture(scope="session")
def open_directory(handful: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Indexes services, to be asked."""

    def opened(services: Iterable[Service], needs: tuple[Need, ...] = made_up.NEEDS) -> Asked:
        return Asked(services, tmp_path_factory.mktemp("index"), handful, needs)

    return opened
