"""The one list of weights: what it may hold, and that answers are ranked by the list given."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from tests.answering import HOME, SATURDAY_NOON, away, named, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.service import CostOption
from wayfinder.matching.wayfind import wayfind
from wayfinder.matching.weights import FEATURE_WEIGHTS, WEIGHTS, Weights


def test_the_weights_of_the_features_are_whole_and_relevance_outweighs_the_rest() -> None:
    weights = [getattr(WEIGHTS, name) for name in FEATURE_WEIGHTS]
    assert sum(weights) == pytest.approx(1.0)
    assert weights[0] > sum(weights[1:])


@pytest.mark.parametrize("name", Weights.__struct_fields__)
def test_every_number_is_checked(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} cannot be -0.5"):
        replace(WEIGHTS, **{name: -0.5})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"relevance": 0.9}, "must add up to 1"),
        ({"relevance": 0.5, "nearness": 0.28}, "more than 0.5"),
        ({"openness": -0.02, "relevance": 0.74}, "openness cannot be -0.02. .* >= 0.0"),
        ({"floor": 1.2}, "floor cannot be 1.2. .* <= 1.0"),
        ({"words_share": float("nan")}, "words_share cannot be nan"),
        ({"words_floor": 0.0}, "words_floor cannot be 0. .* > 0.0"),
        ({"half_distance_m": 0.0}, "half_distance_m cannot be 0. .* > 0.0"),
        ({"stale_days": -1.0}, "stale_days cannot be -1. .* > 0.0"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(changed: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(WEIGHTS, **changed)


def test_a_list_cannot_be_changed_under_a_search_that_holds_it() -> None:
    with pytest.raises(AttributeError):
        WEIGHTS.floor = 0.1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("weights", "offered"),
    [
        (WEIGHTS, ["Near", "Free"]),
        (replace(WEIGHTS, nearness=0.02, cost=0.15), ["Free", "Near"]),
        (replace(WEIGHTS, words_floor=0.8, words_floor_beside_needs=0.8), []),
    ],
)
def test_an_answer_is_ranked_by_the_list_it_is_given(
    open_directory: Open, weights: Weights, offered: list[str]
) -> None:
    free = {"costs": (CostOption(amount=0),), "locations": (away(9_000),)}
    services = [
        numbered(1, "Free", summary="Violin", **free),
        numbered(2, "Near", summary="Violin"),
    ]
    services[1] = replace(services[1], locations=(away(0),))
    world = dataclasses.replace(open_directory(services).world, weights=weights)
    answer = wayfind(Enquiry(need="violin", postcode=HOME), world, SATURDAY_NOON)
    assert [named(match.service) for match in answer.matches] == offered
