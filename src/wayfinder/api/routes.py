"""Every route of the programming interface, and the schemas its document needs."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI

from wayfinder.api import docs, health, match, needs, places, problems, services
from wayfinder.api.contract import Json, document
from wayfinder.api.health import Alive, Ready
from wayfinder.api.needs import NeedsView
from wayfinder.api.places import PlaceView
from wayfinder.api.schemas import MatchRequest
from wayfinder.api.service_view import ServiceView
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.index.bodies import HitService
from wayfinder.location.place import Place

SCHEMAS = (MatchRequest, Answer, HitService, ServiceView, NeedsView, PlaceView, Alive, Ready)


def install(
    app: FastAPI,
    *,
    answer: Callable[[Enquiry], Answer],
    find_service: Callable[[str], Service],
    list_needs: Callable[[], tuple[Need, ...]],
    locate: Callable[[str], Place],
    readiness: Callable[[], Ready],
) -> None:
    """Add the routes, over the five things they ask of the house; each may raise NotReady."""
    app.include_router(match.router(answer))
    app.include_router(services.router(find_service))
    app.include_router(needs.router(list_needs))
    app.include_router(places.router(locate))
    app.include_router(health.router(readiness))
    docs.install(app)
    problems.install(app)


def openapi(app: FastAPI) -> Json:
    """The OpenAPI document of `app`, with `service` of a match told in full."""
    made = document(app, SCHEMAS)
    schemas = made["components"]["schemas"]
    for holder in ("Match", "NearMiss"):
        schemas[holder]["properties"]["service"] = {"$ref": "#/components/schemas/HitService"}
    return made
