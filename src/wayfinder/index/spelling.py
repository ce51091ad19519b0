"""Spelling against the words of the directory and its needs.

Words that differ by up to two letters share a variant with letters left out (SymSpell's idea,
Garbe 2012); the variants lie hashed in one sorted array, so that a look-up is one binary search
and rapidfuzz only verifies the few words it finds. Known words are never touched.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from wayfinder.index import text

MIN_LENGTH = 5
MAX_LENGTH = WORD_BYTES = 24
"""Longer "words" are noise, and their variants would grow with the square of their length."""

TRUSTED_WORD_COUNT = 5
"""What a word of the needs or of a place name counts: as if the directory used it so often."""

MIN_COUNT = 2
MIN_SIMILARITY = 0.7


class Spelling:
    """Known words (sorted), how often the directory uses each, and the table of variants."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._words = arrays["spelling_words"]
        self._counts = arrays["spelling_counts"]
        self._hashes = arrays["spelling_hashes"]
        self._targets = arrays["spelling_targets"]

    def knows(self, word: str) -> bool:
        """Whether the word is in the directory, the needs or the English language."""
        encoded = word.encode("ascii", "ignore")[:WORD_BYTES]
        at = int(self._words.searchsorted(encoded))
        return at < len(self._words) and bool(self._words[at] == encoded)

    def correct(self, word: str) -> str | None:
        """The likeliest intended word; None when the word is known, short, or nothing is near."""
        if not MIN_LENGTH <= len(word) <= MAX_LENGTH or not word.isalpha() or self.knows(word):
            return None
        ranked = [(self._likelihood(word, n), n) for n in self._neighbours(word)]
        best = max((pair for pair in ranked if pair[0] > 0), default=None)
        return None if best is None else bytes(self._words[best[1]]).decode()

    def _neighbours(self, word: str) -> list[int]:
        hashes = np.fromiter(map(_hash, _variants(word)), np.uint32)
        lows = self._hashes.searchsorted(hashes, "left")
        highs = self._hashes.searchsorted(hashes, "right")
        found = {int(n) for lo, hi in zip(lows, highs, strict=True) for n in self._targets[lo:hi]}
        return sorted(found)

    def _likelihood(self, word: str, number: int) -> float:
        target = bytes(self._words[number]).decode()
        similarity = OSA.normalized_similarity(word, target)
        edits = OSA.distance(word, target)
        if edits > _allowed_edits(word) or similarity < MIN_SIMILARITY:
            return 0.0
        same_start = 0.05 if word[0] == target[0] else 0.0
        return float(similarity + same_start + 0.02 * math.log1p(int(self._counts[number])))


def with_trusted(counts: Mapping[str, int], phrases: Iterable[str]) -> dict[str, int]:
    """`counts` of words with those of phrases that are known to be spelt right."""
    together = dict(counts)
    for phrase in phrases:
        for word in text.words(phrase):
            together[word] = together.get(word, 0) + TRUSTED_WORD_COUNT
    return together


def spelling_arrays(
    counts: Mapping[str, int], english: Iterable[str]
) -> dict[str, NDArray[np.generic]]:
    """The arrays of `Spelling`. `counts` are the directory's own words, the only ones offered."""
    own = {word: n for word, n in counts.items() if word.isascii() and len(word) <= WORD_BYTES}
    plain = {w for w in english if w.isascii() and w.isalpha() and len(w) <= WORD_BYTES}
    words = sorted(set(own) | plain)
    pairs = [
        (_hash(variant), number)
        for number, word in enumerate(words)
        if _is_target(word, own.get(word, 0))
        for variant in _variants(word)
    ]
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return {
        "spelling_words": np.array([w.encode() for w in words], f"S{WORD_BYTES}"),
        "spelling_counts": np.array([own.get(word, 0) for word in words], np.int32),
        "spelling_hashes": table[:, 0].astype(np.uint32),
        "spelling_targets": table[:, 1].astype(np.int32),
    }


def _is_target(word: str, count: int) -> bool:
    return count >= MIN_COUNT and len(word) >= MIN_LENGTH and word.isalpha()


def _variants(word: str) -> set[str]:
    """The word with none, one or (from seven letters on) two letters left out."""
    found = {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) >= 7:
        for i, j in combinations(range(len(word)), 2):
            found.add(word[:i] + word[i + 1 : j] + word[j + 1 :])
    return found


def _allowed_edits(word: str) -> int:
    return 1 if len(word) < 8 else 2


def _hash(word: str) -> int:
    return zlib.crc32(word.encode())
