"""What each need's phrases are recognised by, and which needs lay claim to the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from wayfinder.domain.need import Need
from wayfinder.index import text
from wayfinder.index.senses import senses

PARTIAL_MIN_STEMS = 4
"""Phrases with at least this many telling words may miss one, though never the rarest of them."""

RELATIVE = "<relative>"
"""Stands for any word of `relatives.FORMS`."""


class Phrase(Struct, frozen=True):
    """One wording of need number `need`, as stems that must all (or all but one) be there."""

    need: int
    stems: frozenset[str]
    excludes: bool
    may_miss: bool


Wordings = Callable[[Need], tuple[str, ...]]
"""What a need is recognised by: `wordings` in what people say, `described` in what services say."""


def wordings(need: Need) -> tuple[str, ...]:
    """Everything that a need is called, by lay people and by professionals."""
    return (need.label, *need.phrases, *need.terms)


def described(need: Need) -> tuple[str, ...]:
    """All that, and how services that meet it describe themselves."""
    return (*wordings(need), *need.offers)


@lru_cache(1 << 15)  # Every wording is asked for several times while a book is made.
def content_stems(phrase: str) -> frozenset[str]:
    """The stems of a phrase's content words, or of all its words when it has none."""
    all_words = text.words(phrase)
    content = [word for word in all_words if text.is_content(word)]
    return frozenset(text.stems(content or all_words))


@lru_cache(1 << 15)
def content_senses(phrase: str) -> frozenset[str]:
    """What those words are heard as among the rest of the phrase."""
    return _senses(phrase, text.is_content) or _senses(phrase, bool)


def _senses(phrase: str, counts: Callable[[str], bool]) -> frozenset[str]:
    words = text.words(phrase)
    return frozenset(each for word, each in zip(words, senses(words), strict=True) if counts(word))


def phrases_of(needs: Sequence[Need], said: Wordings = wordings) -> list[Phrase]:
    """All phrases of all needs, each once, in the needs' order; a need's number is its place."""
    claims = Claims(needs, said)
    return list(
        dict.fromkeys(
            phrase
            for number, need in enumerate(needs)
            for phrase in (*_meant(number, said(need), claims), *_excluded(number, need))
        )
    )


class Claims:
    """Which needs use which words, and what that means for a phrase's own words."""

    def __init__(self, needs: Sequence[Need], said: Wordings = wordings) -> None:
        claims = {(content_senses(phrase), need.id) for need in needs for phrase in said(need)}
        self._claimants = Counter(stems for stems, _ in claims)

    def telling_stems(self, phrase: str) -> frozenset[str]:
        """What a phrase is recognised by.

        Whom it is about is left out, unless that is what tells needs apart: "husband drinking too
        much" is not "drinking too much", "dad in prison" not "prison". And a word left alone takes
        its small words back: "IT class" must not shrink to "class", nor "looks after her mother" to
        "after" and a relative.
        """
        content = content_senses(phrase)
        if len(content) > 1 and self._claimants[content] == 1:
            return content
        if any(word in text.RELATIVES for word in text.words(phrase)):
            return (_impersonal_stems(phrase) if len(content) == 1 else content) | {RELATIVE}
        return _unshrunk_stems(phrase)


def _meant(number: int, phrases: Iterable[str], claims: Claims) -> Iterable[Phrase]:
    for phrase in phrases:
        # Of small words taken back none may be missed: "someone to speak for me" is about speaking.
        # Nor of a story's: "when I go back to work" is half of what anybody says.
        long = len(_senses(phrase, text.tells)) >= PARTIAL_MIN_STEMS
        yield Phrase(number, claims.telling_stems(phrase), excludes=False, may_miss=long)


def _excluded(number: int, need: Need) -> Iterable[Phrase]:
    for phrase in need.exclude:
        yield Phrase(number, _unshrunk_stems(phrase), excludes=True, may_miss=False)


def _unshrunk_stems(phrase: str) -> frozenset[str]:
    content = content_senses(phrase)
    return content if len(content) > 1 else _senses(phrase, bool)


def _impersonal_stems(phrase: str) -> frozenset[str]:
    return _senses(phrase, lambda word: word not in text.PERSON_WORDS)
