"""Confidential places: which they are, and what is left of a service when they are withheld.

What one source holds to be confidential, no other source and no earlier release may give away
(docs/decisions/0020-confidential-places.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct, structs
from msgspec.structs import replace

from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.location.distance import distance_m
from wayfinder.location.place import AreaRef

WITHHELD = "[address withheld]"
"""What stands in a text where the address stood."""

SAME_PLACE_M = 100.0
"""Two positions of one owner so close are one place: feeds place the same door 50 m apart."""

DistrictOf = Callable[[Location], AreaRef | None]

Key = tuple[str, str]
"""What a record belongs to: ("id" | "name", value)."""


def not_known(_: Location) -> AreaRef | None:
    """The district of a place, where there is nothing to look it up in."""
    return None


class Discretion:
    """Withholds confidential places: calling it with a service gives what may be told of it.

    `flagged` are services as their sources have them; only those with a confidential place count.
    `district_of` tells in which district a place lies. Telling again what was told changes nothing.
    """

    def __init__(
        self, flagged: Iterable[Service] = (), district_of: DistrictOf = not_known
    ) -> None:
        self._district_of = district_of
        self._places: dict[Key, list[Location]] = defaultdict(list)
        self._ids: set[str] = set()
        self._flagged: list[Location] = []
        for service in flagged:
            for location in _confidential(service):
                self._ids.add(location.id)
                self._flagged.append(location)
                for key in _belongs_to(service):
                    self._places[key].append(location)

    def __call__(self, service: Service) -> Service:
        """The service without its confidential places' whereabouts, in no field and no text; the
        very same where nothing is to be withheld."""
        near_kin = [place for key in _belongs_to(service) for place in self._places.get(key, ())]
        places = tuple(self._told(at, near_kin) for at in service.locations)
        hides = places != service.locations or bool(_confidential(service))
        if not hides and not near_kin:
            return service
        own = [at.location for at in service.locations if self._hides(at.location, near_kin)]
        return _discreet(replace(service, locations=places), (*own, *near_kin), hides)

    def text(self, text: str) -> str:
        """A text about nobody knows which service, without any confidential address."""
        return self._all.sub(WITHHELD, text) if self._all else text

    @cached_property
    def _all(self) -> re.Pattern[str] | None:
        return _addresses(tuple(self._flagged), "")

    def _told(self, at: ServiceAtLocation, near_kin: list[Location]) -> ServiceAtLocation:
        if not self._hides(at.location, near_kin):
            return at
        place = at.location
        district = place.district or self._district_of(place)
        return replace(at, location=Location(id=place.id, confidential=True, district=district))

    def _hides(self, location: Location, near_kin: list[Location]) -> bool:
        if location.confidential or location.id in self._ids:
            return True
        return any(is_same_place(location, place) for place in near_kin)


def is_same_place(one: Location, other: Location) -> bool:
    """Whether two places of one owner are the same: by postcode, by position, or by a line of the
    address; never where both state a number and it is another one.

    What only one of them states tells them not apart, and neither does a spelling.
    """
    mine, its = _numbers(one), _numbers(other)
    if mine and its and not mine & its:
        return False
    if one.postcode and other.postcode and _squeezed(one.postcode) == _squeezed(other.postcode):
        return True
    apart_m = _apart_m(one, other)
    if apart_m is not None:
        return apart_m <= SAME_PLACE_M
    return bool(_lines(one) & _lines(other))


def _apart_m(one: Location, other: Location) -> float | None:
    if one.lat_deg is None or one.lon_deg is None or other.lat_deg is None or other.lon_deg is None:
        return None
    return distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)


def _confidential(service: Service) -> list[Location]:
    return [at.location for at in service.locations if at.location.confidential]


def _belongs_to(service: Service) -> Iterator[Key]:
    """A place belongs to a service and an organization, each by its name in any spelling."""
    for name in {_words(service.name), _words(service.organization.name)} - {""}:
        yield "name", name
    yield "id", service.id


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("\u2019", "")))


def _squeezed(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def _lines(location: Location) -> frozenset[str]:
    return frozenset(_words(line) for line in location.address_lines if _tells(line, location, ""))


def _numbers(location: Location) -> frozenset[str]:
    """The words of an address that hold a digit: of a house, a flat, a floor."""
    words = _words(" ".join(location.address_lines)).split()
    return frozenset(word for word in words if any(map(str.isdigit, word)))


_TOLD_ANYWAY = frozenset({"id", "source_id", "merged_ids"})
_OF_A_BUILDING = frozenset({"uprn"})


def _discreet(service: Service, places: tuple[Location, ...], hides: bool) -> Service:
    """The service with the addresses of `places` struck out of all its texts; where it `hides` one
    itself, also without what nobody can read through: a feed's own fields, and links to the pages
    of its sources."""
    if hides:
        organization = service.organization
        kept = tuple(it for it in organization.identifiers if it.scheme not in _OF_A_BUILDING)
        service = replace(
            service,
            organization=replace(organization, identifiers=kept),
            extensions={},
            origins={name: replace(it, url=None) for name, it in service.origins.items()},
            records=tuple(replace(it, url=None) for it in service.records),
            conflicts={k: it for k, it in service.conflicts.items() if k not in _MAY_TELL},
        )
    pattern = _addresses(places, f"{service.name} {service.organization.name}")
    struck: Service = _struck(service, pattern) if pattern else service
    return struck


_MAY_TELL = frozenset({"locations", "extensions"})


def _addresses(places: tuple[Location, ...], names: str) -> re.Pattern[str] | None:
    """Whatever of these places' addresses could be read in a text, in any case and spacing."""
    told = {re.escape(_squeezed(it.postcode)) for it in places if it.postcode}
    spaced = {r"\s*".join((code[:-3], code[-3:])) for code in told}
    known = _words(names)
    lines = {line for it in places for line in it.address_lines if _tells(line, it, known)}
    lines |= {it.name for it in places if it.name and _words(it.name) not in known}
    parts = {r"\W+".join(map(re.escape, re.findall(r"\w+", line))) for line in lines} | spaced
    longest_first = sorted(filter(None, parts), key=lambda part: (-len(part), part))
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


_ROAD = re.compile(
    r"\b(?:road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|place|square|terrace|crescent"
    r"|gardens|grove|hill|row|walk|mews|parade|green|house|lodge|villa|cottage)\Z"
)


def _tells(line: str, place: Location, names: str) -> bool:
    """Whether a line of an address gives the place away in a text: a town does not, and neither
    does what the service is called in public."""
    words = _words(line)
    if words == _words(place.city or "") or f" {words} " in f" {names} ":
        return False
    return any(map(str.isdigit, words)) or _ROAD.search(words) is not None


def _struck(value: Any, pattern: re.Pattern[str]) -> Any:
    """`value` with the pattern struck out of every text in it; a place that may be told stays."""
    if type(value) is str:
        return pattern.sub(WITHHELD, value)
    if isinstance(value, tuple):
        return tuple(_struck(each, pattern) for each in value)
    if isinstance(value, list):  # What others say, as JSON spells it.
        return [_struck(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: _struck(each, pattern) for name, each in value.items()}
    if isinstance(value, Struct) and not isinstance(value, Location):
        held = {k: it for k, it in structs.asdict(value).items() if k not in _TOLD_ANYWAY}
        return replace(value, **{name: _struck(each, pattern) for name, each in held.items()})
    return value
