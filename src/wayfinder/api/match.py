"""`POST /v1/match`: a need and a place in, the right services out, explained."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Request, Response

from wayfinder.api.contract import declares
from wayfinder.api.schemas import MatchRequest, parse_enquiry
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry

NO_STORE = {"cache-control": "no-store"}


def router(answer: Callable[[Enquiry], Answer]) -> APIRouter:
    """The route, over whatever answers an enquiry.

    The busiest route: one parse, one call, one encode. FastAPI neither validates nor serialises
    here; `declares` tells the schema, and a test holds real answers to it.
    """
    routes = APIRouter(tags=["match"])

    @routes.post("/v1/match", **declares(Answer, 404, 410, 413, 422, 503, reads=MatchRequest))
    async def match(request: Request) -> Response:
        """Match a need, told in plain words, to services that can help, and say why."""
        enquiry = parse_enquiry(await request.body())
        said = msgspec.json.encode(answer(enquiry))
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes
