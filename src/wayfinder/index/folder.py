"""A release's folder of arrays: written beside, renamed into place, then pointed at."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from wayfinder.errors import NotReady
from wayfinder.index.whole import damaged, expect_whole, flush, seal

POINTER = "CURRENT"
LOCK = ".lock"

_RELEASE = re.compile(r"release-\d{8}-\d{4}-\d+")


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


def carry(work: Path, folder: Path) -> None:
    """Copy a folder of reviewed files, which belong to the release, into its folder."""
    shutil.copytree(folder, work / folder.name)


def map_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    """Every array of the folder, memory-mapped and read-only, as plain ndarrays.

    Raises NotReady unless every file of the release is there in its full length.
    """
    expect_whole(folder)
    return {path.stem: _mapped(path) for path in sorted(folder.glob("*.npy"))}


def current_arrays(root: Path) -> dict[str, NDArray[Any]]:
    """Those of the release in use; none where there is no release, or none that is whole."""
    folder = current(root)
    try:
        return map_arrays(folder) if folder else {}
    except NotReady:
        return {}


def work_folder(root: Path) -> Path:
    """A new empty folder beside the releases."""
    root.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="building-", dir=root))


def install(root: Path, work: Path, release: int) -> Path:
    """Move a finished work folder into place and point at it, each in one step.

    A release built again gets a folder of its own: the one in use is never written to. All of it
    is on the disk before the pointer moves, so that a power cut leaves no pointer to half of one.
    Raises NotReady, and changes nothing, where a newer release is in use.
    """
    _expect_no_newer(root, release)
    before = sorted(root.glob(f"release-{release:08d}-*"))
    built = int(before[-1].name.split("-")[2]) + 1 if before else 0
    name = f"release-{release:08d}-{built:04d}-{os.getpid()}"
    seal(work)
    work.rename(root / name)
    flush(root)
    pointer = root / f".{POINTER}.{os.getpid()}"
    pointer.write_text(name, encoding="utf-8")
    flush(pointer)
    pointer.replace(root / POINTER)
    flush(root)
    return root / name


def current(root: Path) -> Path | None:
    """The folder pointed at, or None before the first release.

    What a fault of the disk left of a pointer leads to a folder that is not there.
    """
    try:
        name = (root / POINTER).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    return root / (name if _RELEASE.fullmatch(name) else "release-unknown")


def earlier(root: Path) -> list[Path]:
    """The releases kept besides the one pointed at, the newest first."""
    live = current(root)
    return sorted((path for path in root.glob("release-*") if path != live), reverse=True)


def all_builds(root: Path) -> list[Path]:
    """Every build that is there, the one pointed at among them."""
    return sorted(root.glob("release-*"))


def newest_builds(root: Path) -> list[Path]:
    """The newest build of each release that is kept, the newest release first."""
    newest: dict[str, Path] = {}
    for path in sorted(root.glob("release-*"), reverse=True):
        newest.setdefault(path.name.split("-")[1], path)
    return list(newest.values())


def sweep(root: Path, keep: int, unfit: Collection[str] = ()) -> None:
    """Remove all but the newest `keep` releases, the `unfit`, and what dead builds left behind.

    A release that was built again counts once. What stood before the one in use is kept in any
    other case: it answers if that one is damaged, and somebody may just be opening it.

    For a builder that is `alone`: then no other work folder can still be under way. A process that
    still maps a removed release keeps its pages until it lets go.
    """
    before = earlier(root)
    spared = {*newest_builds(root)[:keep], *before[:1]}
    unneeded = [path for path in before if path not in spared or path.name in unfit]
    for path in [*unneeded, *root.glob("building-*")]:
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
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except (OSError, ValueError) as error:
        raise damaged(path.parent) from error
