"""One organisation for all services of it, where several sources tell of it under ids of their own.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct, convert
from msgspec.structs import replace

from wayfinder.domain.parts import OF_ORGANIZATION, parts
from wayfinder.domain.service import Claim, Organization, Origin, Service
from wayfinder.ingest.merging.claims import plain
from wayfinder.ingest.merging.sameness import same_organization

Owners = Mapping[str, "Owner"]
"""By the id of each organisation that is one with others: whom they are told as."""


class Owner(Struct, frozen=True):
    """An organisation, where what is said of it comes from, which parts of it are others' word, and
    what those say otherwise."""

    organization: Organization
    origin: Origin
    parts: Mapping[str, Origin] = MappingProxyType({})
    others: tuple[Claim, ...] = ()


def owner_of(service: Service) -> Owner:
    """The organisation of a service as its source has it."""
    return Owner(service.organization, service.origin("organization"))


def joined_owners(
    groups: Iterable[Sequence[str]],
    told: Mapping[str, Owner],
    trust: Mapping[str, float | None],
) -> dict[str, Owner]:
    """Each group's organisation, under every id of it.

    Its id is the least of theirs, so that it stays while sources come and go. The word is that of
    the one with registered numbers, then of the more trusted (`trust` by source id); what that one
    leaves open, and further numbers, come from the others.
    """
    joined: dict[str, Owner] = {}
    for group in groups:
        ids = sorted(set(group) & told.keys())
        if len(ids) > 1:
            whole = _one_of([told[own] for own in ids], ids[0], trust)
            joined |= dict.fromkeys(ids, whole)
    return joined


def _one_of(said: Sequence[Owner], own_id: str, trust: Mapping[str, float | None]) -> Owner:
    def claim(owner: Owner) -> tuple[bool, float]:
        return bool(owner.organization.identifiers), trust.get(owner.origin.source_id) or 0.0

    ranked = sorted(said, key=claim, reverse=True)
    best = ranked[0]
    filled: dict[str, Any] = {}
    whose: dict[str, Origin] = {}
    for owner in ranked:
        each = owner.organization
        new = {it: getattr(each, it) for it in OF_ORGANIZATION if getattr(each, it)}
        filled = new | filled
        whose = dict.fromkeys(parts("organization", each), owner.origin) | whose
    numbers = dict.fromkeys(it for owner in ranked for it in owner.organization.identifiers)
    whole = replace(best.organization, id=own_id, identifiers=tuple(numbers), **filled)
    others = tuple(_otherwise(whole, map(_claim, ranked[1:])))
    return Owner(
        whole, best.origin, {part: it for part, it in whose.items() if it != best.origin}, others
    )


def _claim(owner: Owner) -> Claim:
    return Claim(plain(owner.organization), owner.origin)


def _otherwise(whole: Organization, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims that say something which the whole does not, nor one before them of the source."""
    told: set[tuple[str, str]] = set()
    for it in claims:
        known = it.origin.source_id, it.value["id"]
        if known not in told and not same_organization(whole, convert(it.value, Organization)):
            told.add(known)
            yield it


def with_owner(service: Service, owners: Owners) -> Service:
    """The service with the organisation that its own is one with; what was said of that otherwise
    stays among the conflicts."""
    owner = owners.get(service.organization.id)
    if owner is None:
        return service
    said = (_claim(owner_of(service)), *service.conflicts.get("organization", ()), *owner.others)
    others = tuple(_otherwise(owner.organization, said))
    conflicts = {name: it for name, it in service.conflicts.items() if name != "organization"}
    return replace(
        service,
        organization=owner.organization,
        origins=service.origins
        | {"organization": owner.origin}
        | {f"organization.{part}": it for part, it in owner.parts.items()},
        conflicts=conflicts | ({"organization": others} if others else {}),
    )
