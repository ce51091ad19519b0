"""The words that spelling knows, and the table by which it finds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spellchecker import SpellChecker

from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays
from wayfinder.index.sounds import sound
from wayfinder.index.spelling import MIN_LENGTH, WORD_BYTES
from wayfinder.index.spelling_keys import ear_hash, variant_hashes, whole_hash

TRUSTED_COUNT = 5
"""What a word of the needs or of a place name counts: as if the directory used it so often."""

MIN_COUNT = 2
"""A word that the directory uses once may be a misspelling itself; it is known, never offered."""


class SpellingBuilder:
    """Collects the places where services are; the words they are told in are counted elsewhere."""

    def __init__(self) -> None:
        self._places: set[str] = set()

    def add(self, _number: int, service: Service) -> None:
        """Remember the towns of a service, and what its locations are called."""
        for at in service.locations:
            if not at.location.confidential:
                self._places |= {at.location.city or "", at.location.name or ""}

    def arrays(
        self, counts: Mapping[str, int], phrases: Iterable[str], trusted: Iterable[str] = ()
    ) -> Arrays:
        """The arrays of `Spelling`: the directory's words and how often it uses each, and what is
        spelt right for sure: `phrases` of the needs, `trusted` names and words."""
        said = tuple(phrases)
        known = with_trusted(counts, (*said, *trusted, *self._places))
        english = SpellChecker(language="en").word_frequency.dictionary
        return spelling_arrays(known, english, compounds(said))


def with_trusted(counts: Mapping[str, int], phrases: Iterable[str]) -> dict[str, int]:
    """`counts` of words with those of phrases that are known to be spelt right."""
    together = Counter(counts)
    for phrase in phrases:
        for word in text.words(phrase):
            together[word] += TRUSTED_COUNT
    return dict(together)


def compounds(phrases: Iterable[str]) -> dict[str, int]:
    """Words that stand side by side, which some people write as one: "food bank"."""
    pairs = Counter[str]()
    for phrase in phrases:
        for pair in pairwise(text.words(phrase)):
            if all(map(_may_join, pair)) and any(map(text.is_content, pair)):
                pairs[" ".join(pair)] += TRUSTED_COUNT
    return dict(pairs)


def spelling_arrays(
    counts: Mapping[str, int], english: Iterable[str], pairs: Mapping[str, int] | None = None
) -> dict[str, NDArray[np.generic]]:
    """The arrays of `Spelling`. `counts` are the directory's own words, the only ones offered,
    beside `pairs` of them that may be written as one."""
    own = {word: n for word, n in counts.items() if word.isascii() and len(word) <= WORD_BYTES}
    own |= pairs or {}
    plain = {w for w in english if w.isascii() and w.isalpha() and len(w) <= WORD_BYTES}
    words = sorted(set(own) | plain)
    keys = [
        _keyed(word, number) for number, word in enumerate(words) if own.get(word, 0) >= MIN_COUNT
    ]
    # Sorted by hash, then by number: one number of 64 bits holds both.
    table = np.unique(np.concatenate([np.zeros(0, np.uint64), *keys]))
    return {
        "spelling_words": np.array([w.encode() for w in words], f"S{WORD_BYTES}"),
        "spelling_counts": np.array([own.get(word, 0) for word in words], np.int32),
        "spelling_hashes": (table >> np.uint64(32)).astype(np.uint32),
        "spelling_targets": (table & np.uint64(0xFFFFFFFF)).astype(np.int32),
    }


def _keyed(word: str, number: int) -> NDArray[np.uint64]:
    """What a word that may be meant is found by, each hash with the word's number below it."""
    return (_hashes(word).astype(np.uint64) << np.uint64(32)) | np.uint64(number)


def _hashes(word: str) -> NDArray[np.uint32]:
    if " " in word:
        return np.array([whole_hash(word.replace(" ", ""))], np.uint32)
    if len(word) < MIN_LENGTH or not word.isalpha():
        return np.zeros(0, np.uint32)
    return np.append(variant_hashes(word), np.uint32(ear_hash(sound(word))))


def _may_join(word: str) -> bool:
    return 2 < len(word) < WORD_BYTES // 2 and word.isalpha()
