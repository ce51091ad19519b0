"""A feed that loses much at once is more often broken than true."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct

from wayfinder.errors import FeedShrank
from wayfinder.ingest.cleaning.text import quoted

MAX_SHRINK = 0.2
"""Which share of a source's services may go in one import without a person having said so."""

FEW = 3
"""So many may always go: a small list must be able to change."""

SHOWN = 5
"""How many of those that would go are named in a message."""

_NAME_CHARS, _ID_CHARS = 60, 40


class Going(Struct, frozen=True, omit_defaults=True):
    """A record that an import would end. `name` is None where it has a confidential place."""

    id: str
    name: str | None = None

    @property
    def told(self) -> str:
        """It in a message."""
        own = quoted(self.id, _ID_CHARS)
        return f"{quoted(self.name, _NAME_CHARS)} ({own})" if self.name else own


class Loss(Struct, frozen=True):
    """Which records a source offered before an import, and which it would offer after it."""

    before: Collection[str]
    after: Collection[str]

    @property
    def gone(self) -> list[str]:
        """The ids of those it would end."""
        return sorted(set(self.before).difference(self.after))


def refuse_shrinking(
    source_id: str,
    loss: Loss,
    max_shrink: float,
    *,
    going: Callable[[list[str]], list[Going]],
    again: str,
) -> None:
    """Raise FeedShrank where more goes than `max_shrink` (0..1) allows, or all there was.

    `going` tells more of the records with these ids. `again` is the command that was given: with
    --json it shows every record that would go, which are among the error's facts.
    """
    gone = loss.gone
    share = len(gone) / len(loss.before) if loss.before else 0.0
    nothing_left = bool(loss.before) and not loss.after
    if not nothing_left and (len(gone) <= FEW or share <= max_shrink):
        return
    named = going(gone)
    raise FeedShrank(
        f"{source_id} would lose {len(gone):,} of the {len(loss.before):,} services it offers "
        f"({share:.0%}; up to {max_shrink:.0%} is taken without asking); nothing was changed. "
        f"These would go: {_listed(named)}. To see all of them: `{again} --json`. "
        f"If that is right: `{again} --accept-shrink`.",
        facts={"before": len(loss.before), "left": len(loss.after), "going": named},
    )


def _listed(going: list[Going]) -> str:
    more = len(going) - SHOWN
    names = "; ".join(each.told for each in going[:SHOWN])
    return f"{names} and {more:,} more" if more > 0 else names
