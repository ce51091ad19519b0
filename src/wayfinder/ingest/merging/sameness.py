"""When another source says the same of a field, in whatever spelling: then nothing is in conflict.
Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.same_place import house_numbers, is_same_point, words
from wayfinder.domain.service import (
    Audience,
    CostOption,
    Location,
    Organization,
    Phone,
    ServiceAtLocation,
)

Same = Callable[[Any, Any], bool]
"""Whether what another says is already said by what is taken: (taken, other)."""


def by(key: Callable[[Any], Any]) -> Same:
    """Two values are the same when they share a key; one whose key is empty shows nothing."""

    def same(taken: Any, other: Any) -> bool:
        its = key(other)
        return its in ("", frozenset()) or bool(key(taken) == its)

    return same


def equal(taken: Any, other: Any) -> bool:
    """Values are the same when they are equal."""
    return bool(taken == other)


def same_areas(taken: Coverage, other: Coverage) -> bool:
    """A source's default speaks against nobody, for no record of its says so."""
    return other.is_default or taken == other


def address(url: str) -> str:
    """A web address without what differs between two spellings of it."""
    bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", url.casefold())
    return bare.rstrip("/")


def public_numbers(phones: tuple[Phone, ...]) -> frozenset[str]:
    """The numbers that may be shown: what only clinicians may be given is in conflict with nobody's
    word, for nobody could be told of it."""
    return frozenset(
        re.sub(r"\D", "", phone.number) or phone.number
        for phone in phones
        if phone.audience is Audience.PUBLIC
    )


def same_conditions(taken: Eligibility, other: Eligibility) -> bool:
    """Whether both state the same; that a third source doubts it is no difference."""
    return replace(taken, doubted=()) == other


def prices(costs: tuple[CostOption, ...]) -> frozenset[object]:
    """What is to be paid: a price of nothing and the word "free" are the same."""
    return frozenset(map(_price, costs))


def _price(cost: CostOption) -> object:
    text = words(cost.text or "")
    if not cost.amount and text in ("", "free"):
        return "free" if cost.amount == 0 or text else None
    return cost.amount, cost.currency, text


def same_organization(taken: Organization, other: Organization) -> bool:
    """Whether the other's name is the same, and all that it states beside it is held by the one
    taken; what it leaves open is no contradiction."""
    return (
        words(taken.name) == words(other.name)
        and other.sector in (None, taken.sector)
        and (not other.url or address(taken.url or "") == address(other.url))
        and (not other.description or words(taken.description or "") == words(other.description))
        and held(taken.identifiers, other.identifiers)
    )


def same_places(
    taken: tuple[ServiceAtLocation, ...], others: tuple[ServiceAtLocation, ...]
) -> bool:
    """Whether both list the same places, and all that the other states of each is told there."""
    known, told = _by_place(taken), _by_place(others)
    return known.keys() == told.keys() and all(
        any(_is_told(at, each) for at in known[where]) for where in told for each in told[where]
    )


def held(taken: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether all that the other names is among what is taken."""
    return set(other) <= set(taken)


def same_fields(taken: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a feed's own fields say what those taken do; one that only the other has is added."""
    return all(taken.get(name, value) == value for name, value in other.items())


def _by_place(places: Sequence[ServiceAtLocation]) -> dict[object, list[ServiceAtLocation]]:
    found: dict[object, list[ServiceAtLocation]] = defaultdict(list)
    for at in places:
        found[_where(at.location)].append(at)
    return found


def _where(location: Location) -> object:
    """A place's postcode and what tells its door, else its address or name."""
    if location.postcode:
        return location.postcode, house_numbers(location)
    return words(" ".join((*location.address_lines, location.city or location.name or "")))


def _is_told(at: ServiceAtLocation, other: ServiceAtLocation) -> bool:
    numbers = public_numbers(other.phones)
    return (
        is_same_point(at.location, other.location)
        and held(at.location.accessibility, other.location.accessibility)
        and (not other.sessions or set(other.sessions) == set(at.sessions))
        and (not other.special_days or set(other.special_days) == set(at.special_days))
        and (not numbers or numbers == public_numbers(at.phones))
    )
