"""`?as_of=`: the same question as it would have been answered on an earlier day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from wayfinder.domain.moments import FIELD

AS_OF: dict[str, Any] = {
    "name": FIELD,
    "in": "query",
    "required": False,
    "description": "Answer from the release of that day, with the opening hours of that moment: an "
    "ISO date (the end of that day in London, or now if it is today) or a date and time. Releases "
    "are kept for a while only; before that it is a problem, `release_not_kept`.",
    "schema": {"type": "string"},
    "example": "2026-03-03",
}

Said = TypeVar("Said")


async def on_that_day(request: Request, told: Callable[[str | None], Said]) -> Said:
    """What `told` makes of the moment in the address (None: now).

    An old release may have to be opened first: that is done beside the loop, so that nobody who
    asks of today waits for it.
    """
    as_of = request.query_params.get(FIELD)
    return told(None) if as_of is None else await run_in_threadpool(told, as_of)
