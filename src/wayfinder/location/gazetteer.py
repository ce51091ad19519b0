"""Where a postcode is, and which areas it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path

import numpy as np
from msgspec.structs import asdict
from numpy.typing import NDArray

from wayfinder.errors import MalformedPostcode, UnknownPostcode
from wayfinder.location import not_found, postcode_key
from wayfinder.location.areas import Areas, today
from wayfinder.location.districts import Centres, centres, district_in
from wayfinder.location.gazetteer_build import Progress, build_table, is_built
from wayfinder.location.ground import Ground, ground, ground_of_one
from wayfinder.location.membership import membership
from wayfinder.location.place import AreaRef, Place, Precision
from wayfinder.location.postcode import OutwardCode, Postcode, parse_place_code
from wayfinder.location.postcode_source import PackagedOnspd, PostcodeSource
from wayfinder.location.postcode_table import MICRO, NO_POSITION, PostcodeTable
from wayfinder.location.small_areas import SmallAreas
from wayfinder.location.towns import Town, Towns

_SEARCH_RADII_M = (300.0, 3_000.0, 20_000.0)
"""Where to look for the nearest postcode, step by step. Of Great Britain only St Kilda, with no
postcode of its own, lies further out than the last."""

_BORDER_M = 200.0
"""A postcode of another council this much further off than the nearest leaves a doubt. Measured on
6,000 homes, each left out in turn: the nearest alone names a wrong council for 0.65 %; with this
margin 0.18 % are wrong and 4 % are left open."""


class Gazetteer:
    """All postcodes of Great Britain, mapped from disk and shared by every process.

    Build it once with `build`; `open` takes milliseconds. Safe to share between threads.
    """

    def __init__(
        self, table: PostcodeTable, areas: Areas, small_areas: SmallAreas | None = None
    ) -> None:
        self._table = table
        self._areas = areas
        self._small_areas = small_areas
        self._outwards = {outward.code: outward for outward in table.manifest.outwards}
        self._town_place = lru_cache(maxsize=512)(self._find_town_place)

    @classmethod
    def build(
        cls,
        folder: Path,
        areas: Areas,
        progress: Progress | None = None,
        source: PostcodeSource | None = None,
    ) -> Gazetteer:
        """Build the table in `folder` (made if need be) and open it.

        `progress(done, total)` is called as it goes. `source` defaults to the installed ONS
        Postcode Directory. Raises FeedError (unreadable list) or DirectoryError (a council that
        `areas` lacks). What stood in `folder` stays in use until the last moment.
        """
        build_table(folder, areas, source or PackagedOnspd(), progress)
        return cls.open(folder, areas)

    @classmethod
    def open(cls, folder: Path, areas: Areas) -> Gazetteer:
        """Map the table in `folder`, and that of small areas where one has been loaded beside it.

        Raises NotReady if no postcodes have been built there.
        """
        return cls(PostcodeTable.open(folder), areas, SmallAreas.open(folder))

    @staticmethod
    def is_current(folder: Path, source: PostcodeSource | None = None) -> bool:
        """True if `folder` holds the table of the installed postcodes, so need not be built."""
        return is_built(folder, source or PackagedOnspd())

    @property
    def towns(self) -> Towns:
        """The towns and districts that `town_place` can place."""
        return self._areas.towns

    @property
    def areas(self) -> Areas:
        """The areas that places are told to lie in."""
        return self._areas

    @property
    def source(self) -> str:
        """The list of postcodes, as shown to people: "ONSPD November 2025"."""
        return self._table.manifest.source

    def __len__(self) -> int:
        """The number of postcodes."""
        return len(self._table.keys)

    def __contains__(self, postcode: str) -> bool:
        """Whether this unit postcode is listed, placed or not."""
        key = _key(postcode)
        return key is not None and self._table.row(key) is not None

    def has_outward(self, code: str) -> bool:
        """Whether any postcode that has a place has this first half ("AL1")."""
        return code in self._outwards

    def locate(self, text: str, on: date | None = None) -> Place:
        """The place of a postcode, or of an outward code (the middle of its postcodes).

        Areas are those of the day `on` (default today). Raises MalformedPostcode, or
        UnknownPostcode with the nearest outward code we know. Withdrawn postcodes are in the
        packaged list without a mark, and are found.
        """
        asked = parse_place_code(text)
        if isinstance(asked, OutwardCode):
            return self._outward_place(asked, on or today())
        return self._postcode_place(asked, on or today())

    def at(self, lat_deg: float, lon_deg: float, on: date | None = None) -> Place:
        """The place of a point, with the areas of the postcodes nearest to it.

        Near a border, where those lie in several councils, only what they share is certain.
        Raises InvalidInput for a point that is not on or by Great Britain.
        """
        rows = self._nearest_rows(lat_deg, lon_deg)
        return self._place(
            (lat_deg, lon_deg),
            ground(self._table, self._small_areas, rows),
            on or today(),
            precision=Precision.COORDINATES,
            source=f"coordinates as given; areas of the nearest postcodes, {self.source}",
        )

    def town_place(self, town: Town, on: date | None = None) -> Place:
        """The middle of a town. Its district is certain only where it can lie in no other."""
        return self._town_place(town, on or today())

    def point(self, postcode: str) -> tuple[float, float] | None:
        """(latitude, longitude) of a unit postcode; None if malformed, unknown or unplaced."""
        key = _key(postcode)
        row = None if key is None else self._table.row(key)
        return None if row is None else self._table.position(row)

    def points(self, postcodes: Sequence[str]) -> NDArray[np.float64]:
        """`point` for many: degrees [n, 2], NaN where `point` is None."""
        # 0 would be A0 0AA, which no list has: there is no postcode area A.
        keys = np.array([_key(postcode) or 0 for postcode in postcodes], np.uint32)
        rows = self._table.rows(keys)
        positions = self._table.positions[rows]
        unknown = (rows < 0) | (positions[:, 0] == NO_POSITION)
        return np.where(unknown[:, None], np.nan, positions / MICRO)

    def district(
        self, postcode: str | None, lat_deg: float | None, lon_deg: float | None
    ) -> AreaRef | None:
        """The one district of a unit postcode, or else of the postcode nearest to a point; None
        where neither is known. Never left open, as `at` leaves it near a border: that would tell
        that it is near one."""
        key = _key(postcode or "")
        row = None if key is None else self._table.row(key)
        if row is None and lat_deg is not None and lon_deg is not None:
            row = self._nearest_row(lat_deg, lon_deg)
        if row is None:
            return None
        return district_in(self._areas, self._table.manifest.area_sets[self._table.area_sets[row]])

    def district_centres(self) -> Centres:
        """The middle of every district, by its code. Goes through all postcodes."""
        return centres(self._table, self._areas)

    def _postcode_place(self, postcode: Postcode, day: date) -> Place:
        row = self._table.row(postcode_key.key(postcode.outward, postcode.inward))
        if row is None:
            raise self._unknown(postcode.outward_code)
        position = self._table.position(row)
        if position is None:
            half = postcode.outward_code
            raise not_found.without_position(half if self.has_outward(half.code) else None)
        return self._place(
            position,
            ground_of_one(self._table, self._small_areas, row),
            day,
            precision=Precision.POSTCODE,
            source=self.source,
            postcode=str(postcode),
        )

    def _outward_place(self, code: OutwardCode, day: date) -> Place:
        outward = self._outwards.get(code.code)
        if outward is None:
            raise self._unknown(code)
        return self._place(
            (outward.lat_deg, outward.lon_deg),
            self._ground_of_outward(code.code),
            day,
            precision=Precision.OUTWARD,
            source=f"middle of the postcodes of {code}, {self.source}",
            postcode=str(code),
        )

    def _ground_of_outward(self, code: str) -> Ground:
        first = postcode_key.outward_rank(code) * postcode_key.INWARDS
        ends = np.array([first, first + postcode_key.INWARDS], np.uint32)
        start, stop = self._table.keys.searchsorted(ends).tolist()
        placed = self._table.positions[start:stop, 0] != NO_POSITION
        return ground(self._table, self._small_areas, start + np.flatnonzero(placed))

    def _find_town_place(self, town: Town, day: date) -> Place:
        found = membership(self._areas, [(code,) for code in town.councils], day)
        return Place(
            lat_deg=town.lat_deg,
            lon_deg=town.lon_deg,
            precision=Precision.AREA,
            source=town.source,
            name=town.name,
            **asdict(found),
        )

    def _place(
        self,
        position: tuple[float, float],
        on: Ground,
        day: date,
        *,
        precision: Precision,
        source: str,
        postcode: str | None = None,
    ) -> Place:
        small_areas = self._small_areas if any(on.fine) else None
        return Place(
            lat_deg=position[0],
            lon_deg=position[1],
            precision=precision,
            source=source,
            postcode=postcode,
            unknown_levels=on.unknown_levels,
            imd_decile=on.imd_decile,
            small_areas_source=small_areas.source if small_areas else None,
            **asdict(membership(self._areas, on.sets, day, on.shares, on.fine)),
        )

    def _unknown(self, code: OutwardCode) -> UnknownPostcode:
        if code.code in self._outwards:
            return not_found.unknown_end(code)
        return not_found.unknown_outward(code, self._outwards)

    def _nearest_row(self, lat_deg: float, lon_deg: float) -> int | None:
        for radius_m in _SEARCH_RADII_M:
            rows, metres = self._table.within(lat_deg, lon_deg, radius_m)
            if rows.size:
                return int(rows[metres.argmin()])
        return None

    def _nearest_rows(self, lat_deg: float, lon_deg: float) -> NDArray[np.uint32]:
        """The nearest postcode, and those hardly further away."""
        if isfinite(lat_deg) and isfinite(lon_deg) and abs(lat_deg) < 90:
            for radius_m in _SEARCH_RADII_M:
                rows, metres = self._table.within(lat_deg, lon_deg, radius_m + _BORDER_M)
                if rows.size and (nearest_m := float(metres.min())) <= radius_m:
                    return rows[metres <= nearest_m + _BORDER_M]
        raise not_found.outside_great_britain()


def _key(text: str) -> int | None:
    try:
        postcode = Postcode.parse(text)
    except MalformedPostcode:
        return None
    return postcode_key.key(postcode.outward, postcode.inward)
