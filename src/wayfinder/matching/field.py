"""The field of candidates: one entry a row, everything that features and filters look at."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.domain.hours import LONDON
from wayfinder.index.arrays import Bools, Floats, Ints
from wayfinder.index.query import Candidates, bound_rows
from wayfinder.index.schedules import open_now
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.vectors import similar
from wayfinder.location.distance import distances_m
from wayfinder.location.place import WIDE, AreaRef, Place
from wayfinder.meaning import Vectors


class Field(Struct, frozen=True, kw_only=True):
    """Parallel arrays over candidate rows.

    `distance_m` is NaN where there is no place to go to or none to start from. `bound` is True
    where an area rule already says yes, `local` where a local one does. `open_now` is 1 open,
    0 closed, NaN not known. `somewhere` is True for a place without a known position. `worded` is
    whether any word was searched for, and not only needs. `meaning` is how close it is in meaning,
    0 to 1; None without the extra that knows. `today` is a proleptic day number.
    """

    rows: Ints
    services: Ints
    text: Floats
    beside: Floats
    needs: Floats
    naming: Floats
    distance_m: Floats
    bound: Bools
    local: Bools
    open_now: Floats
    somewhere: Bools
    placed: bool
    worded: bool
    meaning: Floats | None
    today: int
    attributes: dict[str, NDArray[np.generic]]

    def of(self, attribute: str) -> NDArray[np.generic]:
        """A service attribute for each row."""
        return self.attributes[attribute][self.services]

    def take(self, chosen: Bools) -> Field:
        """The same field with the chosen rows only."""
        return Field(
            rows=self.rows[chosen],
            services=self.services[chosen],
            text=self.text[chosen],
            beside=self.beside[chosen],
            naming=self.naming,
            needs=self.needs[:, chosen],
            distance_m=self.distance_m[chosen],
            bound=self.bound[chosen],
            local=self.local[chosen],
            open_now=self.open_now[chosen],
            somewhere=self.somewhere[chosen],
            placed=self.placed,
            worded=self.worded,
            meaning=None if self.meaning is None else self.meaning[chosen],
            today=self.today,
            attributes=self.attributes,
        )


def survey(
    snapshot: Snapshot,
    found: Candidates,
    place: Place | None,
    now: datetime,
    *,
    worded: bool,
    meaning: Vectors | None,
) -> Field:
    """Look up distance, reach and opening of every candidate."""
    rows, arrays = found.rows, snapshot.arrays
    services = arrays["row_service"][rows]
    return Field(
        rows=rows,
        services=services,
        text=found.text,
        beside=found.beside,
        naming=found.naming,
        needs=found.needs,
        distance_m=_distances(snapshot, rows, place),
        bound=_serving(snapshot, rows, place.areas if place else ()),
        local=_serving(snapshot, rows, _local(place)),
        open_now=_open_now(snapshot, rows, now),
        somewhere=(arrays["row_location"][rows] >= 0) & np.isnan(arrays["row_lat_deg"][rows]),
        placed=place is not None,
        worded=worded,
        meaning=None if meaning is None else similar(arrays["vectors"][services], meaning),
        today=now.astimezone(LONDON).toordinal(),
        attributes=arrays,
    )


def _distances(snapshot: Snapshot, rows: Ints, place: Place | None) -> Floats:
    if place is None:
        return np.full(len(rows), np.nan)
    lats, lons = snapshot.arrays["row_lat_deg"][rows], snapshot.arrays["row_lon_deg"][rows]
    return distances_m(place.lat_deg, place.lon_deg, lats, lons)


def _local(place: Place | None) -> tuple[AreaRef, ...]:
    return tuple(area for area in place.areas if area.type not in WIDE) if place else ()


def _serving(snapshot: Snapshot, rows: Ints, areas: tuple[AreaRef, ...]) -> Bools:
    if not areas:
        return np.zeros(len(rows), bool)
    return bound_rows(snapshot, rows, [area.code for area in areas])


def _open_now(snapshot: Snapshot, rows: Ints, now: datetime) -> Floats:
    schedules = snapshot.arrays["row_schedule"][rows]
    return open_now(snapshot.arrays, snapshot.special_hours, schedules, now, snapshot.bank_holidays)
