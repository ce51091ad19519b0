"""Who is asking, where that matters: the name under which a key was given out."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from wayfinder.api.contract import Json
from wayfinder.errors import KeyNeeded

KEY: Json = {
    "name": "authorization",
    "in": "header",
    "required": True,
    "description": "A key that `wayfinder keys create` has given out, after the word Bearer.",
    "schema": {"type": "string"},
    "example": "Bearer wfk_...",
}

Holder = Callable[[str], str | None]
"""The name under which a key was given out; None for one that opens nothing."""


async def asking(request: Request, holder: Holder) -> str:
    """The name of the key that a request shows. Raises KeyNeeded for none, and for a wrong one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    name = await run_in_threadpool(holder, key.strip()) if scheme.lower() == "bearer" else None
    if name is None:
        raise KeyNeeded("Show a key: `Authorization: Bearer wfk_...` (`wayfinder keys create`).")
    return name
