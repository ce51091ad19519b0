"""Spelling against the words of the directory and its needs.

Words that differ by up to two letters share a variant of their beginnings with letters left out
(SymSpell's idea, Garbe 2012), words that sound alike a skeleton. Both lie hashed in one sorted
array, so that a look-up is one binary search; rapidfuzz drops what is not near after all, and the
few that remain are weighed slip by slip. Known words are never touched, and where two words are
as likely none is offered: a guess is worse than a word left as it was.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from wayfinder.index import text
from wayfinder.index.british import as_american
from wayfinder.index.slips import slips
from wayfinder.index.sounds import skeleton, sound

MIN_LENGTH = 4
MAX_LENGTH = WORD_BYTES = 24
"""Longer "words" are noise."""

HASHED = 8
"""Letters of a word that variants are made of: what is left out further on need not be found."""

TRUSTED_WORD_COUNT = 5
"""What a word of the needs or of a place name counts: as if the directory used it so often."""

MIN_COUNT = 2
MOST_EDITS = 2

MOST_SLIPS = {4: 0.55, 5: 0.65, 6: 1.0, 7: 1.1, 8: 1.45, 9: 1.6}
MOST_SLIPS_OF_LONG = 2.0
"""What slips may cost, by the length of the typed word: a short one is near to too many others."""

BY_EAR = 0.4
MISHEARD = 0.45
"""How far a word lies that sounds the same, and each vowel that does not quite."""

LIKELIER = 0.07
"""What each e-fold of a word's frequency is worth."""

MARGIN = 0.15
"""How far the runner-up must lie behind."""


class Mended(Struct, frozen=True):
    """What was typed and what is read instead; either may be two words, and mostly both are one."""

    typed: str
    meant: str


class Spelling:
    """Known words (sorted), how often the directory uses each, and the table of variants."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._words = arrays["spelling_words"]
        self._counts = arrays["spelling_counts"]
        self._hashes = arrays["spelling_hashes"]
        self._targets = arrays["spelling_targets"]

    def mend(self, typed: Sequence[str]) -> list[Mended]:
        """The words in order, each as it is to be read; words torn apart come together."""
        mended, at = list[Mended](), 0
        while at < len(typed):
            torn = self._torn(typed[at : at + 2])
            mended.append(torn or Mended(typed[at], self.correct(typed[at]) or typed[at]))
            at += 2 if torn else 1
        return mended

    def knows(self, word: str) -> bool:
        """Whether the word is in the directory, the needs or the English language."""
        return self._count(word) is not None

    def correct(self, word: str) -> str | None:
        """The word (or two) that must be meant; None when the word is known, or nothing is sure."""
        if not MIN_LENGTH <= len(word) <= MAX_LENGTH or not word.isalpha() or self.knows(word):
            return None
        if any(map(self.knows, as_american(word))):
            return None
        ranked = sorted(self._likely(word))
        if not ranked:
            return None
        cost, best = ranked[0]
        rivals = (meant for other, meant in ranked[1:] if other < cost + MARGIN)
        stem = text.stem(best)
        return best if all(text.stem(rival) == stem for rival in rivals) else None

    def _torn(self, pair: Sequence[str]) -> Mended | None:
        """"chil dren", where the directory has the whole and nobody has one of the parts."""
        whole = "".join(pair)
        if len(pair) < 2 or len(whole) < 6 or all(map(self.knows, pair)):
            return None
        return Mended(" ".join(pair), whole) if (self._count(whole) or 0) >= MIN_COUNT else None

    def _likely(self, typed: str) -> Iterator[tuple[float, str]]:
        """The words that may be meant, each with what it costs to think so."""
        heard, best = sound(typed), math.inf
        for edits, number, meant, alike in sorted(self._near(typed, heard)):
            likelier = LIKELIER * math.log(int(self._counts[number]))
            # What can be no rival of the best so far is not worth weighing to its end.
            allowed = MOST_SLIPS.get(max(len(typed), len(meant)), MOST_SLIPS_OF_LONG)
            most = min(allowed, best + MARGIN + likelier)
            cost = slips(typed, meant.replace(" ", ""), most) if edits <= MOST_EDITS else math.inf
            if alike and min(cost, most) > BY_EAR:
                cost = min(cost, BY_EAR + MISHEARD * OSA.distance(heard, sound(meant)))
            if cost <= most:
                best = min(best, cost - likelier)
                yield cost - likelier, meant

    def _near(self, typed: str, heard: str) -> Iterator[tuple[int, int, str, bool]]:
        """Edits, number and letters of each word that is near, and whether it sounds alike."""
        hashes = np.array([_ear(heard), _hash(typed), *map(_hash, _variants(typed))], np.uint32)
        lows = self._hashes.searchsorted(hashes, "left").tolist()
        highs = self._hashes.searchsorted(hashes, "right").tolist()
        found = [self._targets[lo:hi].tolist() for lo, hi in zip(lows, highs, strict=True) if lo < hi]
        alike = set(self._targets[lows[0] : highs[0]].tolist())
        numbers = list(set(chain.from_iterable(found)))
        for number, encoded in zip(numbers, self._words[numbers].tolist(), strict=True):
            meant, same = encoded.decode(), number in alike
            most = len(typed) // 2 + 1 if same else MOST_EDITS
            edits = OSA.distance(typed, meant, score_cutoff=most)
            if edits <= most:
                yield edits, number, meant, same

    def _count(self, word: str) -> int | None:
        """How often the directory uses a known word; None for a word that nobody knows."""
        encoded = word.encode("ascii", "ignore")[:WORD_BYTES]
        at = int(self._words.searchsorted(encoded))
        known = at < len(self._words) and bool(self._words[at] == encoded)
        return int(self._counts[at]) if known else None


def with_trusted(counts: Mapping[str, int], phrases: Iterable[str]) -> dict[str, int]:
    """`counts` of words with those of phrases that are known to be spelt right."""
    together = dict(counts)
    for phrase in phrases:
        for word in text.words(phrase):
            together[word] = together.get(word, 0) + TRUSTED_WORD_COUNT
    return together


def compounds(phrases: Iterable[str]) -> dict[str, int]:
    """Pairs of words that stand side by side, which some people write as one: "food bank"."""
    pairs = dict[str, int]()
    for phrase in phrases:
        for pair in pairwise(text.words(phrase)):
            if all(map(_may_join, pair)) and any(map(text.is_content, pair)):
                pairs[" ".join(pair)] = pairs.get(" ".join(pair), 0) + TRUSTED_WORD_COUNT
    return pairs


def spelling_arrays(
    counts: Mapping[str, int], english: Iterable[str], pairs: Mapping[str, int] | None = None
) -> dict[str, NDArray[np.generic]]:
    """The arrays of `Spelling`. `counts` are the directory's own words, the only ones offered,
    beside `pairs` of them that may be written as one."""
    own = {word: n for word, n in counts.items() if word.isascii() and len(word) <= WORD_BYTES}
    own |= pairs or {}
    plain = {w for w in english if w.isascii() and w.isalpha() and len(w) <= WORD_BYTES}
    words = sorted(set(own) | plain)
    hashed = sorted(
        (key, number)
        for number, word in enumerate(words)
        if own.get(word, 0) >= MIN_COUNT
        for key in _keys(word)
    )
    table = np.array(hashed, np.int64).reshape(-1, 2)
    return {
        "spelling_words": np.array([w.encode() for w in words], f"S{WORD_BYTES}"),
        "spelling_counts": np.array([own.get(word, 0) for word in words], np.int32),
        "spelling_hashes": table[:, 0].astype(np.uint32),
        "spelling_targets": table[:, 1].astype(np.int32),
    }


def _keys(word: str) -> Iterable[int]:
    """What a word that may be meant is found by; a pair only by itself, written as one."""
    if " " in word:
        return (_hash(word.replace(" ", "")),)
    if len(word) < MIN_LENGTH or not word.isalpha():
        return ()
    return {_ear(sound(word)), *map(_hash, _variants(word))}


def _may_join(word: str) -> bool:
    return 2 < len(word) < WORD_BYTES // 2 and word.isalpha()


def _variants(word: str) -> set[str]:
    """The word's beginning with none, one or (from seven letters on) two letters left out."""
    start = word[:HASHED]
    found = {start} | {start[:i] + start[i + 1 :] for i in range(len(start))}
    if len(word) >= 7:
        for i, j in combinations(range(len(start)), 2):
            found.add(start[:i] + start[i + 1 : j] + start[j + 1 :])
    return found


def _ear(heard: str) -> int:
    return _hash("~" + skeleton(heard))


def _hash(letters: str) -> int:
    return zlib.crc32(letters.encode())
