"""The file of towns and villages: read as it stands, and a mistake names its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.place_names import load_place_names
from wayfinder.errors import DirectoryError


def test_the_directory_s_own_file_says_nothing_twice() -> None:
    names = load_place_names(DIRECTORY / "places.toml")
    assert len(names) > 200
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("text", ["", "names = 'Ware'", "names = ['ware']", "towns = ['Ware']"])
def test_a_file_of_another_shape_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "places.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DirectoryError, match=r"places\.toml"):
        load_place_names(path)
