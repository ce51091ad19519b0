"""Needs recognised from the phrases people use for them.

The same book reads enquiries ("mum keeps falling over") and, when an index is built, the
services' own descriptions, so that both meet in needs even where they share no word.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wayfinder.domain.need import Need
from wayfinder.index import text

MAX_GAP = 3
"""Words that may stand between the words of one phrase."""

PARTIAL_MIN_STEMS = 4
"""Phrases with at least this many content words may miss one, though never the rarest of them."""

PARTIAL_STRENGTH = 0.7

LEAN_SHARE = 0.4
"""Words that say less than this of a need do not point to it."""

LEAN_CLOSE = 0.8
LEAN_MOST = 2
LEAN_STRENGTH = 0.8

RELATIVE = "<relative>"
"""Stands for any word of `text.RELATIVES`."""


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


class _Phrase(Struct, frozen=True):
    need: int
    stems: frozenset[str]
    excludes: bool
    may_miss: bool


class PhraseBook:
    """All phrases of all needs, found by their rarest word."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = tuple(needs)
        claims = Claims(needs)
        spread = _spread(needs)
        self._telling = {stem: _rarity(held, len(self.needs)) for stem, held in spread.items()}
        self._most_telling = max(self._telling.values(), default=1.0)
        self._says = _says(needs, self._telling)
        phrases = list(
            dict.fromkeys(p for i, n in enumerate(needs) for p in _phrases(i, n, claims))
        )
        self._by_anchor = _anchored(phrases)

    def hear(self, tokens: Sequence[Token]) -> list[PhraseHit]:
        """The strongest hit of each need in a text, strongest first; excluded needs are dropped."""
        positions = _positions(tokens)
        best: dict[int, PhraseHit] = {}
        excluded: list[PhraseHit] = []
        for phrase in self._candidates(positions):
            hit = _match(phrase, positions)
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

        Each word counts by how few needs use it (BM25 over the needs' own words); `strength` is
        the share of what the words could have said. What the text excludes is left out.
        """
        barred = {hit.need for hit in self._excluded(_positions(tokens))}
        words = {t.stem: i for i, t in enumerate(tokens) if text.is_content(t.word)}
        could = sum(self._telling.get(stem, self._most_telling) for stem in words) or 1.0
        said: dict[int, float] = defaultdict(float)
        for stem in words:
            for need, says in self._says.get(stem, {}).items():
                said[need] += says * (need not in barred)
        close = LEAN_CLOSE * max(said.values(), default=0.0)
        likely = sorted((-share, need) for need, share in said.items() if share >= close)
        return [
            self._leaning(need, -share / could * LEAN_STRENGTH, words)
            for share, need in likely[:LEAN_MOST]
            if -share / could >= LEAN_SHARE
        ]

    def _leaning(self, need: int, strength: float, words: Mapping[str, int]) -> PhraseHit:
        at = [place for stem, place in words.items() if need in self._says.get(stem, {})]
        return PhraseHit(need, strength, min(at), max(at) + 1, len(at))

    def _excluded(self, positions: dict[str, list[int]]) -> Iterable[PhraseHit]:
        hits = (_match(p, positions) for p in self._candidates(positions) if p.excludes)
        return (hit for hit in hits if hit is not None)

    def _candidates(self, positions: dict[str, list[int]]) -> Iterable[_Phrase]:
        for word in positions:
            yield from self._by_anchor.get(word, ())


def tokenize(words: Sequence[str]) -> list[Token]:
    """Words with their stems."""
    tokens = list(words)
    return [Token(word, stem) for word, stem in zip(tokens, text.stems(tokens), strict=True)]


def content_stems(phrase: str) -> frozenset[str]:
    """The stems of a phrase's content words, or of all its words when it has none."""
    all_words = text.words(phrase)
    content = [word for word in all_words if text.is_content(word)]
    return frozenset(text.stems(content or all_words))


def _spread(needs: Sequence[Need]) -> Counter[str]:
    """In how many needs each stem occurs."""
    return Counter(
        stem
        for need in needs
        for stem in frozenset().union(*(content_stems(p) for p in _said(need)))
    )


def _says(needs: Sequence[Need], telling: Mapping[str, float]) -> dict[str, dict[int, float]]:
    """What each stem says for each need: telling, and more so the more phrases hold it."""
    says: dict[str, dict[int, float]] = defaultdict(dict)
    for number, need in enumerate(needs):
        counts = Counter(stem for phrase in _said(need) for stem in content_stems(phrase))
        for stem, count in counts.items():
            says[stem][number] = telling[stem] * count / (count + 1)
    return dict(says)


def _rarity(holders: int, total: int) -> float:
    return math.log(1 + (total - holders + 0.5) / (holders + 0.5))


def _said(need: Need) -> tuple[str, ...]:
    return (need.label, *need.phrases, *need.terms)


class Claims:
    """Which needs use which words, and what that means for a phrase's own words."""

    def __init__(self, needs: Sequence[Need]) -> None:
        claims = {(content_stems(phrase), need.id) for need in needs for phrase in _said(need)}
        self._claimants = Counter(stems for stems, _ in claims)

    def telling_stems(self, phrase: str) -> frozenset[str]:
        """What a phrase is recognised by.

        Whom it is about is left out, unless that is what tells needs apart: "husband drinking too
        much" is not "drinking too much", "dad in prison" not "prison". And a word left alone takes
        its small words back: "IT class" must not shrink to "class", nor "looks after her mother" to
        "after" and a relative.
        """
        content = content_stems(phrase)
        if len(content) > 1 and self._claimants[content] == 1:
            return content
        if any(word in text.RELATIVES for word in text.words(phrase)):
            return (_impersonal_stems(phrase) if len(content) == 1 else content) | {RELATIVE}
        return _unshrunk_stems(phrase)


def _unshrunk_stems(phrase: str) -> frozenset[str]:
    content = content_stems(phrase)
    return content if len(content) > 1 else frozenset(text.stems(text.words(phrase)))


def _impersonal_stems(phrase: str) -> frozenset[str]:
    kept = [word for word in text.words(phrase) if word not in text.PERSON_WORDS]
    return frozenset(text.stems(kept))


def _phrases(number: int, need: Need, claims: Claims) -> Iterable[_Phrase]:
    for phrase in _said(need):
        # Of small words taken back none may be missed: "someone to speak for me" is about speaking.
        long = len(content_stems(phrase)) >= PARTIAL_MIN_STEMS
        yield _Phrase(number, claims.telling_stems(phrase), excludes=False, may_miss=long)
    for phrase in need.exclude:
        stems = _unshrunk_stems(phrase)
        yield _Phrase(number, stems, excludes=True, may_miss=False)


def _anchored(phrases: Sequence[_Phrase]) -> dict[str, list[_Phrase]]:
    frequency: dict[str, int] = defaultdict(int)
    for phrase in phrases:
        for stem in phrase.stems:
            frequency[stem] += 1
    anchored: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in phrases:
        # So the word that a long phrase may miss is never its most telling one.
        anchored[min(phrase.stems, key=lambda stem: (frequency[stem], stem))].append(phrase)
    return dict(anchored)


def _positions(tokens: Sequence[Token]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for i, token in enumerate(tokens):
        positions.setdefault(token.stem, []).append(i)
        if token.word in text.RELATIVES:
            positions.setdefault(RELATIVE, []).append(i)
    return positions


def _match(phrase: _Phrase, positions: dict[str, list[int]]) -> PhraseHit | None:
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


def _rank(hit: PhraseHit) -> tuple[float, int]:
    return hit.strength, hit.end - hit.start


def _covers(outer: PhraseHit, inner: PhraseHit) -> bool:
    return outer.need == inner.need and outer.start < inner.end and inner.start < outer.end
