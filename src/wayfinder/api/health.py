"""`/healthz` says the process is up; `/readyz` says it can answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec
from fastapi import APIRouter, Response
from msgspec import Struct

from wayfinder.api.contract import declares
from wayfinder.api.releases import NO_STORE, OF_RELEASE, told_once


class Alive(Struct, frozen=True):
    status: Literal["up"] = "up"


class Ready(Struct, frozen=True, kw_only=True):
    """The release that answers now, and how many services it offers."""

    status: Literal["ready"] = "ready"
    release: int
    services: int


def router(readiness: Callable[[], Ready]) -> APIRouter:
    """The routes; `readiness` raises NotReady while a release, index or gazetteer is missing."""
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz", **declares(Alive))
    async def healthz() -> Response:
        """Whether the process is up. It says nothing about the directory."""
        said = msgspec.json.encode(Alive())
        return Response(said, media_type="application/json", headers=NO_STORE)

    @routes.get("/readyz", **declares(Ready, 503, headers=OF_RELEASE))
    async def readyz() -> Response:
        """Whether a release, its index and the gazetteer are open: 503 until they are."""
        ready = readiness()
        return told_once(ready.release, ready)

    return routes
