"""Spelling against the words of the directory and its needs.

Words that are near, or sound alike, share a hash (`spelling_keys`), and all hashes lie in one
sorted array, so that a look-up is one binary search; rapidfuzz drops what is not near after all,
and the few words that remain are weighed slip by slip. Known words are never touched, and where
two words are as likely none is offered: a guess is worse than a word left as it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from wayfinder.index import text
from wayfinder.index.british import as_american
from wayfinder.index.slips import LEAST, slips
from wayfinder.index.sounds import sound
from wayfinder.index.spelling_keys import ear_hash, variant_hashes, whole_hash

MIN_LENGTH = 4
MAX_LENGTH = WORD_BYTES = 24
"""Longer "words" are noise."""

SHORTEST_TORN = 6
"""Letters of the shortest word that is put together out of two."""

MOST_SLIPS = {4: 0.55, 5: 0.85, 6: 1.1, 7: 1.3, 8: 1.5, 9: 1.6}
MOST_SLIPS_OF_LONG = 2.0
SHORT = 6
"""What slips may cost, by length: a short word is near to too many others. The length is that of
the typed word or, of short ones, the longer of the two."""

MOST_EDITS = 2
MOST_WEIGHED = 12
"""Of all the words that are near, so many of the nearest are weighed."""

BY_EAR = 0.4
MISHEARD = 0.45
"""How far a word lies that sounds the same, and each sound of it that is not quite the same."""

LIKELIER = 0.07
"""What each e-fold of a word's frequency is worth."""

MARGIN = 0.12
"""How far the runner-up must lie behind."""

MARGIN_IN_PHRASE = 0.5
"""How far behind a word may lie that makes sense with those beside it: "meals on weels"."""


class Mended(Struct, frozen=True):
    """What was typed and how it is read; mostly one same word, and either may be two."""

    typed: str
    meant: str


class _Near(Struct, frozen=True, order=True):
    """A word some edits away from what was typed, and whether it has the same skeleton."""

    edits: int
    number: int
    word: str
    alike: bool


class Spelling:
    """Known words (sorted), how often the directory uses each, and the table of hashes."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._words = arrays["spelling_words"]
        self._counts = arrays["spelling_counts"]
        self._hashes = arrays["spelling_hashes"]
        self._targets = arrays["spelling_targets"]

    def mend(self, typed: Sequence[str]) -> list[Mended]:
        """The words in order, each as it is to be read; a word torn in two is put together."""
        known = self._all_known(typed)
        mended, at = list[Mended](), 0
        while at < len(typed):
            word, whole = typed[at], None
            if not all(known[at : at + 2]):
                whole = self._torn(typed[at : at + 2])
            meant = word if known[at] else self.correct(word) or word
            mended.append(whole or Mended(word, meant))
            at += 2 if whole else 1
        return mended

    def knows(self, word: str) -> bool:
        """Whether the word is in the directory, the needs or the English language."""
        return self._count(word) is not None

    def _all_known(self, words: Sequence[str]) -> list[bool]:
        """`knows` of each of some words, in one search."""
        encoded = np.array([_encoded(word) for word in words], self._words.dtype)
        at = np.minimum(self._words.searchsorted(encoded), max(len(self._words) - 1, 0))
        known: list[bool] = (self._words[at] == encoded).tolist() if len(self._words) else []
        return known or [False] * len(words)

    def correct(self, word: str) -> str | None:
        """The word (or two) that must be meant; None when the word is known, or a form of one that
        is ("texting"), or nothing is sure."""
        rivals = self.rivals(word, MARGIN)
        best = next(iter(rivals), "")
        stem = text.stem(best)
        alone = all(text.stem(rival) == stem for rival in rivals)
        # A common English word may be the likeliest; it is not offered, nor is any other then.
        return best if alone and self._count(best) else None

    def rivals(self, word: str, margin: float = MARGIN_IN_PHRASE) -> list[str]:
        """What may be meant by a word that nobody knows, the likeliest first, and those that lie
        less than `margin` behind it."""
        if not MIN_LENGTH <= len(word) <= MAX_LENGTH or not (word.isascii() and word.isalpha()):
            return []
        if any(map(self.knows, chain((word,), _plainer(word), as_american(word)))):
            return []
        ranked = sorted(self._likely(word))
        return [meant for cost, meant in ranked if cost < ranked[0][0] + margin]

    def _torn(self, pair: Sequence[str]) -> Mended | None:
        """ "chil dren": the directory has the whole of the two, of which nobody knows one."""
        whole = "".join(pair)
        if len(pair) < 2 or len(whole) < SHORTEST_TORN:
            return None
        return Mended(" ".join(pair), whole) if self._count(whole) else None

    def _likely(self, typed: str) -> Iterator[tuple[float, str]]:
        """The words that may be meant, each with what it costs to think so."""
        heard, best = sound(typed), math.inf
        for near in sorted(self._near(typed, heard))[:MOST_WEIGHED]:
            likelier = LIKELIER * math.log(max(int(self._counts[near.number]), 1))
            # What can be no rival of the best so far is not worth weighing to its end.
            most = best + MARGIN + likelier
            cost = min(_by_hand(typed, near, most), _by_ear(typed, heard, near, most))
            if cost < math.inf:
                best = min(best, cost - likelier)
                yield cost - likelier, near.word

    def _near(self, typed: str, heard: str) -> Iterator[_Near]:
        whole = np.array([ear_hash(heard), whole_hash(typed)], np.uint32)
        hashes = np.concatenate([whole, variant_hashes(typed)])
        lows = self._hashes.searchsorted(hashes, "left").tolist()
        highs = self._hashes.searchsorted(hashes, "right").tolist()
        spans = [(low, high) for low, high in zip(lows, highs, strict=True) if low < high]
        found = chain.from_iterable(self._targets[low:high].tolist() for low, high in spans)
        numbers = list(set(found))
        alike = set(self._targets[lows[0] : highs[0]].tolist())
        for number, encoded in zip(numbers, self._words[numbers].tolist(), strict=True):
            word, same = encoded.decode(), number in alike
            most = len(typed) // 2 + 1 if same else min(MOST_EDITS, len(typed) // 3)
            edits = OSA.distance(typed, word, score_cutoff=most)
            if edits <= most:
                yield _Near(edits, number, word, same)

    def _count(self, word: str) -> int | None:
        """How often the directory uses a known word; None for a word that nobody knows."""
        encoded = _encoded(word)
        at = int(self._words.searchsorted(encoded))
        known = at < len(self._words) and bool(self._words[at] == encoded)
        return int(self._counts[at]) if known else None


def _encoded(word: str) -> bytes:
    return word.encode("ascii", "ignore")[:WORD_BYTES]


def _plainer(word: str) -> tuple[str, ...]:
    """The word without a plain ending: "text" of "texting". Others are spelt in many wrong ways."""
    stem = text.stem(word)
    return (stem,) if word in {f"{stem}{ending}" for ending in ("ing", "ed", "s")} else ()


def _by_hand(typed: str, near: _Near, most: float) -> float:
    """What the slips cost; without end where that is more than `most`, or than is allowed."""
    allowed = min(most, _allowed(max(len(typed), min(len(near.word), SHORT))))
    if near.edits > MOST_EDITS or near.edits * LEAST > allowed:
        return math.inf
    cost = slips(typed, near.word.replace(" ", ""), allowed)
    return cost if cost <= allowed else math.inf


def _by_ear(typed: str, heard: str, near: _Near, most: float) -> float:
    """The same, of what is heard."""
    allowed = min(most, _allowed(len(typed)))
    if not near.alike or allowed < BY_EAR:
        return math.inf
    cost = BY_EAR + MISHEARD * OSA.distance(heard, sound(near.word))
    return cost if cost <= allowed else math.inf


def _allowed(length: int) -> float:
    return MOST_SLIPS.get(length, MOST_SLIPS_OF_LONG)
