"""Under a danger signpost help is shown as well: each category names needs to search for."""

from __future__ import annotations

import pytest

from tests.conftest import DIRECTORY
from wayfinder.domain.vocabulary import load_needs
from wayfinder.matching.triage import implied_needs, load_danger_rules, triage

RULES = load_danger_rules(DIRECTORY / "safety")
NEEDS = {need.id for need in load_needs(DIRECTORY / "needs")}


@pytest.mark.parametrize("category", RULES.categories.values(), ids=lambda one: one.id)
def test_every_category_names_needs_that_exist(category: object) -> None:
    needs = category.needs  # type: ignore[attr-defined]
    assert needs
    assert set(needs) <= NEEDS


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("he wants to kill himself", ("suicide", "mental-health-crisis")),
        ("a dance class for beginners", ()),
    ],
)
def test_needs_are_implied_by_what_fires(said: str, needs: tuple[str, ...]) -> None:
    assert implied_needs(triage(said, RULES, frozenset()), RULES) == needs
