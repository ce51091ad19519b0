"""`POST /v1/match`: a need and a place in, the right services out, explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from wayfinder.api.as_of import AS_OF, on_that_day
from wayfinder.api.contract import declares
from wayfinder.api.releases import OF_RELEASE, told_once
from wayfinder.api.schemas import MatchRequest, parse_enquiry, usable
from wayfinder.domain.answer import Answer
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.hours import this_moment
from wayfinder.domain.moments import moment_of
from wayfinder.errors import InvalidInput, NotFound, NotReady

Answering = Callable[[Enquiry, datetime | None], Answer]
Said = TypeVar("Said", Answer, Checked)


def router(answer: Answering) -> APIRouter:
    """The route, over whatever answers an enquiry.

    The busiest route: one parse, one call, one encode. FastAPI neither validates nor serialises
    here; `declares` tells the schema, and a test holds real answers to it.
    """
    routes = APIRouter(tags=["match"])

    reads = declares(
        Answer, 404, 410, 413, 422, 503, reads=MatchRequest, asks=(AS_OF,), headers=OF_RELEASE
    )

    @routes.post("/v1/match", **reads)
    async def match(request: Request) -> Response:
        """Match a need, told in plain words, to services that can help, and say why."""
        body = await request.body()
        said = await on_that_day(request, partial(answered, body, answer))
        return told_once(said.release, said)

    return routes


def answered(
    body: bytes, answer: Callable[[Enquiry, datetime | None], Said], as_of: str | None = None
) -> Said:
    """The answer to a request's body, as of a moment as it is written (None: now).

    Raises InvalidInput and NotFound, with `urgent` and `front_doors` among their facts whatever is
    wrong.
    """
    try:
        return answer(parse_enquiry(body), moment_of(as_of, this_moment()))
    except (InvalidInput, NotFound) as wrong:
        if "urgent" in wrong.facts:
            raise
        raise wrong.knowing(**_help(usable(body), answer)) from None


_HELP = ("urgent", "front_doors")


def _help(
    enquiry: Enquiry, answer: Callable[[Enquiry, datetime | None], Said]
) -> Mapping[str, object]:
    """The signposts and doors for an enquiry that was refused, of today; none while nothing can be
    asked."""
    try:
        said = answer(enquiry, None)
    except (InvalidInput, NotFound) as wrong:
        return {name: wrong.facts[name] for name in _HELP if name in wrong.facts}
    except NotReady:
        return {}
    return {"urgent": said.urgent, "front_doors": said.front_doors}
