"""A host on 127.0.0.1 that answers over real HTTP as a test has told it to, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.fetching.web import Web


class Answer(NamedTuple):
    """`breaks` ends the connection before all of the body has been sent."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    breaks: bool = False


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]


class Host:
    """`answers` holds by path, with or without its query, an answer or one for each asking, of
    which the last is repeated; a function makes one of the request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, list[Answer] | Callable[[Asked], Answer]] = {}
        self.asked: list[Asked] = []

    def file(self, path: str, body: str, etag: str | None = None) -> None:
        """A file at `path`, which with an `etag` answers 304 to who knows it."""

        def answer(asked: Asked) -> Answer:
            if etag and asked.headers.get("if-none-match") == etag:
                return Answer(304, headers={"ETag": etag})
            return Answer(body=body, headers={"ETag": etag} if etag else {})

        self.answers[path] = answer

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        told = self.answers.get(asked.path) or self.answers.get(asked.path.partition("?")[0])
        if told is None:
            return Answer(404)
        if callable(told):
            return told(asked)
        return told.pop(0) if len(told) > 1 else told[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: that who asked has left is what some tests are about."""


@contextmanager
def running_host() -> Iterator[Host]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = host.answer(Asked(self.path, headers))
            body = told.body.encode()
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            if told.status != 304:
                self.send_header("Content-Length", str(len(body) + 100 * told.breaks))
            self.end_headers()
            with suppress(ConnectionError):  # Who asked may have left.
                self.wfile.write(body)
            self.close_connection = self.close_connection or told.breaks

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = _Server(("127.0.0.1", 0), Handler)
    host = Host(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Watch:
    """A clock that only sleeping moves on, and looking at it where that takes time."""

    def __init__(self, a_look_takes_s: float = 0.0) -> None:
        self.now_s = 0.0
        self.slept: list[float] = []
        self._look_s = a_look_takes_s

    def time(self) -> float:
        self.now_s += self._look_s
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds

    def web(self, *args: object, **others: object) -> Web:
        """A web in this watch's time, without chance."""
        told = {"sleep": self.sleep, "clock": self.time, "chance": lambda: 0.0, **others}
        return Web(*args, **told)  # type: ignore[arg-type]


HERE = Manners(allow_private=True, requests_per_s=100)
"""The manners for a host on this machine."""
