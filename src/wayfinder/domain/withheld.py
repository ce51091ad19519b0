"""Confidential places: which they are, and what is left of a service when they are withheld.

What one source holds to be confidential, no other source and no earlier release may give away
(docs/decisions/0020-confidential-places.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.address_patterns import (
    WITHHELD,
    Address,
    addresses,
    in_full,
    key_words,
    links,
    towns,
)
from wayfinder.domain.same_place import is_same_place, squeezed, told_apart, words
from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.domain.striking import TOLD_ANYWAY, struck_out, without_links
from wayfinder.location.place import AreaRef

__all__ = ["WITHHELD", "Discretion", "DistrictOf", "Kin", "gives_away", "not_known"]

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
        self._districts: dict[str, AreaRef | None] = {}
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
            return self._of_another(service)
        places = tuple(self._told(at) if at.location in own else at for at in service.locations)
        withheld = tuple(map(self._in_district, (*own, *(it.place for it in kin))))
        return _discreet(replace(service, locations=places), withheld, hides=bool(own))

    def text(self, text: str) -> str:
        """A text about nobody knows which service, without any confidential address."""
        return self._all.struck(text) if self._all else text

    def _of_another(self, service: Service) -> Service:
        """The service of somebody who has nothing to do with any confidential place: where it
        writes out the address of one in full, and that is not its own, it is struck."""
        said = _said_by(service)
        told = (
            frozenset(re.findall(r"[^\W\d_]+", said.casefold())) if self._by_word else frozenset()
        )
        near = [it for word in told & self._by_word.keys() for it in self._by_word[word]]
        struck, mine = service, " | ".join(map(_address, service.locations))
        for place in {place for all_of_them, place in near if all_of_them <= told}:
            pattern = in_full(place)
            if pattern and pattern.search(said) and not pattern.search(mine):
                struck = struck_out(struck, partial(pattern.sub, WITHHELD))
        return struck

    @cached_property
    def _by_word(self) -> dict[str, set[tuple[frozenset[str], Location]]]:
        found: dict[str, set[tuple[frozenset[str], Location]]] = defaultdict(set)
        for place in self._flagged:
            for needed in filter(None, key_words(place)):
                found[max(needed, key=len)].add((needed, place))
        return found

    @cached_property
    def _all(self) -> Address | None:
        return addresses(tuple(map(self._in_district, self._flagged)), "")

    def _in_district(self, place: Location) -> Location:
        """The place with its district, by whose name it may be called."""
        if place.district or place.id in self._districts:
            return replace(place, district=place.district or self._districts[place.id])
        self._districts[place.id] = self._district_of(place)
        return replace(place, district=self._districts[place.id])

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


def _address(at: ServiceAtLocation) -> str:
    place = at.location
    return ", ".join(filter(None, (*place.address_lines, place.city, place.postcode)))


def _said_by(service: Service) -> str:
    """A service's own texts."""
    texts = (service.description, service.summary, service.alternate_name, service.alert)
    more = (service.application_process, service.note, service.hours_text, service.waiting_time)
    return "\n".join(filter(None, (*texts, *more, service.eligibility.text)))


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
_OF_A_BUILDING = frozenset({"uprn"})


def _discreet(service: Service, places: tuple[Location, ...], hides: bool) -> Service:
    """The service with the addresses of `places` struck out of all its texts; where it `hides` one
    itself, also their towns, and what nobody can read through: a feed's own fields, and links to
    the pages of its sources."""
    if hides:
        service = _without_unread(service)
    names = f"{service.name} {service.organization.name}"
    if held := links(places, names):
        service = without_links(service, re.compile(held, re.IGNORECASE))
    if pattern := addresses(places, names):
        service = struck_out(service, pattern.struck)
    open_towns = " ".join(it.location.city or "" for it in service.locations)
    if hides and (town := towns(places, f"{names} {open_towns}")):
        service = struck_out(service, partial(town.sub, WITHHELD), _TOWNS_MAY_STAND)
    return service


_TOWNS_MAY_STAND = TOLD_ANYWAY | {"coverage", "url", "email", "origins", "records"}
"""Whom a service is for is no place where it is given."""


def _without_unread(service: Service) -> Service:
    organization = service.organization
    shown = frozenset(at.location.id for at in service.locations if not at.location.confidential)
    kept = tuple(it for it in organization.identifiers if it.scheme not in _OF_A_BUILDING)
    named = {k: it for k, it in service.origins.items() if _may_name(k, shown)}
    return replace(
        service,
        organization=replace(organization, identifiers=kept),
        extensions={},
        origins={k: replace(it, url=None) for k, it in named.items()},
        records=tuple(replace(it, url=None) for it in service.records),
        conflicts={k: it for k, it in service.conflicts.items() if k not in _MAY_TELL},
    )


_MAY_TELL = frozenset({"locations", "extensions"})


def _may_name(origin: str, shown: Set[str]) -> bool:
    """Whether the name under which an origin stands tells nothing: that of a part may be a number
    of the building, or a feed's own. Whose word a place is that is `shown` may be told."""
    field, _, part = origin.partition(".")
    if field == "locations" and any(part.startswith(f"{own}.") or part == own for own in shown):
        return True
    return not part or (field not in _MAY_TELL and not part.startswith(_NUMBERS_OF_A_BUILDING))


_NUMBERS_OF_A_BUILDING = tuple(f"identifiers.{scheme}:" for scheme in _OF_A_BUILDING)
