"""The release that answers now, swapped without stopping a request."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from wayfinder.errors import NotReady, WayfinderError
from wayfinder.index.folder import POINTER, current, earlier

log = logging.getLogger("wayfinder.index")

Release = TypeVar("Release")


class LiveIndex(Generic[Release]):
    """Looks at the pointer for every request (one `stat`) and opens a new release off-thread.

    `opened` makes a release out of its folder. One that cannot be opened is logged and the one
    before answers on, until the pointer moves again. Safe to share between threads.
    """

    def __init__(self, root: Path, opened: Callable[[Path], Release]) -> None:
        self._pointer = root / POINTER
        self._root = root
        self._opened = opened
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._release: Release | None = None

    def current(self) -> Release:
        """The newest release that is open; raises NotReady before the first."""
        stamp, release = self._stamp(), self._release
        if release is None:
            return self._first(stamp)
        if stamp != self._seen and self._lock.acquire(blocking=False):
            self._take_up(stamp)
        return release

    def _stamp(self) -> tuple[int, int] | None:
        try:
            stat = self._pointer.stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_ino

    def _first(self, stamp: tuple[int, int] | None) -> Release:
        with self._lock:
            if self._release is None:
                self._release, self._seen = self._newest_whole(), stamp
            return self._release

    def _newest_whole(self) -> Release:
        """The release pointed at; where that is damaged, the newest before it that is not."""
        folder = current(self._root)
        if folder is None:
            raise NotReady(
                "no release is indexed yet; run `wayfinder serve` or `wayfinder reindex`"
            )
        try:
            return self._opened(folder)
        except NotReady as error:
            before = next(filter(None, map(self._if_whole, earlier(self._root))), None)
            if before is None:
                raise
            log.error("an earlier release answers, for the newest cannot: %s", error)
            return before

    def _if_whole(self, folder: Path) -> Release | None:
        try:
            return self._opened(folder)
        except NotReady:
            return None

    def _take_up(self, stamp: tuple[int, int] | None) -> None:
        """Open the new release off-thread; the lock is held until that has been tried."""
        before, self._seen = self._seen, stamp
        try:
            threading.Thread(target=self._swap, daemon=True).start()
        except Exception as error:  # A crowded machine has no thread to give.
            self._seen = before
            self._lock.release()
            log.error("the new release must wait, the one before answers on: %s", error)

    def _swap(self) -> None:
        try:
            folder = current(self._root)
            if folder is not None:
                self._release = self._opened(folder)
        except (WayfinderError, OSError) as error:
            log.error("the new release cannot be opened, the one before answers on: %s", error)
        except Exception:  # Nobody waits for this thread: what is not logged here is never known.
            log.exception("the new release cannot be opened, the one before answers on")
        finally:
            self._lock.release()
