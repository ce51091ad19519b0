"""Pure ASGI layers around the whole application; each is one concern and adds microseconds.

Starlette's `BaseHTTPMiddleware` would cost two thirds of the throughput (docs/decisions).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import perf_counter
from traceback import extract_tb

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wayfinder.api import problems
from wayfinder.errors import TooLarge

log = logging.getLogger("wayfinder.access")
faults = logging.getLogger("wayfinder.faults")

BODY_MAX_BYTES = 64 * 1024

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


@dataclass
class _Sent:
    """What went out so far: written by the wrapped `send`, read when the request is over."""

    status: int = 0


class SecurityHeaders:
    """Adds the headers every answer carries; a route that needs another value sets its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                extra = [each for each in _RAW_HEADERS if each[0] not in own]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Stops reading after `BODY_MAX_BYTES`, whatever the length header claims."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > BODY_MAX_BYTES:
                raise TooLarge(f"A request's body may hold at most {BODY_MAX_BYTES // 1024} KB.")
            return message

        await self.app(scope, receive_bounded if scope["type"] == "http" else receive, send)


class Head:
    """Answers HEAD as GET without the body, at every address that takes GET (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_bare(message: Message) -> None:
            await send({**message, "body": b""} if "body" in message else message)

        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        # Routing writes into this very scope what the access log reads: a copy would hide it.
        scope["method"] = "GET"
        try:
            await self.app(scope, receive, send_bare)
        finally:
            scope["method"] = "HEAD"


class LastResort:
    """Turns a fault nobody foresaw into a problem, and logs where it arose but not its message.

    An exception's message can hold what a resident wrote; its class and the lines it passed cannot.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = _Sent()
        try:
            await self.app(scope, receive, _noting(send, sent))
        except Exception as error:
            if scope["type"] != "http":
                raise
            faults.error("%s at %s", type(error).__qualname__, _where(error))
            if not sent.status:
                await problems.respond(problems.internal())(scope, receive, send)


class AccessLog:
    """One JSON line a request: method, route template, status, milliseconds.

    Never the path or the query: a path can hold a postcode.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent, began, prefix = _Sent(), perf_counter(), scope.get("root_path", "")
        try:
            await self.app(scope, receive, _noting(send, sent))
        finally:
            log.info("%s", _line(scope, prefix, sent.status, perf_counter() - began))


def _noting(send: Send, sent: _Sent) -> Send:
    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            sent.status = message["status"]
        await send(message)

    return send_and_note


def _line(scope: Scope, prefix: str, status: int, took_s: float) -> str:
    # A mounted folder names no route: what it added to the root path is its template.
    mounted = scope.get("root_path", "").removeprefix(prefix)
    fields = {
        "method": scope["method"] if scope["method"] in _METHODS else "OTHER",
        "route": getattr(scope.get("route"), "path", mounted or "unmatched"),
        "status": status,
        "duration_ms": round(took_s * 1000, 2),
    }
    return msgspec.json.encode(fields).decode()


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _where(error: Exception) -> str:
    return " < ".join(
        f"{frame.filename.rpartition('wayfinder/')[2]}:{frame.lineno}"
        for frame in reversed(extract_tb(error.__traceback__))
    )
