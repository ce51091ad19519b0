"""A model of meaning that tests can do in their heads: each word means one of a few things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayfinder.index import text
from wayfinder.meaning import Vectors, unit

MEANINGS = (
    ("mould", "damp", "fungus", "repairs"),
    ("debt", "money", "owing"),
    ("falls", "falling", "balance", "wobbly"),
    ("violin", "fiddle"),
)


class MadeUpModel:
    """One axis for each of `MEANINGS`, and one for all other words, each for the share it has.

    `asked` is every text that it was ever given.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """As `meaning.Embed`."""
        self.asked += texts
        lines = [
            [sum(_axis(word) == axis for word in text.words(each)) for axis in range(5)]
            for each in texts
        ]
        return unit(np.array(lines, float).reshape(len(texts), 5))


def _axis(word: str) -> int:
    of = (axis for axis, words in enumerate(MEANINGS) if word in words)
    return next(of, len(MEANINGS))
