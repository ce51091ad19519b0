"""Whether a release's files are all there, in full length, and on the disk."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import msgspec

from wayfinder.errors import NotReady

LENGTHS = "lengths.json"
"""How long each file of a release is: what is shorter was cut off by a fault of the disk."""


def seal(work: Path) -> None:
    """Note the length of every file, and see all of them onto the disk."""
    # Made anew: where a release was copied by links, the old note is still another one's.
    (work / LENGTHS).unlink(missing_ok=True)
    lengths = {str(path.relative_to(work)): path.stat().st_size for path in _files(work)}
    (work / LENGTHS).write_bytes(msgspec.json.encode(lengths))
    for path in (*_files(work), *(path for path in work.rglob("*") if path.is_dir()), work):
        flush(path)


def expect_whole(folder: Path) -> None:
    """Raises NotReady unless every file that was sealed is there in its full length."""
    try:
        lengths = msgspec.json.decode((folder / LENGTHS).read_bytes(), type=dict[str, int])
        short = [name for name, size in lengths.items() if (folder / name).stat().st_size != size]
    except (OSError, msgspec.DecodeError) as error:
        raise damaged(folder) from error
    if short:
        raise damaged(folder)


def damaged(folder: Path) -> NotReady:
    """What to say of a release that lacks a file, or a part of one."""
    return NotReady(f"the index in {folder.name} is not whole; run `wayfinder reindex`")


def flush(path: Path) -> None:
    """Have the system write a file, or a folder's list of files, to the disk now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(folder: Path) -> str:
    """What the files of `folder` say, as a digest of their names and bytes; "" where none is."""
    said = blake2b(digest_size=16)
    files = _files(folder)
    for path in files:
        said.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
        said.update(path.read_bytes())
    return said.hexdigest() if files else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
