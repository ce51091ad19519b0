"""Many small byte strings in one file."""

from __future__ import annotations

import os
from array import array
from pathlib import Path
from typing import Self
from weakref import finalize

import numpy as np

from wayfinder.index.arrays import Arrays


class BlobWriter:
    """Appends byte strings to `NAME.bin`; whole once it is left."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._file = (folder / f"{name}.bin").open("wb")
        self._offsets = array("q", [0])

    def add(self, blob: bytes) -> None:
        """Append one byte string."""
        self._file.write(blob)
        self._offsets.append(self._offsets[-1] + len(blob))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def arrays(self) -> Arrays:
        """The borders between the byte strings, for `Blobs`."""
        return {f"{self._name}_offsets": np.array(self._offsets, np.int64)}


class Blobs:
    """The byte strings of one file, by number.

    They are read and not mapped: a page of results touches twenty of a million, and every touch of
    a map would take in the sixteen pages around it, until a worker held the whole file.
    """

    def __init__(self, folder: Path, name: str, arrays: Arrays) -> None:
        self._file = os.open(folder / f"{name}.bin", os.O_RDONLY)
        finalize(self, os.close, self._file)
        self._offsets = arrays[f"{name}_offsets"].data

    def get(self, number: int) -> bytes:
        """Byte string `number`."""
        start = self._offsets[number]
        return os.pread(self._file, self._offsets[number + 1] - start, start)
