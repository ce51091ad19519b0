"""How a long step tells what it has done so far."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Advance = Callable[[int, int | None], None]
"""Told how much is done, and of how much (None: not known)."""

Report = Callable[[str], AbstractContextManager[Advance]]
"""Opens a line of progress for a step, named in words. Several may be open at once, in threads."""


def silent(_: str) -> AbstractContextManager[Advance]:
    """A report nobody reads."""
    return nullcontext(lambda _done, _total: None)
