"""Whether, and where, one phrase stands in a text: in any order, with a few words between.

What lies between is counted in words that say something, and a new clause keeps what it begins
apart from what it ends: in "my knee hurts, baby due in June" nothing hurts the baby.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from wayfinder.index import relatives, text
from wayfinder.index.senses import senses
from wayfinder.index.wordings import RELATIVE, Phrase

MAX_GAP = 2
"""Words with content that may stand between the words of one phrase."""

MAX_SPREAD = 4
"""Words of any kind that may do so."""

SOFT_STOP, HARD_STOP = MAX_GAP, MAX_GAP + 1
"""What the start of a clause counts for: behind "and" nothing else may lie between, and behind a
comma a phrase ends."""

PARTIAL_STRENGTH = 0.7

Positions = dict[str, list[int]]
"""Where in a text each stem stands, ascending."""

Stops = Mapping[int, int]
"""By the place of the first word of a clause, how much its start counts for."""

NO_STOPS: Stops = {}


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
    """Where each sense of a text stands; a relative also stands as `RELATIVE`."""
    positions: Positions = {}
    heard_as = senses([token.word for token in tokens])
    for i, (token, sense) in enumerate(zip(tokens, heard_as, strict=True)):
        positions.setdefault(sense, []).append(i)
        if token.word in relatives.FORMS:
            positions.setdefault(RELATIVE, []).append(i)
    return positions


class Said(Struct, frozen=True):
    """A text to find phrases in: where its stems stand, and up to each word how many before it
    have content and what the stops count for."""

    positions: Positions
    content: tuple[int, ...]
    stops: tuple[int, ...]

    def gap(self, at: tuple[int, ...]) -> int:
        """How much lies between the words of a phrase that stand `at` these places."""
        own = sum(self.content[place + 1] - self.content[place] for place in at[:-1])
        first, last = at[0], at[-1]
        stops = self.stops[last] - self.stops[first]
        return self.content[last] - self.content[first] - own + stops


def said(tokens: Sequence[Token], stops: Stops = NO_STOPS) -> Said:
    """The text as phrases are found in it."""
    return Said(
        positions_of(tokens),
        tuple(accumulate(map(_says, tokens), initial=0)),
        tuple(accumulate(stops.get(place, 0) for place in range(len(tokens)))),
    )


def _says(token: Token) -> bool:
    """Whether a word keeps those beside it apart; what is silent does."""
    return not token.word or text.is_content(token.word)


def match(phrase: Phrase, text_said: Said) -> PhraseHit | None:
    """The phrase where its words stand closest; None when they are not there or too far apart."""
    positions = text_said.positions
    whole = positions.keys() >= phrase.stems
    if not whole and not phrase.may_miss:
        return None
    present = [stem for stem in phrase.stems if stem in positions]
    if len(present) < len(phrase.stems) - 1:
        return None
    at = _closest([positions[stem] for stem in present])
    if at[-1] - at[0] + 1 > len(present) + MAX_SPREAD or text_said.gap(at) > MAX_GAP:
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
