"""Keeps us from crowding a host: so many requests a second, so many at once, over all sources."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wayfinder.ingest.fetching.manners import Manners


class Gate:
    """Lets requests pass host by host; threads share one. `clock` tells seconds, `sleep` waits."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, manners: Manners) -> Iterator[None]:
        """Waits for this request's turn at `host`; it holds until the request is over.

        Where sources ask the same host at different paces, the slowest pace holds for all.
        """
        with self._lock:
            room = self._hosts.setdefault(host, _Host(manners.at_once))
        with room.places:
            with self._lock:
                wait_s = room.book(self._clock(), 1 / manners.requests_per_s)
            if wait_s > 0:
                self._sleep(wait_s)
            yield


class _Host:
    """What is booked at one host. Its methods are called by one thread at a time."""

    def __init__(self, at_once: int) -> None:
        self.places = threading.BoundedSemaphore(at_once)
        self._interval_s = 0.0
        self._next_s = 0.0

    def book(self, now_s: float, interval_s: float) -> float:
        """Takes the next free moment; how long it is until then."""
        self._interval_s = max(self._interval_s, interval_s)
        start_s = max(now_s, self._next_s)
        self._next_s = start_s + self._interval_s
        return start_s - now_s
