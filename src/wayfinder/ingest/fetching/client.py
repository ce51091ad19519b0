"""An HTTP client that connects to the very address it has checked."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence

import httpcore
import httpx

from wayfinder import __version__
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import is_allowed
from wayfinder.ingest.fetching.manners import Manners

USER_AGENT = f"Wayfinder/{__version__} (service directory import)"

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host and port, the one to try first first."""

_SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


def looked_up(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says. Raises httpcore.ConnectError where it knows no such host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"no such host: {host}") from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Overrun(httpcore.ReadTimeout):
    """A whole answer takes longer than it may, however promptly each byte of it comes."""


def open_client(
    manners: Manners, resolve: Resolve = looked_up, clock: Callable[[], float] = time.monotonic
) -> httpx.Client:
    """A client with our name and time limits, that follows no redirect of itself; the caller
    closes it. Proxies of the environment are not used: behind one nothing could be checked.

    `clock` tells seconds, or raises where all has been called off; every read looks at it.
    """
    # At its INFO httpx writes every address in full, with what may be a key in it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
    transport = _transport(_Guarded(resolve, manners, clock))
    return httpx.Client(
        timeout=manners.timeout_s, follow_redirects=False, headers=headers, transport=transport
    )


def _transport(backend: httpcore.NetworkBackend) -> httpx.HTTPTransport:
    """A transport over our backend. httpx has no public place for one: its pool is replaced, and a
    test sees to it that the guard is really in the way."""
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(), network_backend=backend, max_connections=10
    )
    return transport


class _Guarded(httpcore.NetworkBackend):
    """Looks a host up once, refuses it unless all its addresses are allowed, and connects to those:
    a name that leads elsewhere at the second look cannot lead us astray."""

    def __init__(self, resolve: Resolve, manners: Manners, clock: Callable[[], float]) -> None:
        self._resolve = resolve
        self._private = manners.allow_private
        self._response_s = manners.response_s
        self._clock = clock
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
                return _Timed(stream, self._response_s, self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble

    def _checked(self, host: str, port: int) -> Sequence[str]:
        found = self._resolve(host, port)
        refused = [each for each in found if not is_allowed(each, private=self._private)]
        if refused:
            raise FeedError(f"{host} leads to {refused[0]}, {self._told()}")
        return found

    def _told(self) -> str:
        if self._private:
            return "where no feed can lie; nothing was asked of it."
        return (
            "which is not on the public internet; nothing was asked of it. If the feed is meant to "
            "be there, say allow_private = true in its source, or --allow-private."
        )


class _Timed(httpcore.NetworkStream):
    """A connection on which what is read, headers too, must have come within `response_s` of what
    was written last: the request."""

    def __init__(
        self, stream: httpcore.NetworkStream, response_s: float, clock: Callable[[], float]
    ) -> None:
        self._stream = stream
        self._response_s = response_s
        self._clock = clock
        self._until_s = 0.0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._clock() > self._until_s:
            raise Overrun(f"takes longer than {self._response_s:.0f} seconds")
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._until_s = self._clock() + self._response_s
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return _Timed(secure, self._response_s, self._clock)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
