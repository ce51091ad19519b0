"""How an answer says which release it is of, and how whoever keeps a copy asks for news only."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from fastapi import Request, Response

HEADER = "wayfinder-release"
NO_STORE = {"cache-control": "no-store"}
KEPT_TO_BE_ASKED = {"cache-control": "no-cache"}
"""A copy may be kept, and is asked about before each use: it may have been withdrawn since."""

OF_RELEASE: dict[str, Any] = {
    HEADER: {
        "description": "The number of the release that this was read from.",
        "schema": {"type": "integer"},
    }
}
KEPT: dict[str, Any] = {
    "etag": {
        "description": "Changes when something else is said, not with every release, nor by the "
        "calendar alone, as `freshness` does (weak where that is told).",
        "schema": {"type": "string"},
    },
    **OF_RELEASE,
}
LIVES_AT: dict[str, Any] = {
    "content-location": {
        "description": "Only where it was merged: the id under which the service is told of now.",
        "schema": {"type": "string"},
    }
}
UNCHANGED: dict[str, Any] = {
    "304": {"description": "Your copy is still the same", "headers": KEPT},
}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "if-none-match",
    "in": "header",
    "required": False,
    "description": "The ETag of your copy: the answer is 304, without a body, while that is good.",
    "schema": {"type": "string"},
}


def told_once(release: int, said: object) -> Response:
    """An answer out of a release to what somebody asked: nobody keeps it."""
    body = msgspec.json.encode(said)
    return Response(body, media_type="application/json", headers={**_of(release), **NO_STORE})


def told_to_keep(
    request: Request,
    release: int,
    said: object,
    *,
    held: object | None = None,
    lives_at: str | None = None,
) -> Response:
    """An answer out of a release for who keeps copies: 304 where theirs is the same. `lives_at` is
    the address at which it is told of now, where another was asked for (RFC 9110, 8.7).

    The ETag is of what the release holds, not of its number, so that what no release changes is
    fetched once. Where what is `said` moves by the calendar alone as well, `held` is what does not,
    and the ETag is weak (RFC 9110, 8.8.1): the bodies are alike in all that anybody told.
    """
    body = msgspec.json.encode(said)
    etag = _etag(body) if held is None else f"W/{_etag(msgspec.json.encode(held))}"
    headers = {**_of(release), **KEPT_TO_BE_ASKED, "etag": etag}
    if lives_at:
        headers["content-location"] = lives_at
    if _knows(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _of(release: int) -> dict[str, str]:
    return {HEADER: str(release)}


def _etag(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def _knows(told: str, etag: str) -> bool:
    """Whether a header's list of ETags has this one (RFC 9110, 13.1.2: weak ones count)."""
    wanted = (etag.removeprefix("W/"), "*")
    return any(each.strip().removeprefix("W/") in wanted for each in told.split(","))
