"""The releases that are kept besides the one that answers now: what was told on an earlier day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from wayfinder.errors import NotReady, ReleaseNotKept
from wayfinder.index.folder import current, newest_builds

OPEN_AT_ONCE = 2
"""Old releases held open: an audit asks many questions of one day, and few ask of any."""

Release = TypeVar("Release")


class Kept(Struct, frozen=True):
    """A release's folder, and when it was published."""

    folder: Path
    published_at: datetime


class KeptReleases(Generic[Release]):
    """Opens the release of a moment. Looks into the folder each time, so nothing is out of date
    after a restart or a sweep. Safe to share between threads."""

    def __init__(self, root: Path, opened: Callable[[Path], Release]) -> None:
        self._root = root
        self._open = lru_cache(OPEN_AT_ONCE)(opened)

    def folder_at(self, moment: datetime) -> Path:
        """The newest release published by then (aware). Raises ReleaseNotKept where none is."""
        kept = list(kept_in(self._root))
        found = next((each.folder for each in kept if each.published_at <= moment), None)
        if found is None:
            raise _not_kept(kept)
        return found

    def let_go(self) -> None:
        """Hold nothing open any more: a new release may forget what is."""
        self._open.cache_clear()

    def open(self, folder: Path) -> Release:
        """That release. Raises ReleaseNotKept where it cannot be read (any more)."""
        try:
            return self._open(folder)
        except NotReady:
            raise ReleaseNotKept(
                "The release of that day is kept, but another version of Wayfinder wrote it or it "
                "is not whole: it cannot be asked any more."
            ) from None


def kept_in(root: Path) -> Iterator[Kept]:
    """What is kept, the newest first; of a release that was built again the newest build. What the
    one in use forgets is not, even while it still lies there."""
    forgotten = _forgotten(root)
    for folder in newest_builds(root):
        published_at = _published_at(folder)
        if published_at is not None and folder.name not in forgotten:
            yield Kept(folder, published_at)


class _Forgets(Struct):
    forgets: tuple[str, ...] = ()


def _forgotten(root: Path) -> tuple[str, ...]:
    live = current(root)
    try:
        told = (live / "meta.json").read_bytes() if live else b"{}"
        return msgspec.json.decode(told, type=_Forgets).forgets
    except (OSError, msgspec.MsgspecError):
        return ()


class _Dated(Struct):
    """What of `meta.json` every version of it has."""

    released_at: str


def _published_at(folder: Path) -> datetime | None:
    try:
        told = msgspec.json.decode((folder / "meta.json").read_bytes(), type=_Dated)
        moment = datetime.fromisoformat(told.released_at)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _not_kept(kept: list[Kept]) -> ReleaseNotKept:
    if not kept:
        return ReleaseNotKept("No release is kept.")
    oldest = kept[-1].published_at.isoformat()
    return ReleaseNotKept(
        f"No release that old is kept: the oldest is of {oldest}.", facts={"oldest_kept": oldest}
    )
