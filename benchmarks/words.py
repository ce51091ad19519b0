"""A vocabulary used as unevenly as English is, and the phrases of `directory/needs/` in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from spellchecker import SpellChecker

from wayfinder.domain.need import Need
from wayfinder.index import text

VOCABULARY = 40_000
"""The commonest English words; rarer ones come in as names."""

NAMES = 20_000


class Language:
    """Words drawn as often as English uses them, and needs by a popularity of their own."""

    def __init__(self, needs: Sequence[Need]) -> None:
        counted = SpellChecker(language="en").word_frequency.dictionary
        plain = {word: n for word, n in counted.items() if word.isascii() and word.isalpha()}
        ranked = sorted(plain, key=lambda word: (-plain[word], word))
        self._words = ranked[:VOCABULARY]
        self._weights = list(accumulate(plain[word] for word in self._words))
        self._content = [word for word in self._words if text.is_content(word) and len(word) > 2]
        self._content_weights = list(accumulate(plain[word] for word in self._content))
        self._names = [word.title() for word in ranked[VOCABULARY : VOCABULARY + NAMES]]
        self._needs = random.Random(0).sample(list(needs), len(needs))
        self._need_weights = list(accumulate(1 / (rank + 3) for rank in range(len(needs))))

    def sentence(self, rng: random.Random, length: int) -> list[str]:
        """Running text, small words and all."""
        return rng.choices(self._words, cum_weights=self._weights, k=length)

    def content(self, rng: random.Random, count: int) -> list[str]:
        """Words that carry meaning."""
        return rng.choices(self._content, cum_weights=self._content_weights, k=count)

    def name(self, rng: random.Random) -> str:
        """A word like a proper name: one of many rare ones."""
        return rng.choice(self._names)

    def need(self, rng: random.Random) -> Need:
        """A need; some are met and asked for far more often than others."""
        return rng.choices(self._needs, cum_weights=self._need_weights)[0]


def said(need: Need, rng: random.Random) -> str:
    """One of the need's own wordings."""
    return rng.choice((*need.phrases, *need.terms))


def misspelt(word: str, rng: random.Random) -> str:
    """The word with one letter left out, put in, changed or swapped, at its ends as elsewhere."""
    at = rng.randrange(len(word))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + letter + word[at:]
        case 2:
            return word[:at] + letter + word[at + 1 :]
        case _:
            at = min(at, len(word) - 2)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def sentences(language: Language, rng: random.Random, words: int) -> Iterator[str]:
    """Sentences of running text with about so many words altogether."""
    while words > 0:
        length = min(words, rng.randint(6, 18))
        yield " ".join(language.sentence(rng, length)).capitalize()
        words -= length
