"""Text of services as BM25F postings: one saturated weight for each (stem, service)."""

from __future__ import annotations

from array import array
from collections import defaultdict

import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays, Floats, Longs
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
LENGTH_PENALTY = 0.6

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


class TermsBuilder:
    """Collects weighted term frequencies service by service."""

    def __init__(self) -> None:
        self.word_counts: dict[str, int] = defaultdict(int)
        self.stems: list[str] = []
        self._stem_of: dict[str, int] = {}
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
                key = self._key(word)
                if key >= 0:
                    weights[key] += weight
                    length += weight
        self._lengths.append(length)
        self._keys.extend(weights.keys())
        self._services.extend([number] * len(weights))
        self._weights.extend(weights.values())

    def arrays(self, rows: ServiceRows) -> Arrays:
        """Stems in alphabetical order, the idf of each, and the rows that hold it."""
        keys, services, weights, idf = self.weighed()
        stems = np.array([stem.encode()[:STEM_BYTES] for stem in self.stems], f"S{STEM_BYTES}")
        order = np.argsort(stems)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        postings = posting_arrays("term", (rank[keys], services, weights), len(stems), rows)
        return {"terms": stems[order], "term_idf": idf[order]} | postings

    def weighed(self) -> tuple[Longs, Longs, Floats, Floats]:
        """Keys, services and saturated weights (0 to 1) of every pair, and each key's idf."""
        keys = np.array(self._keys, np.int64)
        services = np.array(self._services, np.int64)
        weights = np.array(self._weights, np.float64)
        lengths = np.array(self._lengths, np.float64)
        mean = max(float(lengths.sum()) / max(len(lengths), 1), 1.0)
        norm = 1 - LENGTH_PENALTY + LENGTH_PENALTY * lengths / mean
        saturated = weights / (weights + SATURATION * norm[services])
        holders = np.bincount(keys, minlength=len(self.stems))
        idf = np.log(1 + (len(lengths) - holders + 0.5) / (holders + 0.5))
        return keys, services, saturated, idf

    def _key(self, word: str) -> int:
        key = self._stem_of.get(word)
        if key is None:
            key = self._number(text.stem(word)) if text.is_content(word) else -1
            self._stem_of[word] = key
        return key

    def _number(self, stem: str) -> int:
        number = self._numbers.setdefault(stem, len(self.stems))
        if number == len(self.stems):
            self.stems.append(stem)
        return number


def _repeats(service: Service) -> bool:
    start = (service.summary or "").rstrip(". …")[:80]
    return (service.description or "").startswith(start)
