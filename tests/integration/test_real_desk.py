"""The desk over a real data folder, as the API asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.caller import Caller
from wayfinder.app import create_app
from wayfinder.desk import Desk
from wayfinder.errors import NotFound
from wayfinder.settings import Settings


def desk_of(settings: Settings) -> Desk:
    return Desk(
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
    )


def test_a_service_is_found_by_its_id_in_capitals(filled: Settings) -> None:
    desk = desk_of(filled)
    own = desk._live.current().snapshot.service(0)
    assert own.id != own.id.upper()
    assert desk.service(own.id.upper()) == own
    with pytest.raises(NotFound):
        desk.service("É")


@pytest.mark.parametrize("path", ["/v1/places/SG1%201EH", "/readyz", "/v1/needs"])
def test_an_empty_folder_is_told_of_without_its_path(tmp_path: Path, path: str) -> None:
    response = Caller(create_app(Settings(data_dir=tmp_path))).get(path)
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")
    assert str(tmp_path) not in response.text
    assert "wayfinder serve" in response.json()["detail"]
