"""Help that is related to what was asked, for want of help that does just that.

It must not be absurd: who wants to sing is not offered dementia care, and nobody is offered what is
for a crisis, for other people than they are, or for another place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
from msgspec import structs

from wayfinder.domain.need import Need, Tier
from wayfinder.index.arrays import Bools
from wayfinder.index.query import Candidates
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.audiences import special
from wayfinder.matching.field import Field
from wayfinder.matching.understand import Heard, NeedHeard
from wayfinder.matching.wanted import Search

RELATED_STRENGTH = 0.35
"""How surely a need is taken to be meant that is close to one that was named."""

STRONG = 0.8
"""A weaker link to a need that nobody named is none."""

_FOR_ANYBODY = (Tier.UNIVERSAL, Tier.EARLY_HELP)


def with_related(heard: Heard, snapshot: Snapshot) -> Heard:
    """The same words with the needs close to those heard."""
    needs = {need.number: need for need in heard.needs}
    for need in heard.needs:
        for number in _close(snapshot.needs[need.number], snapshot):
            needs.setdefault(number, NeedHeard(number, RELATED_STRENGTH, None))
    return structs.replace(heard, needs=tuple(needs.values()))


def strongly_linked(found: Candidates, heard: Heard) -> Bools:
    """Which rows are closely linked to a need that nobody named."""
    strong = found.needs[heard.named :] >= STRONG * RELATED_STRENGTH
    return cast("Bools", strong.any(axis=0))


def padding(field: Field, direct: Field, wanted: Search) -> Bools:
    """Which rows of `field`, all linked closely to a related need, may make up for what `direct`
    lacks: sure to serve the place, and fit for anybody who may ask this."""
    serves = field.bound | ~(np.isnan(field.distance_m) | field.doubtful)
    here = serves | (field.chance > 0.5) if field.placed else ~field.somewhere
    fits = ~field.misfit & ~special(field.attributes, field.services, wanted.person)
    calm = field.in_crisis | (field.of("for_crisis") == 0)
    chosen: Bools = here & fits & calm & ~np.isin(field.services, direct.services)
    return chosen


def _close(need: Need, snapshot: Snapshot) -> Iterable[int]:
    """Numbers of the related needs that are of the same theme or open to anybody. To a crisis only
    one of its own theme is close, to anything else none is."""
    for need_id in need.related:
        number = snapshot.need_numbers[need_id]
        other = snapshot.needs[number]
        at_home = other.theme == need.theme
        if other.tier is Tier.CRISIS:
            close = at_home and need.tier is Tier.CRISIS
        else:
            close = at_home or other.tier in _FOR_ANYBODY
        if close:
            yield number
