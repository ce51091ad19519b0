"""A release's folder of arrays: written beside, renamed into place, then pointed at."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

POINTER = "CURRENT"

ABANDONED_AFTER_S = 24 * 3600
"""A work folder this old belongs to a build that was killed; a younger one may be under way."""


def save_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """One `.npy` file an array."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def save_json(folder: Path, name: str, value: object) -> None:
    """One value as JSON."""
    (folder / name).write_bytes(msgspec.json.encode(value))


def map_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    """Every array of the folder, memory-mapped and read-only, as plain ndarrays."""
    return {path.stem: _mapped(path) for path in sorted(folder.glob("*.npy"))}


def work_folder(root: Path) -> Path:
    """A new empty folder beside the releases."""
    root.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="building-", dir=root))


def install(root: Path, work: Path, release: int) -> Path:
    """Move a finished work folder into place and point at it, each in one step.

    A release built again gets a folder of its own: the one in use is never written to.
    """
    earlier = sorted(root.glob(f"release-{release:08d}-*"))
    built = int(earlier[-1].name.split("-")[2]) + 1 if earlier else 0
    name = f"release-{release:08d}-{built:04d}-{os.getpid()}"
    final = root / name
    work.rename(final)
    pointer = root / f".{POINTER}.{os.getpid()}"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(root / POINTER)
    return final


def current(root: Path) -> Path | None:
    """The folder pointed at, or None before the first release."""
    try:
        return root / (root / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def sweep(root: Path, keep: int) -> None:
    """Remove all but the newest `keep` releases, and what builds killed long ago left behind.

    A process that still maps a removed release keeps its pages until it lets go.
    """
    live = current(root)
    releases = sorted(path for path in root.glob("release-*") if path != live)
    doomed = releases[: max(len(releases) - (keep - 1), 0)]
    abandoned = [path for path in root.glob("building-*") if _age_s(path) > ABANDONED_AFTER_S]
    for path in [*doomed, *abandoned]:
        shutil.rmtree(path, ignore_errors=True)


def _age_s(path: Path) -> float:
    """Seconds since it last changed; 0 for one that another process has just moved away."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _mapped(path: Path) -> NDArray[Any]:
    # A plain view: numpy's memmap subclass makes every small operation slower.
    return np.asarray(np.load(path, mmap_mode="r"))
