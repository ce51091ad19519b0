"""Needs are heard through inflection, word order and gaps, and not through noise."""

from __future__ import annotations

import pytest

from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize


def need(need_id: str, *phrases: str, exclude: tuple[str, ...] = ()) -> Need:
    return Need(
        id=need_id,
        label=need_id.replace("-", " "),
        theme="Test",
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=Tier.EARLY_HELP,
        phrases=phrases,
        exclude=exclude,
    )


BOOK = PhraseBook(
    (
        need("falls", "keeps falling over", "unsteady on her feet"),
        need("rent-arrears", "behind with rent", "owes rent to the council landlord"),
        need("damp-and-mould", "mould", "damp flat"),
        need("digital-skills", "IT class", "computers", exclude=("computer says no",)),
        need("cookery", "cookery class", "dance class"),
        need("languages", "English class", "language class"),
    )
)


def heard(words: str) -> list[str]:
    return [BOOK.needs[hit.need].id for hit in BOOK.hear(tokenize(text.words(words)))]


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("mum keeps falling over", ["falls"]),
        ("Grandad kept falling, twice this week", ["falls"]),
        ("she is very unsteady on both feet", ["falls"]),
        ("my flat has mould and I'm behind with rent", ["damp-and-mould", "rent-arrears"]),
        ("rent: two months behind", ["rent-arrears"]),
        ("owes the council some rent", ["rent-arrears"]),  # one of four words may be missing
        ("behind the church hall there is a football pitch to rent", []),  # too far apart
        ("an IT class for beginners", ["digital-skills"]),
        ("pottery class", []),  # "class" alone is not an IT class
        ("the computer says no", []),
        ("", []),
    ],
)
def test_what_is_heard(said: str, needs: list[str]) -> None:
    assert sorted(heard(said)) == sorted(needs)


def test_a_hit_says_where_it_was_heard() -> None:
    tokens = tokenize(text.words("my flat has mould and I am behind with rent"))
    spans = {
        BOOK.needs[hit.need].id: " ".join(t.word for t in tokens[hit.start : hit.end])
        for hit in BOOK.hear(tokens)
    }
    assert spans == {"damp-and-mould": "mould", "rent-arrears": "behind with rent"}
