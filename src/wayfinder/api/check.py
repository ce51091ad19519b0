"""`POST /v1/services/{id}/check`: why is it not there, and would they take this person?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from wayfinder.api.as_of import AS_OF
from wayfinder.api.contract import declares
from wayfinder.api.match import answered
from wayfinder.api.releases import OF_RELEASE, told_once
from wayfinder.api.schemas import MatchRequest
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.moments import FIELD

Checking = Callable[[str, Enquiry, datetime | None], Checked]


def router(check: Checking) -> APIRouter:
    """The route, over whatever holds a service against an enquiry."""
    routes = APIRouter(tags=["services"])
    reads = declares(
        Checked, 404, 410, 413, 422, 503, reads=MatchRequest, asks=(AS_OF,), headers=OF_RELEASE
    )

    @routes.post("/v1/services/{id}/check", **reads)
    async def check_one(id: str, request: Request) -> Response:
        """Hold one service against an enquiry: is it found, does it serve the address, would it
        take the person, and everything that speaks against it."""
        body = await request.body()
        asked = partial(answered, body, partial(check, id))
        said = await run_in_threadpool(asked, request.query_params.get(FIELD))
        return told_once(said.release, said)

    return routes
