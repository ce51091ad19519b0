"""From the services of all sources to groups that are one service. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from wayfinder.domain.links import Pair, PairIds
from wayfinder.ingest.linking.blocking import candidates
from wayfinder.ingest.linking.closings import Closing, closings
from wayfinder.ingest.linking.comparing import Comparing
from wayfinder.ingest.linking.deciding import decided
from wayfinder.ingest.linking.grouping import Group, Grouping
from wayfinder.ingest.linking.prints import Print, print_of

__all__ = ["Linked", "Print", "link", "print_of"]


class Linked(Struct, frozen=True, kw_only=True):
    """`pairs` are all that are certain or doubtful; `groups` the ids of services that are one,
    each of two or more, no id in two; `organizations` the same of organisations' ids.

    `closings` are the words of sources that an offered service is closed; their pairs are among
    the certain. A pair of one source is never certain and never in a group: it is for the source's
    owner to mend. `compared` counts the pairs looked at, `too_common` the keys too many shared.
    """

    pairs: tuple[Pair, ...] = ()
    groups: tuple[Group, ...] = ()
    organizations: tuple[Group, ...] = ()
    closings: tuple[Closing, ...] = ()
    compared: int = 0
    too_common: int = 0


def link(
    prints: Sequence[Print], judged: Mapping[PairIds, bool], closed: Sequence[Print] = ()
) -> Linked:
    """Which services are one, and which of them another source has as `closed`.

    A person's word (`judged`, the lesser id first) outweighs every score: what is judged the same
    is joined, what is judged different is never in one group.

    The same prints in any other order give the same.
    """
    ordered = sorted(prints, key=lambda it: it.id)
    comparing = Comparing(ordered)
    known = {pair: same for pair, same in judged.items() if comparing.knows(pair)}
    seen = candidates(ordered, comparing.common)
    pairs = ((ordered[left], ordered[right]) for left, right in seen.pairs)
    unjudged = ((left, right) for left, right in pairs if (left.id, right.id) not in known)
    alike = [found for left, right in unjudged if (found := comparing.look(left, right)).alike]
    same = [comparing.look_up(pair) for pair in sorted(known) if known[pair]]
    grouping = Grouping(
        {it.id: it.source_id for it in ordered},
        known,
        lambda pair: comparing.look_up(pair).apart,
    )
    pairs_of_offered = tuple(decided(same, alike, grouping, comparing.look_up))
    told = closings(closed, ordered, grouping.groups, judged, comparing)
    return Linked(
        pairs=(*pairs_of_offered, *(it.pair for it in told)),
        groups=grouping.groups,
        closings=told,
        organizations=comparing.owners.groups,
        compared=len(seen.pairs),
        too_common=seen.too_common,
    )
