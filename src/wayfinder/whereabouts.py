"""What became of a service that the release does not have: withdrawn, or gone on as another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from wayfinder.domain.changes import Departure
from wayfinder.domain.hours import LONDON
from wayfinder.errors import NoSuchService, ServiceWithdrawn, StoreUnavailable

Departures = Callable[[str, int], Departure | None]
"""How a service left the directory by a release; None for one that was never in it."""

Told = TypeVar("Told")


def followed(service_id: str, ask: Callable[[str], Told], departure: Departures) -> Told:
    """What `ask` tells of a service, or of the one it went on as.

    Raises ServiceWithdrawn for one that was there and is no longer, and NoSuchService for any other
    id; for those two the store is read. While that is away nobody can say, and it is the latter.
    """
    try:
        return ask(service_id)
    except NoSuchService as missing:
        left = _left(service_id, cast(int, missing.facts["release"]), departure)
        if left is None:
            raise
        if left.merged_into is None:
            raise _withdrawn(left, missing) from None
        return ask(left.merged_into)


def _left(service_id: str, release: int, departure: Departures) -> Departure | None:
    try:
        return departure(service_id, release)
    except StoreUnavailable:
        return None


def _withdrawn(left: Departure, missing: NoSuchService) -> ServiceWithdrawn:
    day = left.at.astimezone(LONDON)
    return ServiceWithdrawn(
        f"It was withdrawn on {day.day} {day:%B %Y}, by release {left.release}: drop it from your "
        "copy. Others that may help are found with POST /v1/match.",
        facts={**missing.facts, "withdrawn_at": left.at},
    )
