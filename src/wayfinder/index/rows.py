"""Rows: what a search ranks. One for each service at each of its locations, in reach order.

Rows are numbered so that everything that can reach one address lies in a few unbroken ranges:

    near      placed, and no rule decides the area: by strips of latitude, then longitude
    area      a rule names areas or practices: all rows with the same set of them stand together
    anywhere  neither placed nor bound to an area: helplines and websites, always reachable
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.hours import Hours
from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays, Floats, Ints, Longs
from wayfinder.index.schedules import SchedulesBuilder
from wayfinder.location.area_codes import is_listed

STRIP_DEG = 0.036
"""Height of a strip of latitude: 4 km, so that 10 miles around a point touch about nine strips."""

STRIP_SPAN = 1000.0

NEAR, AREA, ANYWHERE = 0, 1, 2


class Row(Struct, frozen=True):
    """One row before numbering. `location` is the position in the service's locations, or -1."""

    service: int
    location: int
    lat_deg: float
    lon_deg: float
    group: int
    area_set: int
    schedule: int


class RowTable(Struct, frozen=True):
    """Numbered rows as arrays, with the group borders and the ranges of each area set."""

    service: Ints
    location: Ints
    schedule: Ints
    lat_deg: Floats
    lon_deg: Floats
    near_keys: Floats
    area_set_starts: Longs
    near_end: int
    area_end: int

    def arrays(self) -> Arrays:
        """One entry a row, but `near_keys` a placed row and `area_set_starts` an area set."""
        return {
            "row_service": self.service,
            "row_location": self.location,
            "row_schedule": self.schedule,
            "row_lat_deg": self.lat_deg,
            "row_lon_deg": self.lon_deg,
            "near_keys": self.near_keys,
            "area_set_starts": self.area_set_starts,
        }


class RowsBuilder:
    """Collects the rows of services, the sets of areas these serve, and their weeks."""

    def __init__(self) -> None:
        self._schedules = SchedulesBuilder()
        self._area_sets: dict[frozenset[str], int] = {}
        self._rows: list[Row] = []

    def add(self, number: int, service: Service) -> None:
        """Make the rows of service `number`."""
        self._rows.extend(self._rows_of(number, service))

    def table(self) -> RowTable:
        """All rows, numbered."""
        return number_rows(self._rows, len(self._area_sets))

    @property
    def special_hours(self) -> dict[int, Hours]:
        """The hours that differ from their week on some days, by schedule number."""
        return self._schedules.special

    def arrays(self) -> Arrays:
        """The area sets of each area, in the order of the areas' codes; and the weeks."""
        pairs = sorted((code, n) for codes, n in self._area_sets.items() for code in codes)
        return {
            "area_codes": np.array([code.encode() for code, _ in pairs], np.bytes_),
            "area_sets": np.array([number for _, number in pairs], np.int64),
            **self._schedules.arrays(),
        }

    def _rows_of(self, number: int, service: Service) -> Iterable[Row]:
        codes = area_codes(service.coverage)
        for location, lat_deg, lon_deg in places_of(service):
            at = service.locations[location] if location >= 0 else None
            schedule = self._schedules.number(service.hours_at(at))
            for group in groups_of(service.coverage, not math.isnan(lat_deg)):
                area_set = self._area_set(codes) if group == AREA else -1
                yield Row(number, location, lat_deg, lon_deg, group, area_set, schedule)

    def _area_set(self, codes: frozenset[str]) -> int:
        return self._area_sets.setdefault(codes, len(self._area_sets))


def groups_of(coverage: Coverage, placed: bool) -> tuple[int, ...]:
    """The groups in which a service with this coverage has to be found."""
    # Somebody far off may be tied to the areas of any rule, or live inside its line.
    bound = (AREA,) if area_codes(coverage) else ()
    drawn = placed and any(rule.kind is CoverageKind.POLYGON for rule in coverage.rules)
    # On a day on which a rule is not in force nothing is known of its area.
    open_ended = bool(coverage.unresolved) or any(
        rule.kind is not CoverageKind.AREA or rule.dated or is_fine(rule) for rule in coverage.rules
    )
    if bound and not open_ended:
        return bound
    return (*bound, NEAR if placed else ANYWHERE, *((ANYWHERE,) if drawn else ()))


def is_fine(rule: CoverageRule) -> bool:
    """Whether it names wards or smaller, or what no file knows: of many a place nobody knows
    whether it lies there."""
    return not all(map(is_listed, rule.area_codes))


def area_codes(coverage: Coverage) -> frozenset[str]:
    """All areas and practices that any rule names."""
    return frozenset(
        code for rule in coverage.rules for code in (*rule.area_codes, *rule.practice_codes)
    )


def places_of(service: Service) -> list[tuple[int, float, float]]:
    """(location number, latitude, longitude) of each that may be shown on a map.

    Where there is none, one entry without a position (NaN); its number is -1 where there is no
    place to go to, or none that may be told.
    """
    placed = [
        (i, at.location.lat_deg, at.location.lon_deg)
        for i, at in enumerate(service.locations)
        if at.location.lat_deg is not None
        and at.location.lon_deg is not None
        and not at.location.confidential
    ]
    told = (i for i, at in enumerate(service.locations) if not at.location.confidential)
    return placed or [(next(told, -1), math.nan, math.nan)]


def near_key(lat_deg: float, lon_deg: float) -> float:
    """The number that orders placed rows: strip of latitude first, then longitude."""
    return math.floor(lat_deg / STRIP_DEG) * STRIP_SPAN + lon_deg + 180.0


def number_rows(rows: Sequence[Row], area_set_count: int) -> RowTable:
    """Put rows in reach order."""
    ordered = sorted(rows, key=_order)
    groups = np.array([row.group for row in ordered], np.int8)
    near_end, area_end = (int(n) for n in np.searchsorted(groups, [AREA, ANYWHERE]))
    sets = np.array([row.area_set for row in ordered[near_end:area_end]], np.int64)
    return RowTable(
        service=np.array([row.service for row in ordered], np.int32),
        location=np.array([row.location for row in ordered], np.int32),
        schedule=np.array([row.schedule for row in ordered], np.int32),
        lat_deg=np.array([row.lat_deg for row in ordered], np.float64),
        lon_deg=np.array([row.lon_deg for row in ordered], np.float64),
        near_keys=np.array(
            [near_key(r.lat_deg, r.lon_deg) for r in ordered[:near_end]], np.float64
        ),
        area_set_starts=near_end + np.searchsorted(sets, np.arange(area_set_count + 1)),
        near_end=near_end,
        area_end=area_end,
    )


def _order(row: Row) -> tuple[int, float, int, int]:
    position = near_key(row.lat_deg, row.lon_deg) if row.group == NEAR else float(row.area_set)
    return row.group, position, row.service, row.location
