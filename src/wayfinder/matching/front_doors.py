"""Somebody to turn to for every address: the end that a search can always fall back on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfinder.domain.answer import FrontDoor
from wayfinder.domain.directory_files import fault, read_toml, toml_files


class Ground(Struct, frozen=True, forbid_unknown_fields=True):
    """What the directory is of: its name as people say it, and the codes of its areas."""

    name: str
    area_codes: tuple[str, ...]


class FrontDoors(Struct, frozen=True):
    """Doors by the code of the area they serve, and those offered when no area is known; `ground`
    is what the directory is of, None where that is not told."""

    by_area: dict[str, tuple[FrontDoor, ...]]
    without_place: tuple[FrontDoor, ...]
    ground: Ground | None = None


class DoorEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[front_door]]` of `directory/front_doors/*.toml`.

    `area_codes` are GSS codes (any one will do), `area` their name as people say it. `source` is
    where the facts were read and `as_of` the day they were true there. `without_place` marks
    those to offer somebody who gives no place.
    """

    name: str
    area: str
    area_codes: tuple[str, ...]
    source: str
    phone: str | None = None
    text: str | None = None
    url: str | None = None
    hours: str | None = None
    note: str | None = None
    as_of: date | None = None
    unverified: bool = True
    without_place: bool = False


class DoorsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the folder; `ground` stands in one of them at most."""

    front_door: tuple[DoorEntry, ...] = ()
    ground: Ground | None = None


def load_front_doors(folder: Path) -> FrontDoors:
    """The front doors of `folder`, checked. Raises DirectoryError naming the file and the door."""
    by_area: dict[str, tuple[FrontDoor, ...]] = {}
    without_place: list[FrontDoor] = []
    files = {path: read_toml(path, DoorsFile) for path in toml_files(folder)}
    for entry in _entries(files):
        door = _door(entry)
        for code in entry.area_codes:
            by_area[code] = (*by_area.get(code, ()), door)
        if entry.without_place:
            without_place.append(door)
    if not without_place:
        raise fault(
            str(folder), "without_place", "no door is offered to somebody who gives no place"
        )
    return FrontDoors(by_area, tuple(without_place), _ground(files))


def for_place(doors: FrontDoors, area_codes: tuple[str, ...]) -> tuple[FrontDoor, ...]:
    """Who will take any enquiry there, most local first, never empty.

    `area_codes` runs from the most local to the widest, as `Place.areas` does. With no place, or
    one that nobody is named for, the national doors.
    """
    found = dict.fromkeys(door for code in area_codes for door in doors.by_area.get(code, ()))
    return tuple(found) or doors.without_place


def _ground(files: Mapping[Path, DoorsFile]) -> Ground | None:
    told = [(path, each.ground) for path, each in files.items() if each.ground is not None]
    for path, ground in told[1:]:
        raise fault(path.name, ground.name, f"`ground` is already told in {told[0][0].name}")
    return told[0][1] if told else None


def _entries(files: Mapping[Path, DoorsFile]) -> Iterator[DoorEntry]:
    for path, file in files.items():
        for entry in file.front_door:
            if not (entry.phone or entry.text or entry.url):
                raise fault(path.name, entry.name, "needs a phone, a text number or a url")
            if not entry.area_codes:
                raise fault(path.name, entry.name, 'needs area_codes, for example ["E10000015"]')
            yield entry


def _door(entry: DoorEntry) -> FrontDoor:
    return FrontDoor(
        name=entry.name,
        area=entry.area,
        phone=entry.phone,
        text=entry.text,
        url=entry.url,
        hours=entry.hours,
        note=entry.note,
        source=entry.source,
        as_of=entry.as_of,
        unverified=entry.unverified,
    )
