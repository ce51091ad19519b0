"""The page at `/services/{id}`: one service, and whose word each fact is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool

from wayfinder.domain.hours import LONDON
from wayfinder.domain.service_view import ServiceView
from wayfinder.errors import NotFound, NotReady, ServiceWithdrawn
from wayfinder.web.rendering import shown_as
from wayfinder.web.service_page import Section, fact, sections

_NOTHING: dict[str, Any] = {"service": None, "not_ready": False, "withdrawn": None}


class Told(NamedTuple):
    """A service, the names of its sources, and the labels of needs, both by id."""

    view: ServiceView
    sources: Mapping[str, str]
    needs: Mapping[str, str]


Asked = Callable[[str], Told]
"""A service by its id, or by one that it was told of under; raises NotFound where there is none,
NotReady before the first release."""


def router(asked: Asked, templates: Environment) -> APIRouter:
    """The page, over whatever tells of a service."""
    routes = APIRouter(include_in_schema=False)
    template = templates.get_template("service.html")

    @routes.get("/services/{id}")
    async def service(id: str, request: Request) -> Response:
        """Everything known of a service, or in words that it is not here (any more)."""
        status, shown = await run_in_threadpool(_outcome, id, asked)
        now = shown["service"]
        if now is not None and now.id != id.lower():
            return RedirectResponse(now.id, 308, {"cache-control": "no-store"})
        return shown_as(template, request, status, **shown)

    return routes


def _outcome(service_id: str, asked: Asked) -> tuple[int, dict[str, Any]]:
    try:
        told = asked(service_id)
    except ServiceWithdrawn as gone:
        at = cast(datetime, gone.facts["withdrawn_at"])
        return 410, _NOTHING | {"withdrawn": at.astimezone(LONDON).date()}
    except NotFound:
        return 404, _NOTHING
    except NotReady:
        return 503, _NOTHING | {"not_ready": True}
    view = _labelled(told.view, told.needs)
    alert, gist, status = (
        fact(view, it, it, told.sources) for it in ("alert", "summary", "status")
    )
    return 200, {
        "service": view,
        "alert": alert,
        "gist": gist,
        "shut": status.others if status else (),
        "head": Section("", tuple(filter(None, (alert, gist)))),
        "sections": [it for it in sections(view, told.sources) if it.facts or it.unknown],
        "names": told.sources,
        "confidential": any(at.confidential for at in view.locations),
        "not_ready": False,
        "withdrawn": None,
    }


def _labelled(view: ServiceView, labels: Mapping[str, str]) -> ServiceView:
    """The view with needs by their labels, those of which it tells whose word they are included."""
    named = {it: labels.get(it, it) for it in view.needs}
    whose = view.provenance
    parts = {f"needs.{named[it]}": whose[f"needs.{it}"] for it in named if f"needs.{it}" in whose}
    return replace(view, needs=tuple(named.values()), provenance=whose | parts)
