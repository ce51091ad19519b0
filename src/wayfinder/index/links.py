"""Which needs a service meets, judged once when the index is built.

Each kind of evidence has a strength; independent pieces add up as 1 - (1 - a)(1 - b), so that
only what a source states outright is certain.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays, Floats, Longs
from wayfinder.index.phrases import PhraseBook, PhraseHit, tokenize
from wayfinder.index.postings import ServiceRows, posting_arrays

STATED = 1.0
IN_NAME = 0.8
IN_SUMMARY = 0.6
IN_DESCRIPTION = 0.4
IN_ORGANIZATION_NAME = 0.45
ONE_WORD = 0.6
"""What is left of a hit in running text when a single word made it."""

CEILING = 0.95
"""What words alone can reach: only a statement by the source is certain."""


class LinksBuilder:
    """Collects (need, service, strength) while services stream by."""

    def __init__(self, book: PhraseBook) -> None:
        self._book = book
        self._by_id = {need.id: i for i, need in enumerate(book.needs)}
        self._by_code = {code: i for i, need in enumerate(book.needs) for code in need.codes}
        self.believed = array("b")
        self._needs, self._services, self._strengths = array("i"), array("i"), array("f")

    def add(self, number: int, service: Service) -> None:
        """Link service `number` to its needs."""
        links = self.links(service)
        self.believed.append(bool(self.stated(service)))
        self._needs.extend(links.keys())
        self._services.extend([number] * len(links))
        self._strengths.extend(links.values())

    def arrays(self, rows: ServiceRows) -> Arrays:
        """The rows that meet each need, and for each service whether its source states needs."""
        needs = posting_arrays("need", self.pairs(), len(self._book.needs), rows)
        return {"states_needs": np.array(self.believed, bool)} | needs

    def pairs(self) -> tuple[Longs, Longs, Floats]:
        """Needs, services and strengths (0 to 1) of every link."""
        return (
            np.array(self._needs, np.int64),
            np.array(self._services, np.int64),
            np.array(self._strengths, np.float64),
        )

    def links(self, service: Service) -> dict[int, float]:
        """The needs (by number) that one service meets, with strengths.

        A source that states needs is believed: nothing more is read into its words, so that
        "Cuckoo Lane Practice" stays a GP practice and no more.
        """
        stated = self.stated(service)
        if stated:
            return dict.fromkeys(stated, STATED)
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

    def _in(self, words: str, strength: float) -> Iterable[tuple[int, float]]:
        for hit in self._hear(words):
            yield hit.need, strength * hit.strength

    def _hear(self, words: str) -> list[PhraseHit]:
        return self._book.hear(tokenize(text.words(words)))
