"""A release's folder of arrays: written beside, renamed into place, then pointed at."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from wayfinder.errors import NotReady

POINTER = "CURRENT"
LOCK = ".lock"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keeps every other builder out of `root`, in other processes too; a second one waits.

    The system lets go of the lock when its holder dies. Not to be taken twice by one process.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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

    A release built again gets a folder of its own: the one in use is never written to. Raises
    NotReady, and changes nothing, where a newer release is in use.
    """
    _expect_no_newer(root, release)
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
    """Remove all but the newest `keep` releases, and what builds that died left behind.

    For a builder that is `alone`: then no other work folder can still be under way. A process that
    still maps a removed release keeps its pages until it lets go.
    """
    live = current(root)
    releases = sorted(path for path in root.glob("release-*") if path != live)
    doomed = releases[: max(len(releases) - (keep - 1), 0)]
    for path in [*doomed, *root.glob("building-*")]:
        shutil.rmtree(path, ignore_errors=True)


def _expect_no_newer(root: Path, release: int) -> None:
    """Releases only go up: an older one comes of a slow builder, or of a store put back in time."""
    live = current(root)
    if live and live.is_dir() and int(live.name.split("-")[1]) > release:
        raise NotReady(
            f"A newer release than {release} is indexed already. If the database was restored from "
            "a backup, move the index folder away and run `wayfinder reindex`."
        )


def _mapped(path: Path) -> NDArray[Any]:
    # A plain view: numpy's memmap subclass makes every small operation slower.
    return np.asarray(np.load(path, mmap_mode="r"))
