"""No answer goes on for ever: not before its body, nor in bytes that unpack to nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

import httpx
import pytest
from msgspec.structs import replace

from tests.host import HERE, Host, Watch
from tests.unit.ingest.fetching.conftest import NOW
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.client import open_client
from wayfinder.ingest.fetching.web import CalledOff

ENOUGH = 100 << 20
"""A host that nobody leaves ends here, so that a test which fails does end."""

OK = b"HTTP/1.1 200 OK\r\n"
EARLY = b"HTTP/1.1 103 Early Hints\r\n\r\n"
PACKED = OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\x03"
"""A gzip file whose name is about to begin: all that follows, up to a zero, unpacks to nothing."""


@contextmanager
def endless(begin: bytes, again: bytes) -> Iterator[str]:
    """A host that answers every request with `begin`, then with `again` for as long as it may."""

    def answer(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(65_536)
            connection.sendall(begin)
            for _ in range(ENOUGH // len(again)):
                connection.sendall(again)

    def serve() -> None:
        with suppress(OSError):
            while True:
                answer(listening.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        pytest.param(b"", EARLY * 50, id="never comes to its headers"),
        pytest.param(PACKED, b"a" * 5_000, id="unpacks to nothing"),
        pytest.param(OK + b"\r\n", b"a" * 5_000, id="never ends"),
    ],
)
def test_an_answer_may_take_so_long_from_its_request_on(begin: bytes, again: bytes) -> None:
    slow = Watch(a_look_takes_s=1)
    with (
        endless(begin, again) as url,
        pytest.raises(FeedError, match=f"{url}/feed takes longer than 9 seconds"),
        slow.web().visit("s", replace(HERE, response_s=9), None, NOW) as visiting,
    ):
        visiting.fetching.get(f"{url}/feed", BytesIO(), ENOUGH)
    assert slow.now_s < 40  # It was not asked again.


def test_bytes_that_unpack_to_nothing_are_counted(watch: Watch) -> None:
    with (
        endless(PACKED, b"a" * 5_000) as url,
        pytest.raises(FeedError, match="is larger than 10,000 bytes"),
        watch.web().visit("s", HERE, None, NOW) as visiting,
    ):
        visiting.fetching.get(f"{url}/feed", BytesIO(), 10_000)


def test_a_host_that_never_comes_to_its_headers_can_be_called_off(watch: Watch) -> None:
    def looked() -> float:
        web.call_off()
        return 0.0

    web = watch.web(clock=looked)
    with (
        endless(b"", EARLY * 50) as url,
        pytest.raises(CalledOff),
        web.visit("s", HERE, None, NOW) as visiting,
    ):
        visiting.fetching.get(f"{url}/feed", BytesIO(), 10_000)


def test_each_request_on_a_connection_has_its_own_time(host: Host) -> None:
    host.file("/feed", "x")
    slow = Watch(a_look_takes_s=4)
    with open_client(replace(HERE, response_s=9), clock=slow.time) as http:
        assert {http.get(f"{host.url}/feed").text for _ in range(5)} == {"x"}


def test_a_page_that_is_only_looked_for_has_its_time_too() -> None:
    slow = Watch(a_look_takes_s=4)
    with (
        endless(b"", EARLY * 50) as url,
        open_client(replace(HERE, response_s=9), clock=slow.time) as http,
        pytest.raises(httpx.ReadTimeout, match="takes longer than 9 seconds"),
    ):
        http.head(url)
