"""The release that answers now, swapped without stopping a request."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from wayfinder.errors import NotReady
from wayfinder.index.folder import POINTER, current
from wayfinder.index.snapshot import Snapshot

log = logging.getLogger("wayfinder.index")


class LiveIndex:
    """Looks at the pointer for every request (one `stat`) and opens a new release off-thread.

    A release that cannot be opened is logged and the one before answers on, until the pointer
    moves again. Safe to share between threads.
    """

    def __init__(self, root: Path) -> None:
        self._pointer = root / POINTER
        self._root = root
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None

    def current(self) -> Snapshot:
        """The newest snapshot that is open; raises NotReady before the first release."""
        stamp = self._stamp()
        if self._snapshot is None:
            with self._lock:
                if self._snapshot is None:
                    self._open(stamp)
        elif stamp != self._seen and self._lock.acquire(blocking=False):
            self._seen = stamp
            threading.Thread(target=self._swap, daemon=True).start()
        if self._snapshot is None:
            raise NotReady(
                "no release is indexed yet; run `wayfinder serve` or `wayfinder reindex`"
            )
        return self._snapshot

    def _stamp(self) -> tuple[int, int] | None:
        try:
            stat = self._pointer.stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_ino

    def _open(self, stamp: tuple[int, int] | None) -> None:
        folder = current(self._root)
        if folder is not None:
            self._snapshot, self._seen = Snapshot(folder), stamp

    def _swap(self) -> None:
        try:
            self._open(self._seen)
        except (NotReady, OSError) as error:
            log.error("the new release cannot be opened, the one before answers on: %s", error)
        finally:
            self._lock.release()
