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
        "description": "Changes when the body does, and not with every release.",
        "schema": {"type": "string"},
    },
    **OF_RELEASE,
}
UNCHANGED: dict[str, Any] = {
    "304": {"description": "Your copy is still the same", "headers": KEPT},
}
MOVED: dict[str, Any] = {
    "308": {
        "description": "The service is told of under another id now, into which it was merged",
        "headers": {
            "location": {"description": "Its address.", "schema": {"type": "string"}},
            **OF_RELEASE,
        },
    }
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


def told_to_keep(request: Request, release: int, said: object) -> Response:
    """An answer out of a release for who keeps copies: 304 where theirs is the same.

    The ETag is of the body alone, so that a service which no release changes is fetched once.
    """
    body = msgspec.json.encode(said)
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    headers = {**_of(release), **KEPT_TO_BE_ASKED, "etag": etag}
    if _knows(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def elsewhere(request: Request, release: int, service_id: str) -> Response:
    """That a service is told of under another id now. Not to be kept: a merge can be undone."""
    query = request.url.query
    where = f"{service_id}?{query}" if query else service_id
    headers = {**_of(release), **NO_STORE, "location": where}
    return Response(status_code=308, headers=headers)


def _of(release: int) -> dict[str, str]:
    return {HEADER: str(release)}


def _knows(told: str, etag: str) -> bool:
    """Whether a header's list of ETags has this one (RFC 9110, 13.1.2: weak ones count)."""
    return any(each.strip().removeprefix("W/") in (etag, "*") for each in told.split(","))
