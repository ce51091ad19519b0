"""`GET /v1/quality`: how good what each source tells us is, for the people who keep it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from wayfinder.api.contract import Json, declares
from wayfinder.api.keys import KEY, Holder, asking
from wayfinder.api.releases import NO_STORE
from wayfinder.domain.quality import Quality

_SOURCE: Json = {
    "name": "source",
    "in": "query",
    "required": False,
    "description": "The id of one source: then with its rows to fix. Left out: all, in counts.",
    "schema": {"type": "string"},
    "example": "hertfordshire",
}

Measured = Callable[[str | None], Quality]
"""The counts of all sources (None), or one source with its rows; NotFound for one not known."""


def router(measured: Measured, holder: Holder) -> APIRouter:
    """The route, over whatever measures and knows keys."""
    routes = APIRouter(tags=["quality"])

    @routes.get("/v1/quality", **declares(Quality, 401, 404, 503, asks=(KEY, _SOURCE)))
    async def quality(request: Request) -> Response:
        """Completeness, freshness and faults of each source; of one, every row to fix."""
        await asking(request, holder)
        found = await run_in_threadpool(measured, request.query_params.get("source") or None)
        said = msgspec.json.encode(found)
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes
