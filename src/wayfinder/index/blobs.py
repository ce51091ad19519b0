"""Many small byte strings in one memory-mapped file."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Self

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
    """The byte strings of one file, by number."""

    def __init__(self, folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        with (folder / f"{name}.bin").open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0
            self._bytes = b"" if empty else mmap(file.fileno(), 0, access=ACCESS_READ)
        self._offsets = arrays[f"{name}_offsets"].data

    def get(self, number: int) -> bytes:
        """A copy of byte string `number`."""
        return self._bytes[self._offsets[number] : self._offsets[number + 1]]
