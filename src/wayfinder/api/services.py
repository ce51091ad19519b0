"""`GET /v1/services/{id}`: one service, whole, with where each field came from."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Response

from wayfinder.api.contract import declares
from wayfinder.api.service_view import ServiceView, service_view
from wayfinder.domain.service import Service


def router(find_service: Callable[[str], Service]) -> APIRouter:
    """The route, over whatever finds a service by its id (NotFound when there is none)."""
    routes = APIRouter(tags=["services"])

    @routes.get("/v1/services/{id}", **declares(ServiceView, 404, 503))
    async def service(id: str) -> Response:
        """One service of the current release, with the source and date of every field."""
        said = msgspec.json.encode(service_view(find_service(id)))
        return Response(said, media_type="application/json")

    return routes
