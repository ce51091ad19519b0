"""Shows on stderr how far the steps under way have come, a line for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:  # Only for its name: showing progress should not load what makes it.
    from wayfinder.ingest.reports import Advance


class Lines:
    """One line for each open step, in any thread; plain words where stderr is no terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._lock = Lock()
        self._open = 0
        self._bar: Progress | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """A line for a step, there until it ends."""
        if not self._console.is_terminal:
            self._console.print(f"{name} …", highlight=False)
            yield lambda _done, _total: None
            return
        bar = self._begun()
        task = bar.add_task(name, total=None)
        try:
            yield lambda done, total: bar.update(task, completed=done, total=total)
        finally:
            bar.stop_task(task)
            self._ended()

    def _begun(self) -> Progress:
        with self._lock:
            if self._bar is None:
                columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
                self._bar = Progress(*columns, TimeElapsedColumn(), console=self._console)
                self._bar.start()
            self._open += 1
            return self._bar

    def _ended(self) -> None:
        with self._lock:
            self._open -= 1
            if self._open == 0 and self._bar is not None:
                self._bar.stop()
                self._bar = None
