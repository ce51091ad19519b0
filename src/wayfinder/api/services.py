"""`GET /v1/services/{id}`: one service, whole, with where each field came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from wayfinder.api.as_of import AS_OF
from wayfinder.api.contract import declares
from wayfinder.api.releases import IF_NONE_MATCH, KEPT, LIVES_AT, UNCHANGED, told_to_keep
from wayfinder.domain.entry import Entry
from wayfinder.domain.hours import LONDON, this_moment
from wayfinder.domain.moments import FIELD, moment_of
from wayfinder.domain.service_view import ServiceView, service_view

Finding = Callable[[str, datetime | None], Entry]


def router(find_service: Finding) -> APIRouter:
    """The route, over whatever finds a service by its id, or by one that it was told of under.

    `find_service` raises NoSuchService where there is none, ServiceWithdrawn where there was.
    """
    routes = APIRouter(tags=["services"])
    told = declares(
        ServiceView,
        *(404, 410, 422, 503),
        asks=(AS_OF, IF_NONE_MATCH),
        headers=KEPT | LIVES_AT,
        also=UNCHANGED,
    )

    @routes.get("/v1/services/{id}", **told)
    async def service(id: str, request: Request) -> Response:
        """One service of the current release, with the source and date of every field."""
        now = this_moment()
        as_of = moment_of(request.query_params.get(FIELD), now)
        found = await run_in_threadpool(find_service, id, as_of)
        view = service_view(found.service, now.astimezone(LONDON).date())
        lives_at = None if view.id == id.lower() else view.id
        held = service_view(found.service, None)
        return told_to_keep(request, found.release, view, held=held, lives_at=lives_at)

    return routes
