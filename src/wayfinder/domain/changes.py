"""What changed from release to release, for partners that keep a copy of the directory."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Literal, NamedTuple, Self

from msgspec import Struct

ChangeKind = Literal["added", "changed", "withdrawn", "merged"]


class Change(Struct, frozen=True, kw_only=True):
    """What a release did to one service. `fields` are the names of what it shows otherwise now,
    sorted; "provenance", "sources", "merged_ids" and "conflicts" (whose word it is, and of which
    day) are among them. One that is withdrawn is gone; one that is merged goes on as `merged_into`.
    """

    service_id: str
    kind: ChangeKind
    fields: tuple[str, ...] = ()
    merged_into: str | None = None


class ReleasedChange(Change, frozen=True, kw_only=True):
    """A change at its place in the feed: `position` counts from 0 within the release."""

    release: int
    position: int


class ChangePage(Struct, frozen=True, kw_only=True):
    """Changes, oldest first. `release` is the latest one: apply all pages, and your copy is at it
    (or beyond, if one was published meanwhile). `next` is the `cursor` of the page that follows;
    null on the last."""

    release: int
    released_at: datetime
    changes: tuple[ReleasedChange, ...]
    next: str | None


class Departure(Struct, frozen=True, kw_only=True):
    """How a service left the directory: withdrawn by a release, or gone on as `merged_into`."""

    release: int
    at: datetime
    merged_into: str | None = None


_WRITTEN = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)


class Cursor(NamedTuple):
    """A place in the feed of changes: after this position of this release."""

    release: int
    position: float

    @classmethod
    def behind(cls, release: int) -> Self:
        """After all that a release changed."""
        return cls(release, math.inf)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cursor that `text` writes; None where it writes none."""
        written = _WRITTEN.fullmatch(text)
        return cls(int(written[1]), int(written[2])) if written else None

    def __str__(self) -> str:
        return f"{self.release}.{self.position}"
