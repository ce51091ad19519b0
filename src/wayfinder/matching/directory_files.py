"""Reading the reviewed TOML of `directory/`, so that a mistake names its file and field."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from wayfinder.errors import DirectoryError, FieldError

T = TypeVar("T")


def read_toml(path: Path, shape: type[T]) -> T:
    """The file at `path` as a `shape`. Raises DirectoryError naming the file and the field."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except OSError as error:
        raise fault(path, "", f"cannot be read: {error.strerror}") from error
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        raise fault(path, where.strip("`."), what) from error
    except msgspec.DecodeError as error:
        raise fault(path, "", f"is not TOML: {error}") from error


def toml_files(folder: Path) -> tuple[Path, ...]:
    """The folder's TOML files by name. Raises DirectoryError when there is none."""
    paths = tuple(sorted(folder.glob("*.toml")))
    if not paths:
        raise fault(folder, "", "holds no .toml file")
    return paths


def fault(path: Path, field: str, message: str) -> DirectoryError:
    """The error for one mistake in one file."""
    place = f"{path.name}: {field}" if field else path.name
    return DirectoryError(f"{place}: {message}", (FieldError(f"{path}:{field}", message),))
