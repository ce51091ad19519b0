"""`POST /v1/match`: a need and a place in, the right services out, explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from fastapi import APIRouter, Request, Response

from wayfinder.api.contract import declares
from wayfinder.api.schemas import MatchRequest, parse_enquiry, usable
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import InvalidInput, NotReady

NO_STORE = {"cache-control": "no-store"}


Answering = Callable[[Enquiry], Answer]


def router(answer: Answering) -> APIRouter:
    """The route, over whatever answers an enquiry.

    The busiest route: one parse, one call, one encode. FastAPI neither validates nor serialises
    here; `declares` tells the schema, and a test holds real answers to it.
    """
    routes = APIRouter(tags=["match"])

    @routes.post("/v1/match", **declares(Answer, 404, 410, 413, 422, 503, reads=MatchRequest))
    async def match(request: Request) -> Response:
        """Match a need, told in plain words, to services that can help, and say why."""
        said = msgspec.json.encode(answered(await request.body(), answer))
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes


def answered(body: bytes, answer: Answering) -> Answer:
    """The answer to a request's body.

    Raises InvalidInput, with `urgent` and `front_doors` among its facts whatever is wrong.
    """
    try:
        return answer(parse_enquiry(body))
    except InvalidInput as wrong:
        if "urgent" in wrong.facts:
            raise
        raise wrong.knowing(**_help(usable(body), answer)) from None


def _help(enquiry: Enquiry, answer: Answering) -> Mapping[str, object]:
    """The signposts and doors for an enquiry that was refused; none while nothing can be asked."""
    try:
        said = answer(enquiry)
    except InvalidInput as wrong:
        return wrong.facts
    except NotReady:
        return {}
    return {"urgent": said.urgent, "front_doors": said.front_doors}
