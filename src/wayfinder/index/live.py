"""The release that answers now, swapped without stopping a request."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from wayfinder.errors import NotReady, WayfinderError
from wayfinder.index.folder import POINTER, current, earlier

log = logging.getLogger("wayfinder.index")

Release = TypeVar("Release")

Stamp = tuple[int, int] | None

RETRY_S = 30.0
"""How soon what could not be opened is tried again: a want of memory or of open files passes."""


class LiveIndex(Generic[Release]):
    """Looks at the pointer for every request (one `stat`) and opens a new release off-thread.

    `opened` makes a release out of its folder. One that cannot be opened is logged, once, and tried
    again; meanwhile the one before answers on. Safe to share between threads.
    """

    def __init__(
        self, root: Path, opened: Callable[[Path], Release], retry_s: float = RETRY_S
    ) -> None:
        self._pointer = root / POINTER
        self._root = root
        self._opened = opened
        self._retry_s = retry_s
        self._lock = threading.Lock()
        self._seen: Stamp = None
        self._release: Release | None = None
        self._again_at: float | None = None
        self._fault = ""

    def current(self) -> Release:
        """The newest release that is open, at once; raises NotReady before the first."""
        stamp, release = self._stamp(), self._release
        if release is None:
            return self._first(stamp)
        if self._is_behind(stamp) and self._lock.acquire(blocking=False):
            self._take_up(stamp)
        return release

    def newest(self) -> Release:
        """The release pointed at, once it is open: for those who may have been told of it by
        another process. Waits some milliseconds; otherwise as `current`."""
        release = self.current()
        with self._lock:  # Whoever is opening one holds it.
            if (stamp := self._stamp()) != self._seen:
                self._open(stamp)
            return self._release or release

    def look(self) -> None:
        """Take up what was published since, where anything is open at all. Never raises."""
        if self._release is not None:
            self.current()

    def _stamp(self) -> Stamp:
        try:
            stat = self._pointer.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino

    def _is_behind(self, stamp: Stamp) -> bool:
        again_at = self._again_at
        return stamp != self._seen or (again_at is not None and time.monotonic() >= again_at)

    def _first(self, stamp: Stamp) -> Release:
        with self._lock:
            if self._release is None:
                self._seen, self._again_at = stamp, None
                self._release = self._newest_whole()
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
            self._missed(f"an earlier release answers, for the newest cannot: {error}")
            return before

    def _if_whole(self, folder: Path) -> Release | None:
        try:
            return self._opened(folder)
        except NotReady:
            return None

    def _take_up(self, stamp: Stamp) -> None:
        """Open the new release off-thread; the lock is held until that has been tried."""
        try:
            threading.Thread(target=self._open_and_let_go, args=(stamp,), daemon=True).start()
        except Exception as error:  # A crowded machine has no thread to give.
            self._lock.release()
            self._missed(f"the new release must wait, the one before answers on: {error}")

    def _open_and_let_go(self, stamp: Stamp) -> None:
        try:
            self._open(stamp)
        finally:
            self._lock.release()

    def _open(self, stamp: Stamp) -> None:
        """Open what is pointed at, for a caller that holds the lock; a fault is logged."""
        self._seen, self._again_at = stamp, None
        try:
            folder = current(self._root)
            if folder is not None:
                self._release = self._opened(folder)
                self._fault = ""
                log.info("%s answers now", folder.name)
        except (WayfinderError, OSError) as error:
            self._missed(_CANNOT.format(error))
        except Exception as error:  # What is not logged here is never known.
            self._missed(_CANNOT.format(error), error)

    def _missed(self, fault: str, unforeseen: Exception | None = None) -> None:
        """Try again by and by; told of once, however often that is."""
        self._again_at = time.monotonic() + self._retry_s
        if fault != self._fault:
            self._fault = fault
            log.error("%s", fault, exc_info=unforeseen)


_CANNOT = "the new release cannot be opened, the one before answers on: {}"
