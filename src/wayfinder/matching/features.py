"""What a match is judged by. Each feature gives every candidate a number from 0 to 1.

`FEATURES` is the whole of the ranking, weights included; each docstring is its public
documentation. Features that need a place are left out when the enquiry has none, and the other
weights then fill their share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from msgspec import Struct

from wayfinder.index.arrays import Floats
from wayfinder.index.attributes import COST_FREE, COST_PAID, NEVER_ASSURED
from wayfinder.index.query import Candidates
from wayfinder.matching.field import Field

HALF_DISTANCE_M = 8_000.0
"""The distance at which nearness counts half: about five miles."""

STALE_DAYS = 365.0
NEUTRAL = 0.5
SERVES_WIDELY = 0.7


WORDS_SHARE = 0.6
"""What the words count where a need was heard too; its links count the rest."""

MEANING_SHARE = 0.2
"""What closeness in meaning to the enquiry counts, where the extra `[semantic]` is installed."""

CALLED_BY_NAME = 1.0
"""Text that is a full match: only a name that was typed gives it."""


def evidence(field: Field | Candidates) -> Floats:
    """How sure it is that this answers at all: by its words, or by any of the needs heard.

    Independent evidence: 1 - (1 - text)(1 - need)... A floor is set to it.
    """
    return 1.0 - (1.0 - field.text) * _doubt(field)


def relevance(field: Field) -> Floats:
    """How well it answers: by its words and by its links to the needs heard, weighed together.

    So that among services that all meet the need, the words that were said decide. One that meets
    two of the needs stands above one that meets either. What was called by its name is the answer.
    """
    share = (WORDS_SHARE if len(field.needs) else 1.0) if field.worded else 0.0
    both = share * field.text + (1.0 - share) * (1.0 - _doubt(field))
    if field.meaning is not None:
        both = (1.0 - MEANING_SHARE) * both + MEANING_SHARE * field.meaning
    return np.where(field.text >= CALLED_BY_NAME, 1.0, both)


def _doubt(field: Field | Candidates) -> Floats:
    doubt = np.ones(len(field.rows))
    for line in field.needs:
        doubt *= 1.0 - line
    return doubt


def nearness(field: Field) -> Floats:
    """1 at the door, half at five miles; half for help that needs no journey.

    A place whose position we could not find is somewhere, and not near.
    """
    near = HALF_DISTANCE_M / (HALF_DISTANCE_M + field.distance_m)
    return np.where(np.isnan(near), np.where(field.somewhere, 0.0, NEUTRAL), near)


def serves(field: Field) -> Floats:
    """1 when a local rule of its own takes this address in, less when only a nation-wide one
    does, half when its area is not known: of two equal services the local one stands first."""
    return np.where(field.local, 1.0, np.where(field.bound, SERVES_WIDELY, NEUTRAL))


def freshness(field: Field) -> Floats:
    """1 when somebody checked it today, falling to 0 in a year; half when nobody says."""
    assured = cast("Floats", field.of("assured"))
    age_days = field.today - assured
    fresh = np.clip(1.0 - age_days / STALE_DAYS, 0.0, 1.0)
    return np.where(assured == NEVER_ASSURED, NEUTRAL, fresh)


def cost(field: Field) -> Floats:
    """1 when it is free, 0 when there is a charge, half when nobody says."""
    kind = field.of("cost")
    return np.where(kind == COST_FREE, 1.0, np.where(kind == COST_PAID, 0.0, NEUTRAL))


def openness(field: Field) -> Floats:
    """1 when it is open now, 0 when it is closed, half when its hours are not known."""
    return np.where(np.isnan(field.open_now), NEUTRAL, field.open_now)


class Feature(Struct, frozen=True):
    """One line of the ranking."""

    measure: Callable[[Field], Floats]
    weight: float
    needs_place: bool = False


FEATURES = (
    Feature(relevance, 0.70),
    Feature(nearness, 0.15, needs_place=True),
    Feature(serves, 0.07, needs_place=True),
    Feature(freshness, 0.04),
    Feature(cost, 0.02),
    Feature(openness, 0.02),
)
