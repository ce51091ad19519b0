"""Calls an application in this process over ASGI: no socket, no thread, no deprecated client."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


class Caller:
    """`caller.get("/healthz")` as httpx spells it, for tests that are not themselves async."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def get(self, url: str, **more: Any) -> httpx.Response:
        return self.request("GET", url, **more)

    def post(self, url: str, **more: Any) -> httpx.Response:
        return self.request("POST", url, **more)

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._request(method, url, **more))

    async def _request(self, method: str, url: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://wayfinder") as client:
            return await client.request(method, url, **more)
