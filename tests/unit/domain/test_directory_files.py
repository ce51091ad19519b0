"""One reader for all of `directory/`'s TOML: whatever is wrong is named by file and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import Struct

from wayfinder.domain.directory_files import read_toml, toml_files
from wayfinder.errors import DirectoryError


class Door(Struct, forbid_unknown_fields=True):
    name: str
    phone: str = ""


class Doors(Struct, forbid_unknown_fields=True):
    door: tuple[Door, ...]


@pytest.mark.parametrize(
    ("written", "field", "message"),
    [
        ('[[door]]\nphone = "111"', "doors.toml: door[0].name", "missing required field"),
        ('[[door]]\nname = "A"\nfone = "1"', "doors.toml: door[0].fone", "unknown field"),
        ('[[door]]\nname = "A"\nphone = 111', "doors.toml: door[0].phone", "Expected `str`"),
        ("[[dor]]", "doors.toml: dor", "unknown field"),
        ("[[door]", "doors.toml", "not TOML"),
        ('[[door]]\nname = "Café"', "doors.toml", "not TOML in UTF-8"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, written: str, field: str, message: str
) -> None:
    path = tmp_path / "doors.toml"
    path.write_bytes(written.encode("latin-1"))
    with pytest.raises(DirectoryError) as raised:
        read_toml(path, Doors)
    (fault,) = raised.value.errors
    assert fault.field == field
    assert message in fault.message
    assert raised.value.detail == f"{field}: {fault.message}"


def test_a_field_with_a_known_good_line_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "doors.toml"
    path.write_text("door = 3")
    with pytest.raises(DirectoryError, match=r"door: Expected `array`.*Good: \[\[door\]\]$"):
        read_toml(path, Doors, {"door": "[[door]]"})


def test_a_file_that_is_not_there_is_told_with_its_whole_path(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=f"{tmp_path}/doors.toml: cannot be read"):
        read_toml(tmp_path / "doors.toml", Doors)


def test_files_come_by_name_and_none_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"holds no \.toml file"):
        toml_files(tmp_path)
    for name in ("b.toml", "a.toml", "notes.md"):
        (tmp_path / name).touch()
    assert [path.name for path in toml_files(tmp_path)] == ["a.toml", "b.toml"]
