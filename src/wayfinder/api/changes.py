"""`GET /v1/changes?since=`: what each release added, changed, withdrew and merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from wayfinder.api.contract import declares
from wayfinder.api.releases import IF_NONE_MATCH, KEPT, UNCHANGED, told_to_keep
from wayfinder.domain.changes import ChangePage, Cursor
from wayfinder.errors import FieldError, InvalidInput

MOST_A_PAGE = 1_000

Listing = Callable[[Cursor, int], ChangePage]


def _asked(name: str, description: str, schema: dict[str, Any], example: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "example": example,
    }


_ASKS = (
    _asked(
        "since",
        "The release that your copy is at; 0 for none yet. All that came after it is told.",
        {"type": "integer", "minimum": 0, "default": 0},
        12,
    ),
    _asked(
        "cursor", "`next` of the page before, in place of `since`.", {"type": "string"}, "13.99"
    ),
    _asked(
        "limit",
        "How many changes a page may hold.",
        {"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE, "default": MOST_A_PAGE},
        MOST_A_PAGE,
    ),
    IF_NONE_MATCH,
)


def router(list_changes: Listing) -> APIRouter:
    """The route, over whatever lists the changes after a place in their feed."""
    routes = APIRouter(tags=["services"])

    told = declares(ChangePage, 422, 503, asks=_ASKS, headers=KEPT, also=UNCHANGED)

    @routes.get("/v1/changes", **told)
    async def changes(request: Request) -> Response:
        """What changed, oldest first, with tombstones: apply every page in order, and fetch what
        was added or changed from `/v1/services/{id}`, to keep a copy of the directory."""
        page = await run_in_threadpool(list_changes, *_read(request.query_params))
        return told_to_keep(request, page.release, page)

    return routes


def _read(asked: Mapping[str, str]) -> tuple[Cursor, int]:
    limit = _number(asked, "limit", 1, MOST_A_PAGE, MOST_A_PAGE)
    if (text := asked.get("cursor")) is not None:
        cursor = Cursor.read(text)
        if cursor is None:
            raise _wrong("cursor", "This is no `next` of a page, such as 13.99.")
        return cursor, limit
    return Cursor.behind(_number(asked, "since", 0, 10**9, 0)), limit


def _number(asked: Mapping[str, str], name: str, low: int, high: int, default: int) -> int:
    text = asked.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdecimal() and len(text) < 12 and low <= int(text) <= high:
        return int(text)
    raise _wrong(name, f"Give a whole number from {low} to {high}, for example {name}={default}.")


def _wrong(field: str, message: str) -> InvalidInput:
    return InvalidInput(f"{field}: {message}", (FieldError(field, message),))
