"""The small areas of postcodes: LSOA, ward, sub-ICB, ICB and index of deprivation, as loaded.

<folder>/small-areas/current            the name of the table in use
<folder>/small-areas/table-<...>/manifest.json   Manifest
                     keys.npy       uint32 [n], rising (see `postcode_key`)
                     groups.npy     uint32 [n], index into `codes`: postcodes share groups
                     codes.npy      uint32 [m, 4], for each of LEVELS an index into Manifest.codes
                     deciles.npy    uint8 [n], 1..10; 0 where the source tells none
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.location.place import AreaRef, AreaType
from wayfinder.location.postcode_table import MANIFEST, mapped
from wayfinder.location.swap import stamped

SMALL_AREAS = "small-areas"
LEVELS = (AreaType.LSOA, AreaType.WARD, AreaType.SUB_ICB, AreaType.ICB)
UNTOLD, NO_SUCH = "", "-"
"""In place of a code: the source tells none, and the source tells that there is none (Wales has
no ICB). They are the first two of Manifest.codes."""

NOT_LISTED = -1
"""The group of a postcode that the table lacks."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What a table holds; `names` run beside `codes`, and are the codes where no name is known."""

    source: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


class Fine(Struct, frozen=True):
    """The areas of one group of postcodes, most local first, and the levels it was told nothing
    of."""

    areas: tuple[AreaRef, ...]
    untold: tuple[AreaType, ...]


class SmallAreas(Struct, frozen=True):
    """An open table."""

    manifest: Manifest
    keys: NDArray[np.uint32]
    groups: NDArray[np.uint32]
    codes: NDArray[np.uint32]
    deciles: NDArray[np.uint8]

    @classmethod
    def open(cls, folder: Path) -> SmallAreas | None:
        """Map the table beside the gazetteer in `folder`; None if none has been loaded."""
        here = folder / SMALL_AREAS
        name = stamped(here)
        if name is None:
            return None
        manifest = msgspec.json.decode((here / name / MANIFEST).read_bytes(), type=Manifest)
        arrays = (mapped(here / name / f"{array}.npy") for array in cls.__struct_fields__[1:])
        return cls(manifest, *arrays)

    @property
    def source(self) -> str:
        """Where the areas come from, as shown to people."""
        return self.manifest.source

    def find(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The groups and deciles of postcodes; NOT_LISTED and 0 for those the table lacks."""
        rows = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        listed = self.keys[rows] == keys
        groups = np.where(listed, self.groups[rows].astype(np.int64), NOT_LISTED)
        return groups, np.where(listed, self.deciles[rows], 0).astype(np.uint8)

    def find_one(self, key: np.uint32) -> tuple[int, int]:
        """`find` for one postcode."""
        row = int(self.keys.searchsorted(key))
        if row == len(self.keys) or self.keys[row] != key:
            return NOT_LISTED, 0
        return int(self.groups[row]), int(self.deciles[row])

    def fine(self, group: int) -> Fine:
        """What a group lies in; of NOT_LISTED nothing is told."""
        if group == NOT_LISTED:
            return Fine((), LEVELS)
        told = [
            (level, self.manifest.codes[number], self.manifest.names[number])
            for level, number in zip(LEVELS, self.codes[group].tolist(), strict=True)
        ]
        return Fine(
            tuple(AreaRef(*each) for each in told if each[1] not in {UNTOLD, NO_SUCH}),
            tuple(level for level, code, _ in told if code == UNTOLD),
        )
