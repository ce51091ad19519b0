"""Text of services as BM25F postings: one saturated weight for each (stem, service)."""

from __future__ import annotations

from array import array
from collections import defaultdict

import numpy as np
from msgspec import Struct

from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays, Floats, Longs
from wayfinder.index.kin import Kin
from wayfinder.index.postings import ServiceRows, posting_arrays

FIELD_WEIGHTS = (
    ("name", 3.0),
    ("alternate_name", 2.0),
    ("taxonomy_terms", 2.0),
    ("summary", 1.0),
    ("organization", 0.8),
    ("description", 1.0),
    ("eligibility", 0.6),
)
"""How much a word counts by the field it stands in (BM25F, Robertson and Zaragoza 2009)."""

SATURATION = 1.2
LENGTH_PENALTY = 0.8

STEM_BYTES = 32
"""Longer "words" are cut: nobody types them."""


def field_text(service: Service, field: str) -> str:
    """The words of one indexed field; empty when nothing is known of it."""
    if field == "taxonomy_terms":
        return " ".join(term.name for term in service.taxonomy_terms)
    if field == "organization":
        return service.organization.name
    if field == "eligibility":
        return service.eligibility.text or ""
    if field == "summary" and _repeats(service):
        return ""
    return getattr(service, field) or ""


class Weighed(Struct, frozen=True, kw_only=True):
    """Loose (key, service, saturated weight 0..1) triples; a key is a term's place in `terms`."""

    terms: tuple[str, ...]
    idf: Floats
    service_count: int
    keys: Longs
    services: Longs
    weights: Floats

    def arrays(self, rows: ServiceRows) -> Arrays:
        """Terms in alphabetical order, the idf of each, and the rows that hold it."""
        terms = np.array([term.encode()[:STEM_BYTES] for term in self.terms], f"S{STEM_BYTES}")
        order = np.argsort(terms)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        pairs = (rank[self.keys], self.services, self.weights)
        postings = posting_arrays("term", pairs, len(terms), rows)
        return {"terms": terms[order], "term_idf": self.idf[order]} | postings


class TermsBuilder:
    """Collects weighted term frequencies service by service."""

    def __init__(self, kin: Kin | None = None) -> None:
        self._kin = kin or Kin()
        self.word_counts: dict[str, int] = defaultdict(int)
        self.stems: list[str] = []
        self._keys_of: dict[str, tuple[int, ...]] = {}
        self._numbers: dict[str, int] = {}
        self._keys, self._services, self._weights = array("i"), array("i"), array("f")
        self._lengths = array("f")

    def add(self, number: int, service: Service) -> None:
        """Count the words of service `number`."""
        weights: dict[int, float] = defaultdict(float)
        length = 0.0
        for field, weight in FIELD_WEIGHTS:
            for word in text.words(field_text(service, field)):
                self.word_counts[word] += 1
                keys = self._keys_of.get(word)
                for key in self._number_keys(word) if keys is None else keys:
                    weights[key] += weight
                length += weight * text.is_content(word)
        self._lengths.append(length)
        self._keys.extend(weights.keys())
        self._services.extend([number] * len(weights))
        self._weights.extend(weights.values())

    def weighed(self) -> Weighed:
        """What every term weighs in every service."""
        keys = np.array(self._keys, np.int64)
        services = np.array(self._services, np.int64)
        weights = np.array(self._weights, np.float64)
        lengths = np.array(self._lengths, np.float64)
        mean = max(float(lengths.sum()) / max(len(lengths), 1), 1.0)
        norm = 1 - LENGTH_PENALTY + LENGTH_PENALTY * lengths / mean
        saturated = weights / (weights + SATURATION * norm[services])
        holders = np.bincount(keys, minlength=len(self.stems))
        idf = np.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5))
        return Weighed(
            terms=tuple(self.stems),
            idf=idf,
            service_count=len(lengths),
            keys=keys,
            services=services,
            weights=saturated,
        )

    def _number_keys(self, word: str) -> tuple[int, ...]:
        """The word's own term, where it carries a need, and its group's."""
        stem = text.stem(word)
        own = (stem,) if text.is_content(word) else ()
        group = self._kin.term(stem)
        keys = tuple(self._number(term) for term in (*own, *((group,) if group else ())))
        self._keys_of[word] = keys
        return keys

    def _number(self, stem: str) -> int:
        number = self._numbers.setdefault(stem, len(self.stems))
        if number == len(self.stems):
            self.stems.append(stem)
        return number


def _repeats(service: Service) -> bool:
    start = (service.summary or "").rstrip(". …")[:80]
    return (service.description or "").startswith(start)
