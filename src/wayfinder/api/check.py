"""`POST /v1/services/{id}/check`: why is it not there, and would they take this person?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import msgspec
from fastapi import APIRouter, Request, Response

from wayfinder.api.as_of import AS_OF, on_that_day
from wayfinder.api.contract import declares
from wayfinder.api.match import NO_STORE, answered
from wayfinder.api.schemas import MatchRequest
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry

Checking = Callable[[str, Enquiry, datetime | None], Checked]


def router(check: Checking) -> APIRouter:
    """The route, over whatever holds a service against an enquiry."""
    routes = APIRouter(tags=["services"])
    reads = declares(Checked, 404, 410, 413, 422, 503, reads=MatchRequest, asks=(AS_OF,))

    @routes.post("/v1/services/{id}/check", **reads)
    async def check_one(id: str, request: Request) -> Response:
        """Hold one service against an enquiry: is it found, does it serve the address, would it
        take the person, and everything that speaks against it."""
        body = await request.body()
        told = await on_that_day(request, partial(answered, body, partial(check, id)))
        said = msgspec.json.encode(told)
        return Response(said, media_type="application/json", headers=NO_STORE)

    return routes
