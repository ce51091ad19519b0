"""One organisation for all services of it, where several sources tell of it under ids of their own.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.service import Claim, Identifier, Organization, Origin, Service
from wayfinder.ingest.merging.claims import plain, words

Owners = Mapping[str, "Owner"]
"""By the id of each organisation that is one with others: whom they are told as."""


class Owner(Struct, frozen=True):
    """An organisation, and where what is said of it comes from."""

    organization: Organization
    origin: Origin


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

    best, *others = (it.organization for it in sorted(said, key=claim, reverse=True))
    numbers: dict[Identifier, None] = {}
    for each in (best, *others):
        numbers |= dict.fromkeys(each.identifiers)
    filled = {
        name: next((it for each in others if (it := getattr(each, name))), None)
        for name in ("description", "url")
        if not getattr(best, name)
    }
    whole = replace(best, id=own_id, identifiers=tuple(numbers), **filled)
    origin = max(said, key=claim).origin
    return Owner(whole, origin)


def with_owner(service: Service, owners: Owners) -> Service:
    """The service with the organisation that its own is one with; what was said of that under
    another name stays among the conflicts."""
    owner = owners.get(service.organization.id)
    if owner is None:
        return service
    own = Claim(plain(service.organization), service.origin("organization"))
    said = (own, *service.conflicts.get("organization", ()))
    others = tuple(it for it in said if words(it.value["name"]) != words(owner.organization.name))
    conflicts = {name: it for name, it in service.conflicts.items() if name != "organization"}
    return replace(
        service,
        organization=owner.organization,
        origins=service.origins | {"organization": owner.origin},
        conflicts=conflicts | ({"organization": others} if others else {}),
    )
