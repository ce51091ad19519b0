"""Every error leaves as `application/problem+json` (RFC 9457).

None repeats a value that was sent. The name of a field that we do not know is repeated, cut to
what can be printed and to 40 characters, or nobody could tell which one is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from wayfinder.api.releases import HEADER, NO_STORE
from wayfinder.domain.answer import FrontDoor, Urgent
from wayfinder.errors import FieldError, WayfinderError

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ProblemField(Struct, frozen=True):
    """One thing to mend: the field's path (`person.age`) and what would be right."""

    field: str
    message: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 with a stable `code` for programs; `errors` names each field of bad input.

    A match or a check that is refused still brings the `urgent` signposts that its need calls for,
    as far as it could be read, and the `front_doors`. `outward` is the first half of a postcode
    whose whole is not known: ask with it for what is around it. `oldest_kept` is when the oldest
    release was published that can still be asked. `release` is the one in which a service was not
    found, and `withdrawn_at` the moment of the release that withdrew it.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[ProblemField, ...] = ()
    urgent: tuple[Urgent, ...] = ()
    front_doors: tuple[FrontDoor, ...] = ()
    outward: str | None = None
    oldest_kept: str | None = None
    release: int | None = None
    withdrawn_at: datetime | None = None


def problem(
    status: int, code: str, title: str, detail: str, errors: Sequence[FieldError] = ()
) -> Problem:
    fields = tuple(ProblemField(each.field, each.message) for each in errors)
    kind = f"urn:wayfinder:problem:{code}"
    return Problem(type=kind, title=title, status=status, detail=detail, code=code, errors=fields)


def of_error(error: WayfinderError) -> Problem:
    """A raised error as its problem, each of its facts a member that `Problem` declares.

    Our own faults (500) keep their detail and facts to themselves.
    """
    if error.status == 500:
        return problem(500, error.code, error.title, internal().detail, error.errors)
    said = problem(error.status, error.code, error.title, error.detail, error.errors)
    return msgspec.structs.replace(said, **error.facts)


def internal() -> Problem:
    """The problem for a fault nobody foresaw."""
    return problem(
        500, WayfinderError.code, WayfinderError.title, "The fault is ours. Please try again later."
    )


TITLES = {
    400: ("bad_request", "The request could not be read"),
    401: ("key_needed", "That is for people who keep the directory"),
    404: ("not_found", "There is nothing here"),
    405: ("method_not_allowed", "This address does not take that method"),
    410: ("gone", "This is no longer in use"),
    413: ("too_large", "That is more than we read in one request"),
    415: ("unsupported_media_type", "This address does not read that kind of content"),
    422: ("invalid_input", "Some of the input could not be used"),
    503: ("not_ready", "No release is ready to answer yet"),
}
"""Our own words: the standard phrases differ between Python versions."""


def of_status(status: int) -> Problem:
    """The problem for a bare HTTP status such as 404 or 405."""
    code, title = TITLES.get(status, (f"http_{status}", "The request could not be answered"))
    return problem(status, code, title, f"{title}. The addresses are listed at /docs.")


def respond(said: Problem, headers: dict[str, str] | None = None) -> Response:
    return Response(
        msgspec.json.encode(said),
        said.status,
        headers={**NO_STORE, **(headers or {})},
        media_type=MEDIA_TYPE,
    )


async def _wayfinder_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, WayfinderError)  # noqa: S101 - registered for this class only
    # RFC 9110: whoever is refused for want of a key is told how to show one.
    asked = {"www-authenticate": "Bearer"} if error.status == 401 else {}
    said = of_error(error)
    return respond(said, asked if said.release is None else {**asked, HEADER: str(said.release)})


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    if error.status_code == 405:
        return respond(of_status(405), {"allow": ", ".join(_allowed(request))})
    return respond(of_status(error.status_code), dict(error.headers or {}))


def _allowed(request: Request) -> list[str]:
    """Every method of the address: each of its routes knows only its own."""
    routes = [each for each in request.app.router.routes if not isinstance(each, Mount)]
    taken = [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(
            each.matches({**request.scope, "method": method})[0] is Match.FULL for each in routes
        )
    ]
    if taken and "GET" not in taken:
        return taken
    return ["GET", "HEAD", *taken[1:]]  # With no route of its own it is a file, in a mounted folder


async def _invalid_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    fields = [FieldError(_field(each["loc"]), each["msg"]) for each in error.errors()]
    title = "Some of the input could not be used"
    return respond(problem(422, "invalid_input", title, "See `errors`.", fields))


def _field(loc: Sequence[Any]) -> str:
    """FastAPI's ("body", "person", "age") as person.age."""
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem."""
    app.add_exception_handler(WayfinderError, _wayfinder_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
