"""Which needs a service meets, judged once when the index is built.

What a source states is certain. Else two witnesses are heard: what the service says outright, in
phrases (each kind of place has a strength), and how like the need's own vocabulary its words are
(`likeness`). Independent evidence adds up as 1 - (1 - a)(1 - b).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np

from wayfinder.domain.need import Need, Tier
from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays, Bools, Floats, Longs
from wayfinder.index.kin import Kin
from wayfinder.index.likeness import likeness
from wayfinder.index.phrases import PhraseBook, PhraseHit, tokenize
from wayfinder.index.postings import ServiceRows, posting_arrays
from wayfinder.index.terms import Weighed
from wayfinder.index.wordings import described, wordings

STATED = 1.0
IN_NAME = 0.8
IN_SUMMARY = 0.6
IN_DESCRIPTION = 0.4
IN_ORGANIZATION_NAME = 0.45
ONE_WORD = 0.6
"""What is left of a hit in running text when a single word made it."""

CEILING = 0.95
"""What words alone can reach: only a statement by the source is certain."""

SAID_SHARE = 0.7
LIKE_SHARE = 0.7
"""How far either witness is believed alone."""

MEANT_SHARE = 0.25
"""What closeness in meaning counts, where the extra is installed, beside those two."""

LEAST = 0.1
"""A weaker link than this is none."""

CRISIS_SHARE = 0.2
"""A service of whose links this much is to needs of the tier "crisis" is there for crises."""

Witness = Iterable[Floats]
"""For each need in turn, how surely each service meets it."""


class LinksBuilder:
    """Collects (need, service, strength) while services stream by."""

    def __init__(self, needs: Sequence[Need], kin: Kin) -> None:
        self._needs, self._kin = tuple(needs), kin
        self._book = PhraseBook(needs, described)
        self._kinds = _kinds(needs)
        self._by_id = {need.id: i for i, need in enumerate(needs)}
        self._by_code = {code: i for i, need in enumerate(needs) for code in need.codes}
        self._said = [_Strengths() for _ in needs]
        self._stated = array("b")

    def add(self, number: int, service: Service) -> None:
        """Hear what service `number` says."""
        self._stated.append(bool(self.stated(service)))
        for need, strength in self.said(service).items():
            self._said[need].add(number, strength)

    def arrays(self, weighed: Weighed, rows: ServiceRows, meant: Witness | None = None) -> Arrays:
        """The rows that meet each need, and for each service whether its source states needs and
        whether it is there for crises."""
        pairs = self.pairs(weighed, meant)
        return {
            "states_needs": np.array(self._stated, bool),
            "for_crisis": self._for_crisis(*pairs),
        } | posting_arrays("need", pairs, len(self._needs), rows)

    def _for_crisis(self, needs: Longs, services: Longs, strengths: Floats) -> Bools:
        crisis = np.array([need.tier is Tier.CRISIS for need in self._needs], bool)
        count = len(self._stated)
        told = np.bincount(services, strengths * crisis[needs], count)
        for_crisis: Bools = told > CRISIS_SHARE * np.bincount(services, strengths, count)
        return for_crisis

    def pairs(self, weighed: Weighed, meant: Witness | None = None) -> tuple[Longs, Longs, Floats]:
        """Needs, services and strengths (0 to 1) of every link."""
        like = likeness(self._needs, self._kin, weighed)
        close = meant if meant is not None else repeat(None, len(self._needs))
        stated = np.array(self._stated, bool)
        services, strengths = [np.zeros(0, np.int64)], [np.zeros(0)]
        for said, alike, near in zip(self._said, like, close, strict=True):
            strength = _together(said.of(len(stated)), stated, alike, near)
            linked = np.flatnonzero(strength >= LEAST)
            # Only the links stay: all services of all needs would fill the memory.
            services.append(linked)
            strengths.append(strength[linked])
        return (
            np.repeat(np.arange(len(self._said)), [len(each) for each in services[1:]]),
            np.concatenate(services),
            np.concatenate(strengths),
        )

    def said(self, service: Service) -> dict[int, float]:
        """The needs (by number) that one service says it meets, with strengths.

        A source that states needs is believed: nothing more is read into its words than the kind
        of thing that its name ends by calling it. "Hertford Men's Shed" is a men's shed, though it
        only states company; "Cuckoo Lane Practice" stays a GP practice and no more.
        """
        stated = self.stated(service)
        if stated:
            kinds = dict.fromkeys(self._called(service.name), IN_NAME)
            return kinds | dict.fromkeys(stated, STATED)
        doubt: dict[int, float] = defaultdict(lambda: 1.0)
        for need, strength in self._heard(service):
            doubt[need] *= 1 - strength
        return {need: min(1 - rest, CEILING) for need, rest in doubt.items()}

    def stated(self, service: Service) -> list[int]:
        """The needs (by number) that the source itself states, by id or by a code of its own."""
        codes = [f"{term.vocabulary}:{term.code}" for term in service.taxonomy_terms]
        by_code = [self._by_code[code] for code in codes if code in self._by_code]
        return by_code + [self._by_id[need] for need in service.needs if need in self._by_id]

    def _heard(self, service: Service) -> Iterable[tuple[int, float]]:
        yield from self._in(service.name, IN_NAME)
        yield from self._in(" . ".join(t.name for t in service.taxonomy_terms), IN_NAME)
        if service.organization.name != service.name:
            yield from self._in(service.organization.name, IN_ORGANIZATION_NAME)
        body = text.sentences(service.description or service.summary or "")
        for i, sentence in enumerate(body[:40]):
            strength = IN_SUMMARY if i == 0 else IN_DESCRIPTION
            for hit in self._hear(sentence):
                yield hit.need, strength * hit.strength * (1 if hit.words > 1 else ONE_WORD)

    def _called(self, name: str) -> Iterable[int]:
        """The needs whose own wording a name ends with."""
        words = tuple(text.words(name))
        for start in range(len(words)):
            yield from self._kinds.get(words[start:], ())

    def _in(self, words: str, strength: float) -> Iterable[tuple[int, float]]:
        for hit in self._hear(words):
            yield hit.need, strength * hit.strength

    def _hear(self, words: str) -> list[PhraseHit]:
        return self._book.hear(tokenize(text.words(words)))


def _kinds(needs: Sequence[Need]) -> dict[tuple[str, ...], list[int]]:
    """By the words of what people ask for, where these are two or more, the needs' numbers."""
    kinds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, need in enumerate(needs):
        for words in {tuple(text.words(wording)) for wording in wordings(need)}:
            if sum(map(text.is_content, words)) > 1:
                kinds[words].append(number)
    return dict(kinds)


def _together(said: Floats, stated: Bools, like: Floats, meant: Floats | None) -> Floats:
    """How surely each service meets a need, by all that speaks for it."""
    read = 1 - (1 - SAID_SHARE * said) * (1 - LIKE_SHARE * like)
    if meant is not None:
        read = (1 - MEANT_SHARE) * read + MEANT_SHARE * meant
    return np.where(stated, said, np.minimum(read, CEILING))


class _Strengths:
    """Strengths by service, of one need."""

    def __init__(self) -> None:
        self._services, self._values = array("i"), array("f")

    def add(self, service: int, strength: float) -> None:
        self._services.append(service)
        self._values.append(strength)

    def of(self, service_count: int) -> Floats:
        """One for each service; 0 where nothing is said."""
        dense = np.zeros(service_count)
        dense[np.array(self._services, np.int64)] = self._values
        return dense
