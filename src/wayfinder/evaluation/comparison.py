"""What a change gained and lost: two runs over the same judged queries, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from wayfinder.errors import FeedError
from wayfinder.evaluation.figures import Evaluation, Result, figures
from wayfinder.evaluation.run import Run

NOTICEABLE = 0.001
"""Below this a score has not changed: it is only rounded otherwise."""


class Change(Struct, frozen=True):
    """One query's scores, 0..1 (see `Result.score`)."""

    id: str
    query: str
    then: float
    now: float

    @property
    def gain(self) -> float:
        """What it gained; negative for a loss."""
        return self.now - self.then


class Mean(Struct, frozen=True):
    """One figure over the queries that both runs asked; None where it does not apply."""

    name: str
    then: float | None
    now: float | None


class Comparison(Struct, frozen=True, kw_only=True):
    """Gains and losses, greatest first; `only_then` and `only_now` are ids of queries."""

    means: tuple[Mean, ...]
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    unchanged: int
    only_then: tuple[str, ...]
    only_now: tuple[str, ...]


def compare(then: Run, now: Run) -> Comparison:
    """How `now` does against `then`, over the queries that both asked in the same words.

    Raises FeedError where they share none that has something to find.
    """
    earlier = {(each.id, each.query): each for each in then.results}
    both = [each for each in now.results if (each.id, each.query) in earlier]
    pairs = [(earlier[each.id, each.query], each) for each in both]
    changes = [Change(new.id, new.query, old.score, new.score) for old, new in pairs]
    shared = {each.id for each in both}
    return Comparison(
        means=_means([old for old, _ in pairs], both),
        gained=tuple(sorted((x for x in changes if x.gain >= NOTICEABLE), key=lambda x: -x.gain)),
        lost=tuple(sorted((x for x in changes if x.gain <= -NOTICEABLE), key=lambda x: x.gain)),
        unchanged=sum(abs(each.gain) < NOTICEABLE for each in changes),
        only_then=tuple(each.id for each in then.results if each.id not in shared),
        only_now=tuple(each.id for each in now.results if each.id not in shared),
    )


def as_facts(figures: Evaluation, compared: Comparison | None) -> dict[str, object]:
    """For programs: the figures by name and, where there was a comparison, that as `against`."""
    named: dict[str, object] = msgspec.to_builtins(figures)
    return {**named, "against": compared} if compared else named


def _means(then: Sequence[Result], now: Sequence[Result]) -> tuple[Mean, ...]:
    if not (any(each.quality for each in then) and any(each.quality for each in now)):
        raise FeedError("The two runs have no query in common that has something to find.")
    old, new = figures(then), figures(now)
    names = old.__struct_fields__[1:]
    return tuple(Mean(name, getattr(old, name), getattr(new, name)) for name in names)
