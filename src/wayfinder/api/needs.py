"""`GET /v1/needs`: the needs a search understands, and the words they are recognised by."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from msgspec import Struct

from wayfinder.api.contract import declares
from wayfinder.api.releases import IF_NONE_MATCH, KEPT, UNCHANGED, told_to_keep
from wayfinder.domain.entry import Vocabulary
from wayfinder.domain.need import Need


class NeedsView(Struct, frozen=True):
    """Every need, sorted by theme and label."""

    needs: tuple[Need, ...]


def router(list_needs: Callable[[], Vocabulary]) -> APIRouter:
    """The route, over whatever lists the needs vocabulary."""
    routes = APIRouter(tags=["needs"])

    told = declares(NeedsView, 503, asks=(IF_NONE_MATCH,), headers=KEPT, also=UNCHANGED)

    @routes.get("/v1/needs", **told)
    async def needs(request: Request) -> Response:
        """The vocabulary of needs. An id from here can be sent as one of `needs` in a match."""
        release, listed = list_needs()
        ordered = sorted(listed, key=lambda need: (need.theme, need.label))
        return told_to_keep(request, release, NeedsView(tuple(ordered)))

    return routes
