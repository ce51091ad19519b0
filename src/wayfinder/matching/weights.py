"""Every number that decides, when a question is asked, what is shown and in which order.

How they are fitted: `python -m benchmarks.fit` (docs/decisions/0013-fitted-weights.md, which also
names the numbers that are built into an index).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert, structs

Share = Annotated[float, Meta(ge=0.0, le=1.0)]
SomeShare = Annotated[float, Meta(gt=0.0, le=1.0)]
MoreThanNone = Annotated[float, Meta(gt=0.0)]

FEATURE_WEIGHTS = (
    *("relevance", "nearness", "serves", "freshness", "cost", "openness", "contact", "prevention"),
)
"""These make up the score: together 1."""


class Weights(Struct, frozen=True, kw_only=True):
    """The list. Making one whose numbers make no sense raises ValueError naming the number."""

    relevance: Share = 0.63
    """How well it answers, by words and needs."""

    nearness: Share = 0.15
    """How near its nearest place is."""

    serves: Share = 0.09
    """Whether it says that it serves this address."""

    freshness: Share = 0.04
    """When it was last checked."""

    cost: Share = 0.02
    """Whether it is free."""

    openness: Share = 0.02
    """Whether it is open at this moment."""

    contact: Share = 0.03
    """Whether anybody can reach it."""

    prevention: Share = 0.02
    """Whether it is there before a crisis, where there is none."""

    words_share: Share = 0.6
    """Of relevance: what the words count where a need was heard too; its links count the rest."""

    meaning_share: Share = 0.2
    """Of relevance: what closeness in meaning counts, with the extra `[semantic]`."""

    unknown: Share = 0.5
    """What a feature counts when nothing is known of it: neither for nor against."""

    serves_widely: Share = 0.7
    """What `serves` counts when only a nation-wide rule takes the address in."""

    half_distance_m: MoreThanNone = 8_000.0
    """The distance at which nearness counts half: about five miles."""

    stale_days: MoreThanNone = 365.0
    """The age at which a check no longer counts."""

    floor: Share = 0.25
    """Evidence below this is no answer: better none than one that wastes a resident's time."""

    words_floor: SomeShare = 0.37
    """What words alone must reach when no need was heard, and the text may be about anything."""

    words_floor_beside_needs: SomeShare = 0.3
    """What words alone must reach beside a need that a service is not linked to."""

    words_floor_beside_met: SomeShare = 0.5
    """What words alone must reach beside a need that enough services meet."""

    misfit: Share = 0.6
    """What is left of the score of a service that says it is for other people than this person."""

    anybodys: Share = 0.9
    """What is left of the score of a service for anybody, where others are for people like them:
    a young carer is first told of the carers' own."""

    meets_need: Share = 0.3
    """A link as strong as this meets the need when several needs take turns."""

    def __post_init__(self) -> None:
        for field in structs.fields(self):
            value = getattr(self, field.name)
            try:
                convert(value, field.type)
            except ValidationError as error:
                raise ValueError(f"{field.name} cannot be {value:g}. {error}") from error
        whole = sum(getattr(self, name) for name in FEATURE_WEIGHTS)
        if not abs(whole - 1.0) < 1e-9:
            raise ValueError(f"{', '.join(FEATURE_WEIGHTS)} must add up to 1, not {whole:g}.")
        if not self.relevance > 0.5:
            raise ValueError("relevance must outweigh all the rest together: more than 0.5.")


WEIGHTS = Weights()
"""The list that is used unless another is given."""
