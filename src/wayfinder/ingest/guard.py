"""A feed that loses much at once is more often broken than true."""

from __future__ import annotations

from typing import NamedTuple

from wayfinder.errors import FeedShrank

MAX_SHRINK = 0.2
"""Which share of a source's services may go in one import without a person having said so."""

FEW = 3
"""So many may always go: a small list must be able to change."""


class Loss(NamedTuple):
    """How many services a source offered before, how many of those an import would end, and how
    many it would offer then."""

    before: int
    gone: int
    left: int


def refuse_shrinking(source_id: str, loss: Loss, max_shrink: float) -> None:
    """Raise FeedShrank where more goes than `max_shrink` (0..1) allows, or all there was."""
    share = loss.gone / loss.before if loss.before else 0.0
    nothing_left = loss.before > 0 and loss.left == 0
    if not nothing_left and (loss.gone <= FEW or share <= max_shrink):
        return
    raise FeedShrank(
        f"{source_id} would lose {loss.gone:,} of the {loss.before:,} services it offers "
        f"({share:.0%}; up to {max_shrink:.0%} is taken without asking); nothing was changed. "
        "If that is true, import it with --accept-shrink."
    )
