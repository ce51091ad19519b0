"""How much each kind of evidence counts: the one list. Pure numbers, no rules.

Points are bits: one more makes it twice as likely, against the odds, that two records are one
service (Fellegi and Sunter 1969). They are set by what a person would say of such a pair, and then
checked on the labelled pairs of `tests/labelled/links`.
"""

from __future__ import annotations

import math

from msgspec import Struct


class Weights(Struct, frozen=True, kw_only=True):
    """Points for and against. `at_odds` is where any two records begin."""

    at_odds: float = -3.5

    word: float = 4.0
    kind_word: float = 1.5
    whole_name: float = 1.0
    names_at_most: float = 7.0
    no_word: float = -3.0
    own_word: float = -3.0
    own_kind_word: float = -3.0
    weak_word: float = -0.75
    other_place_word: float = -5.0
    place_of_one: float = -4.0
    both_have_own: float = -4.0
    owner_and_its_service: float = -3.0
    renamed_at_most: float = -3.0
    other_audience: float = -8.0
    audience_in_one: float = -6.0
    other_number: float = -8.0

    same_ods: float = 9.0
    other_ods: float = -10.0
    same_number_of_owner: float = 2.0
    other_number_of_owner: float = -7.0
    same_owner: float = 1.5
    other_owner: float = -1.0

    same_phone: float = 5.0
    other_phone: float = -2.0
    other_owner_and_phone: float = -3.0
    same_page: float = 7.0
    same_host: float = 3.0
    other_page: float = -2.0
    same_email: float = 4.0

    same_postcode: float = 5.0
    near: float = 1.0
    other_postcode: float = -5.0
    same_house: float = 2.0
    other_house: float = -3.0
    other_address: float = -5.0

    contacts_at_most: float = 5.0
    contacts_and_page_at_most: float = 7.0
    elsewhere_at_most: float = 1.5

    other_ages: float = -7.0
    other_days: float = -7.0
    other_kind: float = -4.0
    same_kind: float = 1.0


WEIGHTS = Weights()
CERTAIN_POINTS = 5.5
DOUBTFUL_POINTS = 0.5
LOOK_POINTS = 1.0
"""So many have at least two records that a person should look at, however they are named; unless
both say something, and not the same, that counts as little as the next."""
NO_LOOK_POINTS = -6.5
APART_POINTS = 0.0
CONTRADICTION_POINTS = -5.0
"""Two records below the one with a finding down to the other contradict each other, and are in no
group, whatever lies between them."""

NEVER_CERTAIN_POINTS = -5.5
"""With a finding down to this two records are not certain, whatever speaks for them: other ages,
days, numbers or audiences are what tells two groups of one hall and one phone apart."""

TIE_POINTS = 1.0
"""Of two matches no further apart than this none is the better."""

NEAR_M = 250.0


def score_of(points: float) -> float:
    """The odds as a share of 0..1, to three places: 0 points are 0.5, 5.5 are 0.978."""
    return round(1.0 / (1.0 + math.pow(2.0, -max(-60.0, min(60.0, points)))), 3)
