"""Whether, and where, one phrase stands in a text: in any order, with a few words between."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wayfinder.index import text
from wayfinder.index.wordings import RELATIVE, Phrase

MAX_GAP = 3
"""Words that may stand between the words of one phrase."""

PARTIAL_STRENGTH = 0.7

Positions = dict[str, list[int]]
"""Where in a text each stem stands, ascending."""


class Token(Struct, frozen=True):
    """One word of a text: as typed, and its stem."""

    word: str
    stem: str


class PhraseHit(Struct, frozen=True):
    """A need heard in a text: `start` and `end` are token positions, strength is 0 to 1.

    `words` is how many words of the phrase were there: one word says less than three.
    """

    need: int
    strength: float
    start: int
    end: int
    words: int


def tokenize(words: Sequence[str]) -> list[Token]:
    """Words with their stems."""
    tokens = list(words)
    return [Token(word, stem) for word, stem in zip(tokens, text.stems(tokens), strict=True)]


def positions_of(tokens: Sequence[Token]) -> Positions:
    """Where each stem of a text stands; a relative also stands as `RELATIVE`."""
    positions: Positions = {}
    for i, token in enumerate(tokens):
        positions.setdefault(token.stem, []).append(i)
        if token.word in text.RELATIVES:
            positions.setdefault(RELATIVE, []).append(i)
    return positions


def match(phrase: Phrase, positions: Positions) -> PhraseHit | None:
    """The phrase where its words stand closest; None when they are not there or too far apart."""
    whole = positions.keys() >= phrase.stems
    # Nearly every candidate ends here, so that this one comparison is what reading a text costs.
    if not whole and not phrase.may_miss:
        return None
    present = [stem for stem in phrase.stems if stem in positions]
    if len(present) < len(phrase.stems) - 1:
        return None
    span = _tightest_span([positions[stem] for stem in present])
    if span[1] - span[0] + 1 > len(present) + MAX_GAP:
        return None
    strength = 1.0 if whole else PARTIAL_STRENGTH
    return PhraseHit(phrase.need, strength, span[0], span[1] + 1, len(present))


def _tightest_span(lists: list[list[int]]) -> tuple[int, int]:
    """First and last position of the shortest stretch that touches every list once."""
    if all(len(one) == 1 for one in lists):
        flat = [one[0] for one in lists]
        return min(flat), max(flat)
    best = (0, 1 << 30)
    for start in sorted(position for one in lists for position in one):
        ends = [next((p for p in one if p >= start), None) for one in lists]
        if any(end is None for end in ends):
            break
        last = max(end for end in ends if end is not None)
        if last - start < best[1] - best[0]:
            best = (start, last)
    return best
