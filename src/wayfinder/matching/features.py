"""What a match is judged by. Each feature gives every candidate a number from 0 to 1.

`features` is the whole of the ranking; each docstring is its public documentation, and the weights
stand in `matching.weights`. Features that need a place are left out when the enquiry has none, and
the other weights then fill their share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from msgspec import Struct

from wayfinder.domain.confidence import HALF_LIFE_OF_OTHERS_DAYS
from wayfinder.domain.confidence import UNDATED as WORTH_UNDATED
from wayfinder.index.arrays import Bools, Floats
from wayfinder.index.attributes import (
    CONTACT_KNOWN,
    COST_FREE,
    COST_PAID,
    NEVER_ASSURED,
    NO_CONTACT,
    UNDATED,
)
from wayfinder.index.query import Candidates
from wayfinder.matching.field import Field
from wayfinder.matching.weights import Weights

CALLED_BY_NAME = 1.0
"""Text that is a full match: only a name that was typed gives it."""


def evidence(field: Field | Candidates) -> Floats:
    """How sure it is that this answers at all: by its words, or by any of the needs heard.

    Independent evidence: 1 - (1 - text)(1 - need)... A floor is set to it.
    """
    return 1.0 - (1.0 - field.text) * _doubt(field)


def relevance(field: Field, weights: Weights) -> Floats:
    """How well it answers: by its words and by its links to the needs heard, weighed together.

    So that among services that all meet the need, the words that were said decide. One that meets
    two of the needs stands above one that meets either. What was called by its name is the answer.
    """
    share = (weights.words_share if len(field.needs) else 1.0) if field.worded else 0.0
    # What a source states is as good as said: it need not use the words that named the need.
    stated = field.of("states_needs") != 0
    unsaid = np.where(stated, field.beside + field.naming @ field.needs, 0.0)
    said = np.maximum(unsaid, field.text)
    both = share * said + (1.0 - share) * (1.0 - _doubt(field))
    if field.meaning is not None:
        both = (1.0 - weights.meaning_share) * both + weights.meaning_share * field.meaning
    return np.where(field.text >= CALLED_BY_NAME, 1.0, both)


def _doubt(field: Field | Candidates) -> Floats:
    doubt = np.ones(len(field.rows))
    for line in field.needs:
        doubt *= 1.0 - line
    return doubt


def nearness(field: Field, weights: Weights) -> Floats:
    """1 at the door, half at five miles; half for help that needs no journey.

    A place whose position we could not find is somewhere, and not near.
    """
    half_m = weights.half_distance_m
    near = half_m / (half_m + field.distance_m)
    return np.where(np.isnan(near), np.where(field.somewhere, 0.0, weights.unknown), near)


def serves(field: Field, weights: Weights) -> Floats:
    """1 when a local rule of its own takes this address in, less when only a nation-wide one
    does, half when its area is not known: of two equal services the local one stands first.

    Where its area may hold the address, the share of the addresses there that it does hold. What
    is of another place, and does not say that it serves this one, has nothing.
    """
    wide = np.where(field.bound, weights.serves_widely, 0.0)
    told = np.where(field.local, 1.0, np.maximum(wide, field.chance))
    silent = ~field.bound & (field.chance == 0.0) & ~field.doubtful
    return np.where(silent, weights.unknown, told)


def freshness(field: Field, weights: Weights) -> Floats:
    """1 when somebody checked it today, falling to 0 in a year; at most half when nobody has, and
    the less the longer ago its source spoke of it (`domain.confidence`)."""
    assured = cast("Floats", field.of("assured"))
    fresh = np.clip(1.0 - (field.today - assured) / weights.stale_days, 0.0, 1.0)
    return np.where(assured == NEVER_ASSURED, weights.unknown * _recency(field), fresh)


def _recency(field: Field) -> Floats:
    as_of = cast("Floats", field.of("as_of"))
    age_days = np.maximum(0.0, field.today - as_of)
    left = 0.5 ** (age_days / HALF_LIFE_OF_OTHERS_DAYS)
    return cast("Floats", np.where(as_of == UNDATED, WORTH_UNDATED, left))


def cost(field: Field, weights: Weights) -> Floats:
    """1 when it is free, 0 when there is a charge, half when nobody says."""
    kind = field.of("cost")
    return np.where(kind == COST_FREE, 1.0, np.where(kind == COST_PAID, 0.0, weights.unknown))


def openness(field: Field, weights: Weights) -> Floats:
    """1 when it is open now, 0 when it is closed, half when its hours are not known."""
    return np.where(np.isnan(field.open_now), weights.unknown, field.open_now)


def contact(field: Field, weights: Weights) -> Floats:
    """1 when it can be rung or written to, half when there is only a website to look at or a door
    to knock at, 0 when nobody knows how to reach it."""
    kind = field.of("contact")
    return np.where(kind == CONTACT_KNOWN, 1.0, np.where(kind == NO_CONTACT, 0.0, weights.unknown))


def prevention(field: Field, _weights: Weights) -> Floats:
    """0 for what is there for crises while nobody is in one, else 1: early help comes first."""
    return np.where(field.in_crisis | ~cast("Bools", field.of("for_crisis")), 1.0, 0.0)


def fit(field: Field, weights: Weights) -> Floats:
    """What is left of all this for a service that says it is for others than this person, and
    for one that is for anybody beside some for people like them: all, where it was called by its
    name."""
    called = field.text >= CALLED_BY_NAME
    anybodys = weights.anybodys if field.meant.any() else 1.0
    fits = np.where(field.meant | called, 1.0, anybodys)
    return np.where(field.misfit & ~called, weights.misfit, fits)


class Feature(Struct, frozen=True):
    """One line of the ranking."""

    measure: Callable[[Field, Weights], Floats]
    weight: float
    needs_place: bool = False


def features(weights: Weights) -> tuple[Feature, ...]:
    """The lines of the ranking; their weights add up to 1."""
    return (
        Feature(relevance, weights.relevance),
        Feature(nearness, weights.nearness, needs_place=True),
        Feature(serves, weights.serves, needs_place=True),
        Feature(freshness, weights.freshness),
        Feature(cost, weights.cost),
        Feature(openness, weights.openness),
        Feature(contact, weights.contact),
        Feature(prevention, weights.prevention),
    )
