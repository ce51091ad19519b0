"""A closed loop over real HTTP: `concurrency` connections, each asks again once it is answered."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

import numpy as np
import uvloop
from msgspec import Struct

CLIENT_CPU = 1


class Measured(Struct, frozen=True, kw_only=True):
    """One round: answers a second, and how long they took. `bytes_each` is a body's mean size."""

    requests_s: float
    p50_ms: float
    p99_ms: float
    requests: int
    errors: int
    bytes_each: float


def get(path: str) -> bytes:
    """A GET request, ready to be sent."""
    return f"GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    """A POST request of JSON, ready to be sent."""
    head = f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


def load(port: int, requests: Sequence[bytes], concurrency: int, seconds: float) -> Measured:
    """Ask `requests` over and over for so many seconds, from the client's own core."""
    with _pinned(CLIENT_CPU):
        return uvloop.run(_load(port, requests, concurrency, seconds))


async def _load(port: int, requests: Sequence[bytes], concurrency: int, seconds: float) -> Measured:
    loop = asyncio.get_running_loop()
    source, tally = cycle(requests), _Tally()
    began = time.perf_counter()
    askers = [_Asker(source, tally, began + seconds) for _ in range(concurrency)]
    for asker in askers:
        await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(asker.finished for asker in askers))
    return tally.measured(time.perf_counter() - began)


class _Tally:
    """What all connections of a round saw."""

    def __init__(self) -> None:
        self.times_s: list[float] = []
        self.errors = 0
        self.bytes = 0

    def measured(self, took_s: float) -> Measured:
        p50, p99 = np.percentile(self.times_s, [50, 99]) * 1000
        return Measured(
            requests_s=len(self.times_s) / took_s,
            p50_ms=float(p50),
            p99_ms=float(p99),
            requests=len(self.times_s),
            errors=self.errors,
            bytes_each=self.bytes / len(self.times_s),
        )


class _Asker(asyncio.Protocol):
    """One connection. It reads no more of an answer than its status and where it ends."""

    def __init__(self, source: Iterator[bytes], tally: _Tally, until: float) -> None:
        self._source, self._tally, self._until = source, tally, until
        self._read = bytearray()
        self._length = -1
        self._sent = 0.0
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._read += data
        if self._length < 0 and (end := self._read.find(b"\r\n\r\n")) >= 0:
            self._body = end + 4
            self._length = self._body + _content_length(self._read[:end])
        if 0 <= self._length <= len(self._read):
            self._answered()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.finished.done():
            self._tally.errors += 1
            self.finished.set_result(None)

    def _ask(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(next(self._source))

    def _answered(self) -> None:
        now = time.perf_counter()
        self._tally.times_s.append(now - self._sent)
        self._tally.errors += not self._read.startswith(b"HTTP/1.1 200")
        self._tally.bytes += self._length - self._body
        self._read.clear()
        self._length = -1
        if now < self._until:
            self._ask()
        else:
            self.finished.set_result(None)
            self._transport.close()


def _content_length(head: bytes | bytearray) -> int:
    _, _, rest = bytes(head).lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0])


@contextmanager
def _pinned(cpu: int) -> Iterator[None]:
    """Keep to one core while the block lasts, where there is more than one."""
    before = os.sched_getaffinity(0)
    if cpu in before:
        os.sched_setaffinity(0, {cpu})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
