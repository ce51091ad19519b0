"""What is heard alone is still heard when somebody tells it in the midst of other things."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.domain.vocabulary import load_needs
from wayfinder.index import text
from wayfinder.index.phrases import PhraseBook, tokenize
from wayfinder.matching.hearing import needs_in

BOOK = PhraseBook(load_needs(Path(__file__).parents[2] / "directory" / "needs"))

FRAMES = (
    "my mum lives in harlow and {}",
    "hi there, i've got a lady on the phone, 82, {}, lives on her own",
    "{} and i dont know who to ring",
    "my gp told me to ring you, {}",
    "hello, its about my neighbour, {}, can you help",
    "{}, this has been going on for months",
    "ive been told to call you, {}",
    "a friend said you might know, {}, im in stevenage",
)
KEPT_SHARE = 0.97
ADDED_SHARE = 0.03
EVERY = 10
"""Of all phrases each tenth is asked: a second, not ten."""


def heard(typed: str) -> frozenset[str]:
    clauses = [tokenize(clause) for clause in text.clauses(typed)]
    return frozenset(BOOK.needs[hit.need].id for hit in needs_in(clauses, BOOK))


ALONE = tuple(
    (phrase, need.id, heard(phrase))
    for need in BOOK.needs
    for phrase in need.phrases[::EVERY]
    if need.id in heard(phrase)
)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_takes_nothing_away_and_adds_nothing(frame: str) -> None:
    its_own = heard(frame.format("zzz"))
    lost, added = 0, 0
    for phrase, need_id, alone in ALONE:
        framed = heard(frame.format(phrase))
        lost += need_id not in framed
        added += bool(framed - alone - its_own)
    assert 1 - lost / len(ALONE) >= KEPT_SHARE
    assert added / len(ALONE) <= ADDED_SHARE
