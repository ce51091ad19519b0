"""`GET /v1/services/{id}`: one service, whole, with where each field came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from fastapi import APIRouter, Request, Response

from wayfinder.api.as_of import AS_OF, on_that_day
from wayfinder.api.contract import declares
from wayfinder.domain.hours import LONDON, this_moment
from wayfinder.domain.moments import moment_of
from wayfinder.domain.service import Service
from wayfinder.domain.service_view import ServiceView, service_view

Finding = Callable[[str, datetime | None], Service]


def router(find_service: Finding) -> APIRouter:
    """The route, over whatever finds a service by its id (NotFound when there is none)."""
    routes = APIRouter(tags=["services"])

    @routes.get("/v1/services/{id}", **declares(ServiceView, 404, 422, 503, asks=(AS_OF,)))
    async def service(id: str, request: Request) -> Response:
        """One service of the current release, with the source and date of every field."""
        found = await on_that_day(
            request, lambda as_of: find_service(id, moment_of(as_of, this_moment()))
        )
        today = this_moment().astimezone(LONDON).date()
        said = msgspec.json.encode(service_view(found, today))
        return Response(said, media_type="application/json")

    return routes
