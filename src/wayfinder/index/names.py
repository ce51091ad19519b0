"""Services found by their own name, or the beginning of it, as somebody types it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from math import ceil

import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index import text
from wayfinder.index.arrays import Arrays
from wayfinder.index.postings import ServiceRows, posting_arrays

MOST_HOLDERS = 100
"""A name that more rows than this bear ("Medical Centre") names nobody."""

SHARE_OF_WORDS = 2 / 3
"""A name must be at least this much of what was typed: a search that only mentions one is none."""

LONGEST = 24
"""Content words of a name that are read: twice as many as the longest names have. So a long text,
of which any name would be too small a share, costs nothing."""

MIN_BEGINNING = 2
"""Words of a name that must be typed, unless that is all of it."""


def name_stems(name: str) -> tuple[str, ...]:
    """The stems of a name's content words, in order; of all its words when it has none."""
    words = text.words(name)
    return tuple(text.stems([word for word in words if text.is_content(word)] or words))


def names_of(service: Service) -> set[tuple[str, ...]]:
    """Whatever the service answers to: its names and its organization's, and their beginnings."""
    names = (service.name, service.alternate_name or "", service.organization.name)
    wholes = {stems[:LONGEST] for stems in map(name_stems, names) if stems}
    return wholes | {w[:n] for w in wholes for n in range(MIN_BEGINNING, len(w))}


def spoken_names(stems: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Stretches of what was typed that may be a name, the longest first; none of a long text."""
    shortest = max(1, ceil(SHARE_OF_WORDS * len(stems)))
    for size in range(min(len(stems), LONGEST), shortest - 1, -1):
        for start in range(len(stems) - size + 1):
            yield tuple(stems[start : start + size])


def name_key(stems: Sequence[str]) -> int:
    """A stable number of 63 bits for a name."""
    digest = blake2b(" ".join(stems).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class NamesBuilder:
    """Collects (name, service) while services stream by."""

    def __init__(self) -> None:
        self._keys, self._services = array("q"), array("i")

    def add(self, number: int, service: Service) -> None:
        """Note what service `number` is called."""
        names = names_of(service)
        self._keys.extend(map(name_key, names))
        self._services.extend([number] * len(names))

    def arrays(self, rows: ServiceRows) -> Arrays:
        """Distinct keys ascending, and the rows that each of them names."""
        keys, places = np.unique(np.array(self._keys, np.int64), return_inverse=True)
        pairs = (places, np.array(self._services, np.int64), np.ones(len(places)))
        return {"name_keys": keys} | posting_arrays("name", pairs, len(keys), rows)
