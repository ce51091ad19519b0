"""What near words share, as hashes: beginnings with letters left out, and skeletons of sound."""

from __future__ import annotations

import zlib
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from wayfinder.index.sounds import skeleton

Hashes = NDArray[np.uint32]

HASHED = 8
"""Letters of a word that variants are made of: what is left out further on need not be found."""

TWO_OUT_FROM = 7
"""Letters from which on two may be left out."""


def variant_hashes(word: str, most_out: int = 2) -> Hashes:
    """The word's beginning with none, one or two letters left out; some may come twice.

    Any two words that differ by so many letters share one (SymSpell's idea, Garbe 2012).
    """
    start = word[:HASHED].encode()
    letters = np.zeros(HASHED + 1, np.uint32)
    letters[: len(start)] = np.frombuffer(start, np.uint8)
    kept = _KEPT[len(start)]
    hashed = letters[kept if most_out > 1 else kept[: len(start) + 1]] * _FACTORS
    return np.asarray(hashed.sum(1, dtype=np.uint32))


def ear_hash(heard: str) -> int:
    """What all words share that have the skeleton of this `sound`."""
    return whole_hash("~" + skeleton(heard))


def whole_hash(word: str) -> int:
    """The word itself."""
    return zlib.crc32(word.encode())


def _kept(length: int) -> NDArray[np.intp]:
    """Which of so many letters each variant keeps; the places left over are those of no letter."""
    most = 2 if length >= TWO_OUT_FROM else 1
    left_out = chain.from_iterable(combinations(range(length), n) for n in range(most + 1))
    rows = [[n for n in range(length) if n not in out] for out in left_out]
    return np.array([row + [HASHED] * (HASHED - len(row)) for row in rows], np.intp)


_KEPT = tuple(map(_kept, range(HASHED + 1)))
_FACTORS = np.random.default_rng(2012).integers(1, 2**32, HASHED, np.uint32) | np.uint32(1)
