"""The words that spelling knows, and the table by which it finds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nlargest
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spellchecker import SpellChecker

from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import text
from wayfinder.index.arrays import Arrays
from wayfinder.index.contractions import CONTRACTIONS
from wayfinder.index.sounds import sound
from wayfinder.index.spelling import MIN_LENGTH, WORD_BYTES
from wayfinder.index.spelling_keys import Hashes, ear_hash, variant_hashes, whole_hash
from wayfinder.index.wordings import described

TRUSTED_COUNT = 5
"""What a word of the needs or of a place name counts: as if the directory used it so often."""

MIN_COUNT = 2
"""A word that the directory uses once may be a misspelling itself; it is known, never offered."""

COMMON = 10_000
"""So many of the commonest English words are thought of, too: what may as well be one of them is
not mended to a word of the directory."""


class SpellingBuilder:
    """Collects what is spelt right for sure: the needs' phrases, words that have kin, and names of
    places; among these the towns of the services and what their locations are called."""

    def __init__(
        self,
        needs: Iterable[Need],
        groups: Iterable[WordGroup] = (),
        place_names: Iterable[str] = (),
    ) -> None:
        self._phrases = [phrase for need in needs for phrase in described(need)]
        self._names = {word for group in groups for word in group.words} | set(place_names)

    def add(self, _number: int, service: Service, /) -> None:
        """Remember where a service is given, as far as that may be told."""
        for at in service.locations:
            if not at.location.confidential:
                self._names |= {at.location.city or "", at.location.name or ""}

    def arrays(self, counts: Mapping[str, int]) -> Arrays:
        """The arrays of `Spelling`. `counts`: how often the directory uses each of its words."""
        known = with_trusted(counts, (*self._phrases, *self._names))
        english = SpellChecker(language="en").word_frequency.dictionary
        return spelling_arrays(known, english, compounds(self._phrases))


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
    counts: Mapping[str, int], english: Mapping[str, int], pairs: Mapping[str, int] | None = None
) -> Arrays:
    """The arrays of `Spelling`. `counts` are the directory's own words, the only ones offered,
    beside `pairs` of them that may be written as one; `english` are words and how common they are.
    """
    own = {word: n for word, n in counts.items() if word.isascii() and len(word) <= WORD_BYTES}
    own |= pairs or {}
    plain = [w for w in english if w.isascii() and w.isalpha() and len(w) <= WORD_BYTES]
    common = set(nlargest(COMMON, plain, key=lambda word: english[word]))
    words = sorted({*own, *plain, *CONTRACTIONS})
    keys = [
        _keyed(word, number, whole=own.get(word, 0) >= MIN_COUNT)
        for number, word in enumerate(words)
        if word in common or own.get(word, 0) >= MIN_COUNT
    ]
    # Sorted by hash, then by number: one number of 64 bits holds both.
    table = np.unique(np.concatenate([np.zeros(0, np.uint64), *keys]))
    return {
        "spelling_words": np.array([w.encode() for w in words], f"S{WORD_BYTES}"),
        "spelling_counts": np.array([own.get(word, 0) for word in words], np.int32),
        "spelling_hashes": (table >> np.uint64(32)).astype(np.uint32),
        "spelling_targets": (table & np.uint64(0xFFFFFFFF)).astype(np.int32),
    }


def _keyed(word: str, number: int, *, whole: bool) -> NDArray[np.uint64]:
    """What a word that may be meant is found by, each hash with the word's number below it."""
    return (_hashes(word, whole).astype(np.uint64) << np.uint64(32)) | np.uint64(number)


def _hashes(word: str, whole: bool) -> Hashes:
    if " " in word:
        return np.array([whole_hash(word.replace(" ", ""))], np.uint32)
    if len(word) < MIN_LENGTH or not word.isalpha():
        return np.zeros(0, np.uint32)
    if not whole:
        return variant_hashes(word, most_out=1)
    return np.append(variant_hashes(word), np.uint32(ear_hash(sound(word))))


def _may_join(word: str) -> bool:
    return 2 < len(word) < WORD_BYTES // 2 and word.isalpha()
