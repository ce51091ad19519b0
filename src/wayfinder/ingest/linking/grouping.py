"""From pairs to groups that are one service: best pairs first, and no group that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from wayfinder.domain.links import PairIds, pair_ids

Group = tuple[str, ...]


class Grouping:
    """Joins ids pair by pair.

    A group never holds two records of one source, nor two that a person called different, nor two
    of which `contradicts` says that they cannot be one, whatever lies between them.
    """

    def __init__(
        self,
        source_of: Mapping[str, str],
        judged: Mapping[PairIds, bool],
        contradicts: Callable[[PairIds], bool],
    ) -> None:
        self._source_of = source_of
        self._judged = judged
        self._contradicts = contradicts
        self._group_of: dict[str, list[str]] = {}

    def join(self, left_id: str, right_id: str) -> str | None:
        """Put the two, and whatever each is joined with, in one group; else the reason why not."""
        one, other = self._group(left_id), self._group(right_id)
        if one is other:
            return None
        if why := self._why_not(one, other):
            return why
        for own in other:
            self._group_of[own] = one
        one.extend(other)
        self._group_of.update({left_id: one, right_id: one})
        return None

    def possible(self, left_id: str, right_id: str) -> bool:
        """Whether the two could still be joined without two records of one source."""
        one, other = self._group(left_id), self._group(right_id)
        return not self._sources(one) & self._sources(other)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups of two or more, each in order, in order."""
        distinct = {id(it): it for it in self._group_of.values()}.values()
        return tuple(sorted(tuple(sorted(it)) for it in distinct if len(it) > 1))

    def _group(self, own: str) -> list[str]:
        return self._group_of.get(own) or self._group_of.setdefault(own, [own])

    def _sources(self, group: Iterable[str]) -> set[str]:
        return {self._source_of[own] for own in group}

    def _why_not(self, one: Sequence[str], other: Sequence[str]) -> str | None:
        pairs = [pair_ids(*pair) for pair in product(one, other)]
        if any(self._judged.get(pair) is False for pair in pairs):
            return "A person judged records apart that this would join"
        if shared := self._sources(one) & self._sources(other):
            return f"A better match from {min(shared)} is already joined"
        unjudged = (pair for pair in pairs if pair not in self._judged)
        if any(self._contradicts(pair) for pair in unjudged):
            return "One of them contradicts a record that the other is joined with"
        return None
