"""The field of candidates: one entry a row, everything that features and filters look at."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from wayfinder.domain.need import Tier
from wayfinder.index.arrays import Bools, Floats, Ints, Longs
from wayfinder.index.coverages import SIMPLE
from wayfinder.index.names import name_stems
from wayfinder.index.query import Candidates, bound_rows
from wayfinder.index.schedules import open_now
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.vectors import similar
from wayfinder.location.distance import METRES_PER_MILE, distances_m
from wayfinder.location.place import Place
from wayfinder.matching.audiences import meant_for, misfits
from wayfinder.matching.reach import Here
from wayfinder.matching.verdicts import verdicts
from wayfinder.matching.wanted import Search
from wayfinder.matching.withheld import perhaps_within, with_district_steps

NEAR_M = 10 * METRES_PER_MILE
"""Further away than this nobody comes as a matter of course."""


class Field(Struct, frozen=True, kw_only=True):
    """Parallel arrays over candidate rows.

    `distance_m` is NaN where there is no place to go to or none to start from. `bound` is True
    where an area rule already says yes, `local` where a local one does. `open_now` is 1 open,
    0 closed, NaN not known. `somewhere` is True for a place without a known position. `chance` is
    how likely it serves the address by an area that may hold it, or the person by a tie they may
    have, `refused` whether its own rules say no, `doubtful` whether it is of
    another place, and nothing tells that it serves this one. `misfit` is whether it says that it
    is for others than this person, or was tried in vain, `meant` whether it is for a kind of people
    that this person is known to be of, `padding` whether it is no more than related to what was
    asked. `withheld` is whether its place is confidential: then `distance_m` is that between
    districts, and tells of no rule whether it holds. `worded` is whether any word was searched
    for, and not only needs, `in_crisis` whether help in a crisis was. `meaning` is how close it is
    in meaning, 0 to 1; None without the extra that knows. `today` is a proleptic day number.
    """

    rows: Ints
    services: Longs
    text: Floats
    beside: Floats
    needs: Floats
    naming: Floats
    distance_m: Floats
    bound: Bools
    local: Bools
    open_now: Floats
    somewhere: Bools
    chance: Floats
    refused: Bools
    doubtful: Bools
    misfit: Bools
    withheld: Bools
    meant: Bools
    padding: Bools
    placed: bool
    worded: bool
    in_crisis: bool
    meaning: Floats | None
    today: int
    attributes: dict[str, NDArray[np.generic]]

    @property
    def measured_m(self) -> Floats:
        """The distances that are to the very place, and not to its district; NaN for the rest."""
        return np.where(self.withheld, np.nan, self.distance_m)

    def of(self, attribute: str) -> NDArray[np.generic]:
        """A service attribute for each row."""
        return self.attributes[attribute][self.services]

    def take(self, chosen: Bools) -> Field:
        """The same field with the chosen rows only."""
        at = np.flatnonzero(chosen)
        if len(at) == len(self.rows):
            return self
        each = {name: getattr(self, name)[at] for name in _PER_ROW}
        return structs.replace(
            self,
            needs=self.needs[:, at],
            meaning=None if self.meaning is None else self.meaning[at],
            **each,
        )

    def with_padding(self, more: Field) -> Field:
        """This field, its rows met by none of the further needs of `more`; then those of `more`."""
        lines = np.zeros((len(more.needs), len(self.rows)))
        lines[: len(self.needs)] = self.needs
        both = {
            name: np.concatenate([getattr(self, name), getattr(more, name)]) for name in _PER_ROW
        }
        both["padding"] = np.arange(len(both["rows"])) >= len(self.rows)
        meant = None
        if self.meaning is not None and more.meaning is not None:
            meant = np.concatenate([self.meaning, more.meaning])
        return structs.replace(
            more, needs=np.concatenate([lines, more.needs], axis=1), meaning=meant, **both
        )


_PER_ROW = (
    *("rows", "services", "text", "beside", "distance_m", "bound", "local", "open_now"),
    *("somewhere", "chance", "refused", "doubtful", "misfit", "meant", "withheld", "padding"),
)


def survey(snapshot: Snapshot, found: Candidates, wanted: Search) -> Field:
    """Look up distance, reach and opening of every candidate, and how it fits the person."""
    rows, arrays, place = found.rows, snapshot.arrays, wanted.place
    # Numbers of the width of a pointer: numpy would widen them for every look-up anew.
    services = arrays["row_service"][rows].astype(np.int64)
    away_m = _distances(snapshot, rows, place)
    bound = _serving(snapshot, rows, wanted.here.certain)
    chance = _chances(snapshot, rows, wanted.here)
    somewhere = (arrays["row_location"][rows] >= 0) & np.isnan(arrays["row_lat_deg"][rows])
    local = _serving(snapshot, rows, wanted.here.local)
    districts = arrays["row_district"][rows]
    withheld = districts >= 0
    closer = verdicts(snapshot, services, away_m, wanted.here, wanted.day)
    if place is not None:
        away_m = with_district_steps(snapshot, districts, place, away_m)
    bound[closer.positions] = local[closer.positions] = closer.yes
    chance[closer.positions] = np.maximum(chance[closer.positions], closer.chance)
    refused = np.zeros(len(rows), bool)
    if wanted.here.ties.codes:
        refused = only_for_residents(snapshot, rows, services, wanted.here)
    refused[closer.positions] = closer.no
    near = perhaps_within(away_m, withheld, _near_m(wanted))
    away = np.where(np.isnan(away_m), arrays["states_area"][services], ~near)
    meaning = wanted.meaning
    return Field(
        rows=rows,
        services=services,
        text=found.text,
        beside=found.beside,
        naming=found.naming,
        needs=found.needs,
        distance_m=away_m,
        bound=bound,
        local=local,
        open_now=_open_now(snapshot, rows, wanted.now),
        somewhere=somewhere,
        chance=chance,
        refused=refused,
        doubtful=away & ~bound & (chance == 0.0) & (place is not None),
        misfit=misfits(arrays, services, wanted.person) | turned_from(snapshot, rows, wanted),
        withheld=withheld,
        meant=meant_for(arrays, services, wanted.person),
        padding=np.zeros(len(rows), bool),
        placed=place is not None,
        worded=bool(wanted.heard.words),
        in_crisis=wanted.in_danger or _in_crisis(snapshot, wanted),
        meaning=None if meaning is None else similar(arrays["vectors"][services], meaning),
        today=wanted.day.toordinal(),
        attributes=arrays,
    )


def turned_from(snapshot: Snapshot, rows: Ints, wanted: Search) -> Bools:
    """Which rows are of a service that the words say was tried already, or is not wanted."""
    stems = (name_stems(phrase) for phrase in wanted.heard.set_aside)
    named = np.zeros(len(rows), bool)
    for number in map(snapshot.called, stems):
        if number is not None:
            named |= snapshot.name_postings.has(number, rows)
    return named


def only_for_residents(snapshot: Snapshot, rows: Ints, services: Longs, here: Here) -> Bools:
    """Which rows take none but those who live in their areas, of which the place is none."""
    meta = snapshot.meta
    by_area = (rows >= meta.near_end) & (rows < meta.area_end)
    simple = snapshot.arrays["service_coverage"][services] == SIMPLE
    refused: Bools = by_area & simple & ~bound_rows(snapshot, rows, here.codes)
    return refused


def _near_m(wanted: Search) -> float:
    """What is this near takes people from here, as far as anybody knows."""
    return wanted.filters.max_distance_m or NEAR_M


def _in_crisis(snapshot: Snapshot, wanted: Search) -> bool:
    heard = (need.number for need in wanted.heard.needs if need.phrase is not None)
    return any(snapshot.needs[number].tier is Tier.CRISIS for number in heard)


def _chances(snapshot: Snapshot, rows: Ints, here: Here) -> Floats:
    chance = np.zeros(len(rows))
    for share, codes in here.chances:
        chance[bound_rows(snapshot, rows, codes)] = share
    return chance


def _distances(snapshot: Snapshot, rows: Ints, place: Place | None) -> Floats:
    if place is None:
        return np.full(len(rows), np.nan)
    lats, lons = snapshot.arrays["row_lat_deg"][rows], snapshot.arrays["row_lon_deg"][rows]
    return distances_m(place.lat_deg, place.lon_deg, lats, lons)


def _serving(snapshot: Snapshot, rows: Ints, codes: frozenset[str]) -> Bools:
    return bound_rows(snapshot, rows, sorted(codes)) if codes else np.zeros(len(rows), bool)


def _open_now(snapshot: Snapshot, rows: Ints, now: datetime) -> Floats:
    schedules = snapshot.arrays["row_schedule"][rows]
    return open_now(snapshot.arrays, snapshot.special_hours, schedules, now, snapshot.bank_holidays)
