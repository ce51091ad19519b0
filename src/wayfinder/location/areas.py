"""All areas and how they nest, on any day.

The data and its rules are in `directory/areas/` (see the README there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.errors import DirectoryError
from wayfinder.location.area import Area
from wayfinder.location.area_codes import GSS_CODE
from wayfinder.location.area_files import read_areas
from wayfinder.location.area_names import full_key, plain_key
from wayfinder.location.place import AreaRef, AreaType, FormerArea
from wayfinder.location.towns import TOWNS_FILE, Town, Towns, read_towns

_LONDON = ZoneInfo("Europe/London")
_WIDEST_FIRST = tuple(AreaType)


def today() -> date:
    """The date in Britain."""
    return datetime.now(_LONDON).date()


class Around(Struct, frozen=True):
    """The codes of the areas that hold one (itself among them), or held it until they ended; of all
    others that may share ground with it; and of those that lie in it."""

    holding: frozenset[str]
    possibly: frozenset[str]
    within: frozenset[str]


class Areas:
    """The areas of `directory/areas/`, found by code, retired code or name. Immutable.

    `towns` are the places that people name, each with the areas that may hold it.
    """

    def __init__(self, areas: Iterable[Area], towns: Iterable[Town] = ()) -> None:
        self.towns = Towns(towns)
        self._by_code = _with_predecessors(areas)
        self._by_retired_code = {
            alias: area
            for area in self._by_code.values()
            for alias in area.aliases
            if _is_code(alias)
        }
        self._by_full_key = _index(self._by_code.values(), full_key)
        self._by_plain_key = _index(self._by_code.values(), plain_key)
        self._around = {code: self._reach(code) for code in self._by_code}
        self._touching = {code: self._touches(code) for code in self._by_code}

    @classmethod
    def load(cls, folder: Path) -> Areas:
        """Read every `*.csv` in `folder`. Raises DirectoryError naming the file and row."""
        areas = cls((row.area for row in read_areas(folder)), read_towns(folder))
        if lost := [code for code in areas.towns.councils if areas.get(code) is None]:
            raise DirectoryError(f"{TOWNS_FILE} names {lost[0]}, which no file has")
        return areas

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Area | None:
        """The area with this code, or that has taken over this retired code; None if unknown."""
        return self._by_code.get(code) or self._by_retired_code.get(code)

    def resolve(self, code_or_name: str, on: date | None = None) -> Area | None:
        """The area meant by a code or a name, in any case and punctuation; None if unknown.

        With `on`, only areas that exist that day. Without, those of today come first, but past
        and planned areas are found too (ask `exists_on`). Of several the widest is meant ("London"
        is the region, not the City), and of two equally wide neither ("Newcastle").
        """
        text = code_or_name.strip()
        if found := self.get(text) or self.get(text.upper()):
            return found if on is None or found.exists_on(on) else None
        for index, key in (
            (self._by_full_key, full_key(text)),
            (self._by_plain_key, plain_key(text)),
        ):
            if key and (chosen := _choose(index.get(key, ()), on)):
                return chosen
        return None

    def containing(self, code: str, on: date | None = None) -> tuple[AreaRef, ...]:
        """The area itself and all areas certain to hold it on a day (default today).

        From the most local to the widest: a district, its partnership if any, county, region,
        nation, and countries, Great Britain and the United Kingdom last. Of a council that has
        ended, its one successor's. Empty for a code that is not known.
        """
        return self.holding((code,), on)

    def holding(self, codes: Iterable[str], on: date | None = None) -> tuple[AreaRef, ...]:
        """`containing` for a place in all these areas at once."""
        found = {area.code: area for code in codes for area in self._certain(code, on or today())}
        return tuple(area.ref for area in self._local_first(found.values()))

    def around(self, code: str, on: date | None = None) -> Around:
        """What holds an area on a day (default today) or before, may share ground with it, and lies
        in it. Of a code that is not known nothing is told."""
        area = self.get(code)
        if area is None:
            return Around(frozenset(), frozenset(), frozenset())
        former = (was.area.code for was in self.former(code, on) if was.certain)
        held = {each.code for each in self.containing(code, on)}.union(former)
        touching = (each for each in self._touching.values() if area.code in each)
        inner = {each for each, outer in self._around.items() if area.code in outer}
        apart = {each.code for each in self if _are_apart(each, area)} - inner
        return Around(
            frozenset(held),
            frozenset().union(*touching) - held - apart,
            frozenset(code for each in inner for code in self._codes(each)),
        )

    def _touches(self, code: str) -> frozenset[str]:
        """Every code of the areas that hold this one or part of it, on any day."""
        around = [self._by_code[each] for each in self._around[code]]
        parts = ((*each.may_be_within, *each.predecessors, *each.successors) for each in around)
        wider = {each for those in parts for part in those for each in self._around[part]}
        return frozenset(
            code for each in {*wider, *self._around[code]} for code in self._codes(each)
        )

    def _codes(self, code: str) -> Iterator[str]:
        """Of an area its code and those that it has given up."""
        yield code
        yield from filter(_is_code, self._by_code[code].aliases)

    def possibly_containing(self, code: str, on: date | None = None) -> tuple[AreaRef, ...]:
        """Areas that hold part of it, or that only small-area data can decide: never a fact."""
        day = on or today()
        certain = self._certain(code, day)
        parts = [part for area in certain for part in area.may_be_within]
        types = {area.type for area in certain}
        for ended in self._ended(code, day):
            # Nobody has said which of its successors took this part of it.
            parts += [part for part in ended.successors if self._by_code[part].type not in types]
        possible = {wider: self._by_code[wider] for part in parts for wider in self._around[part]}
        known = {area.code for area in certain}
        return tuple(
            area.ref
            for area in self._local_first(possible.values())
            if area.code not in known and area.exists_on(day)
        )

    def former(self, code: str, on: date | None = None) -> tuple[FormerArea, ...]:
        """Areas that held this one, or may have, and have ended by a day (default today); and the
        retired codes of those that hold it still. A code that is not known has none.

        What an area came from is only possible: the files need not name all its predecessors.
        """
        day = on or today()
        now = self._certain(code, day)
        was = [_former(area) for area in self._ended(code, day)]
        was += [_retired(area, alias) for area in now for alias in area.aliases if _is_code(alias)]
        maybe = [part for area in now for part in (*area.predecessors, *area.may_be_within)]
        wider = dict.fromkeys(each for part in maybe for each in self._around[part])
        known = {each.area.code for each in was}
        was += [
            _former(self._by_code[each], certain=False)
            for each in wider
            if each not in known and self._by_code[each].ended_before(day)
        ]
        return tuple(was)

    def _ended(self, code: str, day: date) -> list[Area]:
        """The areas of the code, and of what took its place, that have ended by the day."""
        area = self.get(code)
        found: dict[str, Area] = {}
        while area is not None:
            around = (self._by_code[wider] for wider in self._around[area.code])
            found |= {each.code: each for each in around if each.ended_before(day)}
            after = self._successor_on(area, day)
            area = after if after is not area else None
        return self._local_first(found.values())

    def _certain(self, code: str, day: date) -> list[Area]:
        area = self.get(code)
        if area is None:
            return []
        around = self._around[self._successor_on(area, day).code]
        found = (self._by_code[wider] for wider in around)
        return self._local_first(area for area in found if area.exists_on(day))

    def _successor_on(self, area: Area, day: date) -> Area:
        while area.ended_before(day) and len(area.successors) == 1:
            area = self._by_code[area.successors[0]]
        return area

    def _reach(self, code: str) -> frozenset[str]:
        """The area's code and those of every area that holds it."""
        wider = (self._reach(outer) for outer in self._by_code[code].within)
        return frozenset({code}).union(*wider)

    def _local_first(self, areas: Iterable[Area]) -> list[Area]:
        """The more areas hold an area, the more local it is."""
        return sorted(
            areas,
            key=lambda area: (-len(self._around[area.code]), -_WIDEST_FIRST.index(area.type)),
        )


def _are_apart(one: Area, other: Area) -> bool:
    """Whether they are two of a kind, and so of no common ground."""
    return one.code != other.code and one.type is other.type and one.overlaps(other)


def _is_code(alias: str) -> bool:
    return GSS_CODE.fullmatch(alias) is not None


def _former(area: Area, certain: bool = True) -> FormerArea:
    return FormerArea(area=area.ref, ended=area.end, certain=certain, successors=area.successors)


def _retired(area: Area, alias: str) -> FormerArea:
    """The code that an area has given up; nobody has kept the day."""
    before = AreaRef(area.type, alias, area.name)
    return FormerArea(area=before, ended=None, successors=(area.code,))


def _with_predecessors(areas: Iterable[Area]) -> dict[str, Area]:
    by_code = {area.code: area for area in areas}
    before: dict[str, list[str]] = {}
    for area in by_code.values():
        for successor in area.successors:
            before.setdefault(successor, []).append(area.code)
    return {
        code: replace(area, predecessors=tuple(before.get(code, ())))
        for code, area in by_code.items()
    }


def _index(areas: Iterable[Area], key_of: Callable[[str], str]) -> dict[str, list[Area]]:
    index: dict[str, list[Area]] = {}
    for area in areas:
        for key in {key_of(name) for name in (area.name, *area.aliases)}:
            index.setdefault(key, []).append(area)
    return index


def _choose(candidates: Iterable[Area], on: date | None) -> Area | None:
    day = on or today()
    alive = [area for area in candidates if area.exists_on(day)]
    return _widest(alive if alive or on is not None else candidates)


def _widest(areas: Iterable[Area]) -> Area | None:
    """None when two are equally wide: a name that could be either names neither."""
    ranked = sorted(areas, key=_width)
    if not ranked or (len(ranked) > 1 and _width(ranked[0]) == _width(ranked[1])):
        return None
    return ranked[0]


def _width(area: Area) -> int:
    return _WIDEST_FIRST.index(area.type)
