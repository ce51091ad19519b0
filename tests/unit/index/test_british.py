"""British words are found in an American list."""

from __future__ import annotations

import pytest

from wayfinder.index.british import as_american


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("neighbour", "neighbor"),
        ("organisation", "organization"),
        ("analyse", "analyze"),
        ("counselling", "counseling"),
        ("paediatric", "pediatric"),
        ("diarrhoea", "diarrhea"),
        ("fulfilment", "fulfillment"),
        ("theatre", "theater"),
        ("licences", "licenses"),
        ("dialogue", "dialog"),
        ("programme", "program"),
        ("kilometres", "kilometers"),
        ("tyres", "tires"),
        ("orthotics", "orthotic"),
    ],
)
def test_the_american_spelling_is_among_the_others(british: str, american: str) -> None:
    assert american in set(as_american(british))


@pytest.mark.parametrize("word", ["debt", "stress", "familys", "hospital"])
def test_a_word_like_any_has_no_other(word: str) -> None:
    assert list(as_american(word)) == []
