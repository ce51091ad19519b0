"""Names of towns and villages that spelling must know. They lie in `directory/places.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from wayfinder.domain.directory_files import read_toml

GOOD = {"names": 'names = ["Ware", "Much Hadham"]'}


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[Annotated[str, Meta(pattern=r"^[A-Z][A-Za-z' -]+$")], ...]


def load_place_names(path: Path) -> tuple[str, ...]:
    """All names of the file. Raises DirectoryError for a wrong shape."""
    return read_toml(path, _File, GOOD).names
