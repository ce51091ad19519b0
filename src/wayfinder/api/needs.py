"""`GET /v1/needs`: the needs a search understands, and the words they are recognised by."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Response
from msgspec import Struct

from wayfinder.api.contract import declares
from wayfinder.domain.need import Need


class NeedsView(Struct, frozen=True):
    """Every need, sorted by theme and label."""

    needs: tuple[Need, ...]


def router(list_needs: Callable[[], tuple[Need, ...]]) -> APIRouter:
    """The route, over whatever lists the needs vocabulary."""
    routes = APIRouter(tags=["needs"])

    @routes.get("/v1/needs", **declares(NeedsView, 503))
    async def needs() -> Response:
        """The vocabulary of needs. An id from here can be sent as one of `needs` in a match."""
        ordered = sorted(list_needs(), key=lambda need: (need.theme, need.label))
        said = msgspec.json.encode(NeedsView(tuple(ordered)))
        return Response(said, media_type="application/json")

    return routes
