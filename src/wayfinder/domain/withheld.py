"""Confidential places: which they are, and what is left of a service when they are withheld.

What one source holds to be confidential, no other source and no earlier release may give away
(docs/decisions/0020-confidential-places.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from msgspec import Struct, structs
from msgspec.structs import replace

from wayfinder.domain.same_place import is_same_place, squeezed, tells_the_place, told_apart, words
from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.location.place import AreaRef

WITHHELD = "[address withheld]"
"""What stands in a text where the address stood."""

DistrictOf = Callable[[Location], AreaRef | None]

Key = tuple[str, str]
"""What a record belongs to: ("id" | "name" | a register's scheme, value)."""


class Kin(Struct, frozen=True):
    """A confidential place of a service that a record may be the same as, or have the owner of.

    `is_close`: it could be any place of that record's which is not told apart from it.
    """

    place: Location
    is_close: bool


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
        self._places: dict[Key, list[tuple[str, Location]]] = defaultdict(list)
        self._ids: set[str] = set()
        self._flagged: list[Location] = []
        for service in flagged:
            for location in _confidential(service):
                self._ids.add(location.id)
                self._flagged.append(location)
                for key in _belongs_to(service):
                    self._places[key].append((_source(service), location))

    def __call__(self, service: Service) -> Service:
        """The service without its confidential places' whereabouts, in no field and no text; the
        very same where nothing is to be withheld."""
        kin = self._kin(service)
        own = [at.location for at in service.locations if self._hides(at.location, kin)]
        if not own and not kin:
            return service
        places = tuple(self._told(at) if at.location in own else at for at in service.locations)
        withheld = (*own, *(it.place for it in kin))
        return _discreet(replace(service, locations=places), withheld, hides=bool(own))

    def text(self, text: str) -> str:
        """A text about nobody knows which service, without any confidential address."""
        return self._all.sub(WITHHELD, text) if self._all else text

    @cached_property
    def _all(self) -> re.Pattern[str] | None:
        return _addresses(tuple(self._flagged), "")

    def _kin(self, service: Service) -> list[Kin]:
        """An owner's place may be any that another source shows of theirs. Not so of a public body,
        which has hundreds; and a source that flags one record knows what the others show."""
        keys = _belongs_to(service) if self._places else ()
        shared = [key for key in keys if key in self._places]
        if not shared:
            return []
        owner_is_public = _PUBLIC_BODY.search(service.organization.name) is not None
        close: dict[Location, bool] = {}
        for key in shared:
            for source, place in self._places[key]:
                of_owner = not owner_is_public and source != _source(service)
                is_close = key[0] in _OF_THE_SERVICE or (key[0] != "name" and of_owner)
                close[place] = is_close or close.get(place, False)
        return [Kin(place, is_close) for place, is_close in close.items()]

    def _told(self, at: ServiceAtLocation) -> ServiceAtLocation:
        place = at.location
        district = place.district or self._district_of(place)
        return replace(at, location=Location(id=place.id, confidential=True, district=district))

    def _hides(self, location: Location, kin: list[Kin]) -> bool:
        if location.confidential or location.id in self._ids:
            return True
        return any(
            is_same_place(location, it.place)
            or (it.is_close and not told_apart(location, it.place))
            for it in kin
        )


def gives_away(service: Service, told: Service) -> bool:
    """Whether a record, as its source has it, tells openly what is withheld of it (`told`): a place
    that it does not flag itself, or such an address in its texts. Of places of a record that it
    flags, its texts are its own affair."""
    own = _confidential(service)
    return len(_confidential(told)) > len(own) or (not own and told != service)


def _confidential(service: Service) -> list[Location]:
    return [at.location for at in service.locations if at.location.confidential]


def _source(service: Service) -> str:
    return service.origin("*").source_id


def _belongs_to(service: Service) -> Iterator[Key]:
    """A place belongs to a service and an organization, each by its name in any spelling, by its
    ids and by what it is registered as."""
    organization = service.organization
    name, owner = words(service.name), words(organization.name)
    towns = {it for at in service.locations for it in words(at.location.city or "").split()}
    for either in (name, owner):
        # One source names the town that the other leaves to the address.
        for said in {frozenset(either.split()), frozenset(either.split()) - towns} - {frozenset()}:
            yield "name", " ".join(sorted(said))
    if owner:
        yield "owner", owner
    for own in (service.id, *service.merged_ids):
        yield "id", own
    for number in organization.identifiers:
        if number.scheme not in _OF_A_BUILDING:
            yield number.scheme, squeezed(number.value)
    for also in filter(None, (owner, *_contacts(service))):
        yield "service", f"{name}: {also}"
    if len(name.split()) >= _NAME_OF_ONE_WORDS:
        yield "service", name


def _contacts(service: Service) -> Iterator[str]:
    """What two records of one service share, though their owner is spelt otherwise."""
    for phone in service.phones:
        yield re.sub(r"\D", "", phone.number)
    for address in (service.email, service.url):
        if address:
            yield address.casefold().rstrip("/")


_OF_THE_SERVICE = frozenset({"id", "service"})
_NAME_OF_ONE_WORDS = 3
"""Many services are called "Counselling"; few share so long a name, and those may be one."""

_PUBLIC_BODY = re.compile(r"\b(?:council|nhs|hospitals?|police|university|icb)\b", re.IGNORECASE)
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
            origins={k: replace(it, url=None) for k, it in service.origins.items() if _may_name(k)},
            records=tuple(replace(it, url=None) for it in service.records),
            conflicts={k: it for k, it in service.conflicts.items() if k not in _MAY_TELL},
        )
    pattern = _addresses(places, f"{service.name} {service.organization.name}")
    struck: Service = _struck(service, pattern) if pattern else service
    return struck


_MAY_TELL = frozenset({"locations", "extensions"})


def _may_name(origin: str) -> bool:
    """Whether the name under which an origin stands tells nothing: that of a part may be a number
    of the building, or a feed's own."""
    field, _, part = origin.partition(".")
    return not part or (field not in _MAY_TELL and not part.startswith(_NUMBERS_OF_A_BUILDING))


_NUMBERS_OF_A_BUILDING = tuple(f"identifiers.{scheme}:" for scheme in _OF_A_BUILDING)


class _Part(NamedTuple):
    """A piece of an address as a pattern; it tells nothing where `words` stand in the names that a
    service has in public (None: it always tells)."""

    words: str | None
    pattern: str


def _addresses(places: tuple[Location, ...], names: str) -> re.Pattern[str] | None:
    """Whatever of these places' addresses could be read in a text, in any case and spacing."""
    known = f" {words(names)} "
    parts = (part for place in places for part in _parts(place))
    telling = frozenset(it.pattern for it in parts if it.words is None or it.words not in known)
    return _any_of(telling) if telling else None


@lru_cache(maxsize=4096)
def _parts(place: Location) -> tuple[_Part, ...]:
    """What of one place's address could be read in a text."""
    lines = [line for line in place.address_lines if tells_the_place(line, place, "")]
    parts = [_Part(f" {words(line)} ", _as_pattern(line)) for line in lines]
    if place.name:
        parts.append(_Part(words(place.name), _as_pattern(place.name)))
    if place.postcode:
        code = re.escape(squeezed(place.postcode))
        parts.append(_Part(None, rf"{code[:-3]}\s*{code[-3:]}"))
    return tuple(part for part in parts if part.pattern)


def _as_pattern(line: str) -> str:
    return r"\W+".join(map(re.escape, re.findall(r"\w+", line)))


@lru_cache(maxsize=256)
def _any_of(parts: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    # As one, however many lines it has: their number would tell something.
    line = rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"
    return re.compile(rf"{line}(?:\W+{line})*", re.IGNORECASE)


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
