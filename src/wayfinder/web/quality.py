"""The page at `/quality`: how good what each source tells us is, in counts. Rows are for the people
who keep the directory, by command or with a key."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool

from wayfinder.domain.quality import EXPECTED, FAULTS, Quality
from wayfinder.errors import NotReady, StoreUnavailable
from wayfinder.web.rendering import shown_as

_IN_THE_TABLE = tuple(code for code in FAULTS if code not in ("absent", "moved", "gone"))


def router(measured: Callable[[], Quality], templates: Environment) -> APIRouter:
    """The page, over whatever measures."""
    routes = APIRouter(include_in_schema=False)
    template = templates.get_template("quality.html")

    @routes.get("/quality")
    async def quality(request: Request) -> Response:
        """Counts and shares of every source."""
        status, found = await run_in_threadpool(_outcome, measured)
        codes = {code: FAULTS[code] for code in _IN_THE_TABLE}
        return shown_as(template, request, status, quality=found, fields=EXPECTED, codes=codes)

    return routes


def _outcome(measured: Callable[[], Quality]) -> tuple[int, Quality | None]:
    try:
        return 200, measured()
    except (NotReady, StoreUnavailable):
        return 503, None
