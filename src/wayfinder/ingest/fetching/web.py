"""All that goes out to the web in one process: shared turns, a stop, a visit a source."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from threading import Event
from typing import NamedTuple

from wayfinder.ingest.fetching.client import Resolve, looked_up, open_client
from wayfinder.ingest.fetching.fetching import Fetching, Ways
from wayfinder.ingest.fetching.gate import Gate
from wayfinder.ingest.fetching.kept import Kept, told_plainly
from wayfinder.ingest.fetching.manners import Manners

_CHANCE = SystemRandom()


class CalledOff(Exception):
    """Raised in a thread that fetches, when the whole harvest has been given up."""


class Visit(NamedTuple):
    """One source's requests, and what is kept of their answers."""

    fetching: Fetching
    kept: Kept


class Web:
    """The way out. `folder` is where answers are kept between harvests, one file a source; None
    keeps none. `sleep`, `clock`, `chance` and `resolve` are the world's own unless a test has
    others."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = _CHANCE.random,
        resolve: Resolve = looked_up,
    ) -> None:
        self._folder = folder
        self._resolve = resolve
        self._stop = Event()
        self._sleep = sleep or self._stop.wait
        self._clock = clock
        self._ways = Ways(Gate(clock, self._pause), self._pause, chance)

    def call_off(self) -> None:
        """Let every visit under way end at its next step, for good."""
        self._stop.set()

    @contextmanager
    def visit(
        self,
        source_id: str,
        manners: Manners,
        basis: str | None,
        now: datetime,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[Visit]:
        """A visit on behalf of one source. What it keeps stays open: its owner closes it.

        `basis` is what an unchanged answer would rest on; None asks for everything anew.
        `progress` is told how many answers have come.
        """
        path = self.kept_at(source_id)
        with (
            told_plainly(path),
            ExitStack() as failed,
            open_client(manners, self._resolve, self._look) as http,
        ):
            kept = Kept(path, basis, now)
            failed.callback(kept.close)
            yield Visit(Fetching(http, manners, self._ways, progress), kept)
            failed.pop_all()

    def kept_at(self, source_id: str) -> Path | None:
        """Where the answers of a source are kept."""
        return self._folder / f"{source_id}.db" if self._folder else None

    def _look(self) -> float:
        self._pause(0)
        return self._clock()

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            self._sleep(seconds)
        if self._stop.is_set():
            raise CalledOff
