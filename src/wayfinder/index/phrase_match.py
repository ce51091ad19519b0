"""Whether, and where, one phrase stands in a text: in any order, with a few words between."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wayfinder.index import relatives, text
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
    """A need heard in a text: `at` are the positions of the tokens that said so, ascending;
    strength is 0 to 1."""

    need: int
    strength: float
    at: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the phrase begins."""
        return self.at[0]

    @property
    def end(self) -> int:
        """Behind its last word."""
        return self.at[-1] + 1

    @property
    def words(self) -> int:
        """How many words of the phrase were there: one says less than three."""
        return len(self.at)


def tokenize(words: Sequence[str]) -> list[Token]:
    """Words with their stems."""
    tokens = list(words)
    return [Token(word, stem) for word, stem in zip(tokens, text.stems(tokens), strict=True)]


def positions_of(tokens: Sequence[Token]) -> Positions:
    """Where each stem of a text stands; a relative also stands as `RELATIVE`."""
    positions: Positions = {}
    for i, token in enumerate(tokens):
        positions.setdefault(token.stem, []).append(i)
        if token.word in relatives.FORMS:
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
    at = _closest([positions[stem] for stem in present])
    if at[-1] - at[0] + 1 > len(present) + MAX_GAP:
        return None
    return PhraseHit(phrase.need, 1.0 if whole else PARTIAL_STRENGTH, at)


def _closest(lists: list[list[int]]) -> tuple[int, ...]:
    """One position of every list, where they stand closest together; ascending."""
    best = tuple(sorted({one[0] for one in lists}))
    if all(len(one) == 1 for one in lists):
        return best
    for start in sorted(position for one in lists for position in one):
        chosen = [next((p for p in one if p >= start), None) for one in lists]
        if None in chosen:
            break
        at = tuple(sorted({p for p in chosen if p is not None}))
        if at[-1] - at[0] < best[-1] - best[0]:
            best = at
    return best
