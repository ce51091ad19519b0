"""Reading the reviewed TOML of `directory/`, so that a mistake names its file and field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from wayfinder.errors import DirectoryError, FieldError

T = TypeVar("T")

Examples = Mapping[str, str]
"""A line that would be right, by the name of its field."""

NO_EXAMPLES: Examples = MappingProxyType({})


def read_toml(path: Path, shape: type[T], examples: Examples = NO_EXAMPLES) -> T:
    """The file at `path` as a `shape`. Raises DirectoryError naming the file and the field."""
    try:
        raw = msgspec.toml.decode(path.read_text("utf-8"))
    except OSError as error:
        raise fault(str(path), "", f"cannot be read: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise fault(path.name, "", f"This is not TOML in UTF-8: {error}.") from error
    return shaped(raw, shape, path.name, examples)


def shaped(raw: Any, shape: type[T], where: str, examples: Examples = NO_EXAMPLES) -> T:
    """One table of a file as a `shape`. Raises DirectoryError; `where` says which table it is."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        field, reason = _parted(str(error))
        raise fault(where, field, f"{reason}.{_advice(field, examples)}") from error


def toml_files(folder: Path) -> tuple[Path, ...]:
    """The folder's TOML files by name. Raises DirectoryError when there is none."""
    paths = tuple(sorted(folder.glob("*.toml")))
    if not paths:
        raise fault(str(folder), "", "holds no .toml file.")
    return paths


def fault(where: str, field: str, message: str) -> DirectoryError:
    """The error for one mistake: in which file (and table), in which field if that is known."""
    place = f"{where}: {field}" if field else where
    return DirectoryError(f"{place}: {message}", (FieldError(place, message),))


def _parted(complaint: str) -> tuple[str, str]:
    """The field that msgspec's complaint is about, as a path from the table, and the complaint."""
    reason, _, path = complaint.partition(" - at `$")
    named = re.search(r" field `([^`]+)`", reason)
    field = f"{path.rstrip('`')}.{named[1]}" if named else path.rstrip("`")
    return field.lstrip("."), reason


def _advice(field: str, examples: Examples) -> str:
    if not examples:
        return ""
    good = examples.get(re.split(r"[.\[]", field)[0])
    return f" Good: {good}" if good else f" Fields are {', '.join(examples)}."
