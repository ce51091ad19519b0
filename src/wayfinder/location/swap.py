"""Tables on disk that are written beside the one in use and swapped in at the end, whole."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

CURRENT = "current"
"""The file that names the table in use."""

_ABANDONED_AFTER_S = 3600


def stamped(folder: Path) -> str | None:
    """The name of the table in use; None if there is none."""
    pointer = folder / CURRENT
    return pointer.read_text("utf-8") if pointer.exists() else None


@contextmanager
def swapped_in(folder: Path, stamp: str, keep: tuple[str, ...] = ()) -> Iterator[Path]:
    """An empty folder to write a table into; it becomes the one in use if the block ends well.

    Readers of an earlier table keep it until they open again. `stamp` begins the new table's name,
    `keep` are folders inside `folder` that are no tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, keep)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as beside:
        table = Path(beside) / "table"
        table.mkdir()
        yield table
        _swap_in(folder, table, stamp + uuid4().hex[:8])


def _swap_in(folder: Path, table: Path, name: str) -> None:
    """The pointer is replaced in one step: a reader finds the old table or the new, whole."""
    before = stamped(folder)
    table.rename(folder / name)
    new_pointer = table.with_name(CURRENT)
    new_pointer.write_text(name, "utf-8")
    new_pointer.replace(folder / CURRENT)
    if before:
        shutil.rmtree(folder / before, ignore_errors=True)


def _sweep(folder: Path, keep: tuple[str, ...]) -> None:
    """Remove what builds that were killed left behind."""
    in_use = stamped(folder)
    for left in folder.iterdir():
        abandoned = time.time() - left.stat().st_mtime > _ABANDONED_AFTER_S
        if left.is_dir() and left.name not in {in_use, *keep} and abandoned:
            shutil.rmtree(left, ignore_errors=True)
