"""Many small byte strings in one file."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from weakref import finalize

import numpy as np
from numpy.typing import NDArray


class BlobWriter:
    """Appends byte strings to `NAME.bin`, and their borders to `NAME_offsets.npy` at the end."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._file = (folder / f"{name}.bin").open("wb")
        self._offsets = array("q", [0])

    def add(self, blob: bytes) -> None:
        """Append one byte string."""
        self._file.write(blob)
        self._offsets.append(self._offsets[-1] + len(blob))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._file.close()

    def finish(self) -> None:
        """Flush the file and write the borders."""
        self._file.close()
        np.save(self._folder / f"{self._name}_offsets.npy", np.array(self._offsets, np.int64))


class Blobs:
    """The byte strings of one file, by number.

    They are read and not mapped: a page of results touches twenty of a million, and every touch of
    a map would take in the sixteen pages around it, until a worker held the whole file.
    """

    def __init__(self, folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._file = os.open(folder / f"{name}.bin", os.O_RDONLY)
        finalize(self, os.close, self._file)
        self._offsets = arrays[f"{name}_offsets"].data

    def get(self, number: int) -> bytes:
        """Byte string `number`."""
        start = self._offsets[number]
        return os.pread(self._file, self._offsets[number + 1] - start, start)
