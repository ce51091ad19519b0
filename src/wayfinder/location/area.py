"""One administrative area, with its days and its place among the others."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from wayfinder.location.place import AreaRef, AreaType


class Area(Struct, frozen=True, kw_only=True):
    """An area of `directory/areas/`.

    `code` is its GSS or NHS code, or a `wf:` id of our own. `within` are codes of the areas that
    hold all of it, `may_be_within` of those that hold only some of it. `start` and `end` are its
    first and last day (None: not known, or still open). `successors` and `predecessors` are codes.
    """

    code: str
    type: AreaType
    name: str
    within: tuple[str, ...] = ()
    may_be_within: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def ref(self) -> AreaRef:
        """The area as shown to people."""
        return AreaRef(self.type, self.code, self.name)

    def exists_on(self, day: date) -> bool:
        """True from its first day to its last, both included; an unknown day is no limit."""
        return not self.starts_after(day) and not self.ended_before(day)

    def starts_after(self, day: date) -> bool:
        return self.start is not None and self.start > day

    def ended_before(self, day: date) -> bool:
        return self.end is not None and self.end < day

    def overlaps(self, other: Area) -> bool:
        """True if both exist on some day."""
        starts_too_late = other.end is not None and self.starts_after(other.end)
        ends_too_soon = other.start is not None and self.ended_before(other.start)
        return not starts_too_late and not ends_too_soon
