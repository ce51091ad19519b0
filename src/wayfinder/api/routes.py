"""Every route of the programming interface, and the schemas its document needs."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI

from wayfinder.api import (
    changes,
    check,
    docs,
    health,
    links,
    match,
    needs,
    places,
    problems,
    quality,
    services,
)
from wayfinder.api.changes import Listing
from wayfinder.api.check import Checking
from wayfinder.api.contract import Json, document
from wayfinder.api.health import Alive, Ready
from wayfinder.api.keys import Holder
from wayfinder.api.links import JudgementRequest, Judging, Pairs
from wayfinder.api.match import Answering
from wayfinder.api.needs import NeedsView
from wayfinder.api.places import PlaceView
from wayfinder.api.quality import Measured
from wayfinder.api.schemas import MatchRequest
from wayfinder.api.services import Finding
from wayfinder.domain.answer import Answer
from wayfinder.domain.changes import ChangePage
from wayfinder.domain.checked import Checked
from wayfinder.domain.entry import Vocabulary
from wayfinder.domain.links import Judgement, PairPage
from wayfinder.domain.quality import Quality
from wayfinder.domain.service_view import ServiceView
from wayfinder.index.bodies import HitService
from wayfinder.location.place import Place

SCHEMAS = (
    MatchRequest,
    Answer,
    Checked,
    HitService,
    ServiceView,
    ChangePage,
    PairPage,
    JudgementRequest,
    Judgement,
    Quality,
    NeedsView,
    PlaceView,
    Alive,
    Ready,
)


def install(
    app: FastAPI,
    *,
    answer: Answering,
    find_service: Finding,
    check_service: Checking,
    list_changes: Listing,
    list_pairs: Pairs,
    judge_pair: Judging,
    measured: Measured,
    key_holder: Holder,
    list_needs: Callable[[], Vocabulary],
    locate: Callable[[str], Place],
    readiness: Callable[[], Ready],
) -> None:
    """Add the routes, over the things they ask of the house; each may raise NotReady."""
    app.include_router(match.router(answer))
    app.include_router(services.router(find_service))
    app.include_router(check.router(check_service))
    app.include_router(changes.router(list_changes))
    app.include_router(links.router(list_pairs, judge_pair, key_holder))
    app.include_router(quality.router(measured, key_holder))
    app.include_router(needs.router(list_needs))
    app.include_router(places.router(locate))
    app.include_router(health.router(readiness))
    docs.install(app)
    problems.install(app)


def openapi(app: FastAPI) -> Json:
    """The OpenAPI document of `app`, with `service` of a match told in full."""
    made = document(app, SCHEMAS)
    schemas = made["components"]["schemas"]
    for holder in ("Match", "NearMiss", "Checked"):
        schemas[holder]["properties"]["service"] = {"$ref": "#/components/schemas/HitService"}
    return made
