"""Needs that a text's words point to though no phrase of theirs stands in it whole."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from wayfinder.domain.need import Need
from wayfinder.index import text
from wayfinder.index.phrase_match import PhraseHit, Token, tokenize
from wayfinder.index.wordings import wordings

LEAN_SHARE = 0.45
"""Words that say less than this of a need do not point to it."""

SCENE = frozenset(
    """lives live living home soul kids nobody boys girls near one hasnt havent day days night
    nights next till let hours work stopped""".split()
)
"""Words of where, when and with whom: "our grandson lives with us" is no more about living aids
than about loneliness. They count in phrases, and point to no need themselves."""

_SILENT_STEMS = frozenset(text.stems(sorted(text.NARRATIVE | SCENE)))

LEAN_ALONE = 0.8
"""One word must say this much: so much says one that four phrases of the need hold."""

LEAN_CLOSE = 0.8
LEAN_MOST = 2
LEAN_STRENGTH = 0.8


class Leaning:
    """What each word says for each need: BM25 over the needs' own words."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._telling = _telling(needs)
        self._most_telling = max(self._telling.values(), default=1.0)
        self._names = [_pointing_stems(need.label) for need in needs]
        self._says = _says(needs, self._telling)

    def of(self, tokens: Sequence[Token], barred: Collection[int]) -> list[PhraseHit]:
        """The likeliest needs first, none of them `barred`.

        Each word counts by how few needs use it; `strength` is the share of what the words could
        have said.
        """
        words = {t.stem: i for i, t in enumerate(tokens) if _points(t.word, t.stem)}
        could = sum(self._telling.get(stem, self._most_telling) for stem in words) or 1.0
        said: dict[int, float] = defaultdict(float)
        for stem in words:
            for need, says in self._says.get(stem, {}).items():
                said[need] += says * (need not in barred)
        close = LEAN_CLOSE * max(said.values(), default=0.0)
        likely = sorted((-share, need) for need, share in said.items() if share >= close)
        hits = [
            self._hit(need, -share / could * LEAN_STRENGTH, words)
            for share, need in likely[:LEAN_MOST]
            if -share / could >= LEAN_SHARE
        ]
        first = hits[:1] if len(likely) <= LEAN_MOST else []
        return [hit for hit in hits if self._suffices(hit, tokens, first)]

    def _suffices(
        self, hit: PhraseHit, tokens: Sequence[Token], first: Sequence[PhraseHit]
    ) -> bool:
        """Whether what was said is enough.

        One word is, where the need's own name holds it ("talk" is no speech therapy), or where it
        says much of the need that it points to `first`; "baby" points to too many. Of several, one
        must stand in two phrases of the need: words that each stray out of another ("post office
        close") mean nothing together.
        """
        stems = [tokens[at].stem for at in hit.at]
        if not self._names[hit.need].isdisjoint(stems):
            return True
        if hit.words == 1:
            return hit in first and hit.strength >= LEAN_ALONE * LEAN_STRENGTH
        return any(2 * self._says[stem][hit.need] > self._telling[stem] for stem in stems)

    def _hit(self, need: int, strength: float, words: Mapping[str, int]) -> PhraseHit:
        at = (place for stem, place in words.items() if need in self._says.get(stem, {}))
        return PhraseHit(need, strength, tuple(sorted(at)))


def _telling(needs: Sequence[Need]) -> dict[str, float]:
    """How telling each stem is, by in how few needs it occurs."""
    holders = Counter(
        stem
        for need in needs
        for stem in frozenset().union(*(_pointing_stems(phrase) for phrase in wordings(need)))
    )
    return {stem: rarity(held, len(needs)) for stem, held in holders.items()}


def _says(needs: Sequence[Need], telling: Mapping[str, float]) -> dict[str, dict[int, float]]:
    """What each stem says for each need: telling, and more so the more phrases hold it."""
    says: dict[str, dict[int, float]] = defaultdict(dict)
    for number, need in enumerate(needs):
        counts = Counter(stem for phrase in wordings(need) for stem in _pointing_stems(phrase))
        for stem, count in counts.items():
            says[stem][number] = telling[stem] * count / (count + 1)
    return dict(says)


def _pointing_stems(phrase: str) -> frozenset[str]:
    return frozenset(t.stem for t in tokenize(text.words(phrase)) if _points(t.word, t.stem))


def _points(word: str, stem: str) -> bool:
    """Whether a word says of itself what is needed; "finds" does so no more than "find"."""
    return text.tells(word) and stem not in _SILENT_STEMS


def rarity(holders: int, total: int) -> float:
    """How telling a word is that so many of `total` needs use (BM25's idf)."""
    return math.log(1 + (total - holders + 0.5) / (holders + 0.5))
