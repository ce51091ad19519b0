"""Needs recognised from the phrases people use for them.

The same book reads enquiries ("mum keeps falling over") and, when an index is built, the
services' own descriptions, so that both meet in needs even where they share no word.

`wordings` says what a phrase is recognised by, `phrase_match` whether it stands in a text, and
`leaning` what the words point to where none does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from wayfinder.domain.need import Need
from wayfinder.index.leaning import Leaning
from wayfinder.index.phrase_match import (
    NO_STOPS,
    PhraseHit,
    Positions,
    Stops,
    Token,
    match,
    said,
    tokenize,
)
from wayfinder.index.wordings import Phrase, Wordings, phrases_of, wordings

__all__ = ["PhraseBook", "PhraseHit", "Token", "tokenize"]


class PhraseBook:
    """All phrases of all needs, found by their rarest word."""

    def __init__(self, needs: Sequence[Need], worded: Wordings = wordings) -> None:
        self.needs = tuple(needs)
        self._by_anchor = _anchored(phrases_of(needs, worded))
        self._leaning = Leaning(needs)

    def hear(self, tokens: Sequence[Token], stops: Stops = NO_STOPS) -> list[PhraseHit]:
        """The strongest hit of each need in a text, strongest first; excluded needs are dropped.

        `stops` say where its clauses begin.
        """
        text_said = said(tokens, stops)
        best: dict[int, PhraseHit] = {}
        excluded: list[PhraseHit] = []
        for phrase in self._candidates(text_said.positions):
            hit = match(phrase, text_said)
            if hit is None:
                continue
            if phrase.excludes:
                excluded.append(hit)
            elif hit.need not in best or _rank(hit) > _rank(best[hit.need]):
                best[hit.need] = hit
        hits = [hit for hit in best.values() if not any(_covers(x, hit) for x in excluded)]
        return sorted(hits, key=lambda hit: (-hit.strength, hit.start, hit.need))

    def lean(self, tokens: Sequence[Token]) -> list[PhraseHit]:
        """Needs that most of the words point to though no phrase stands whole, likeliest first.

        What the text excludes is left out.
        """
        text_said = said(tokens)
        excluding = [each for each in self._candidates(text_said.positions) if each.excludes]
        barred = {phrase.need for phrase in excluding if match(phrase, text_said)}
        return self._leaning.of(tokens, barred)

    def _candidates(self, positions: Positions) -> Iterable[Phrase]:
        """Those that may stand in a text: all of their stems are there, or one may be missing."""
        # Nearly every phrase ends here, so that this one comparison is what reading a text costs.
        present, by_anchor = positions.keys(), self._by_anchor
        return [
            phrase
            for stem in positions
            for phrase in by_anchor.get(stem, ())
            if phrase.may_miss or present >= phrase.stems
        ]


def _anchored(phrases: Sequence[Phrase]) -> dict[str, list[Phrase]]:
    frequency = Counter(stem for phrase in phrases for stem in phrase.stems)
    anchored: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        # So the word that a long phrase may miss is never its most telling one.
        anchored[min(phrase.stems, key=lambda stem: (frequency[stem], stem))].append(phrase)
    return dict(anchored)


def _rank(hit: PhraseHit) -> tuple[float, int]:
    return hit.strength, hit.end - hit.start


def _covers(outer: PhraseHit, inner: PhraseHit) -> bool:
    return outer.need == inner.need and outer.start < inner.end and inner.start < outer.end
