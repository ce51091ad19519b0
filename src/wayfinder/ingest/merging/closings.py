"""A source's word that a service is closed, kept beside the word of those who offer it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from wayfinder.domain.service import Claim, Service

Claims = Mapping[str, tuple[Claim, ...]]


def said_closed(closings: Iterable[tuple[str, Service]]) -> Claims:
    """By an offered service's id, what other sources say of its status, given that and theirs."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for offered_id, closed in sorted(closings, key=lambda it: (it[0], it[1].id)):
        claims[offered_id].append(Claim(closed.status.value, closed.origin("status")))
    return {own: tuple(each) for own, each in claims.items()}


def with_closings(service: Service, claims: Claims) -> Service:
    """The service with those claims among its conflicts.

    It stays offered: a practice that closed is often a branch that opens, and nobody can tell from
    here. Whoever is shown it is told what is said, and to ask.
    """
    ids = (service.id, *service.merged_ids)
    told = tuple(claim for own in ids for claim in claims.get(own, ()))
    if not told:
        return service
    return replace(service, conflicts={**service.conflicts, "status": told})
