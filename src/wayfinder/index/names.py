"""Services found by their own name, or the beginning of it, as somebody types it."""

from __future__ import annotations

import re
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


PROPER = "="
"""Begins the key of a proper name: the first word of a name that no text writes small ("Cruse")."""

_IN_FULL = {
    text.stem(short): text.stem(full)
    for short, full in (
        ("herts", "hertfordshire"),
        ("beds", "bedfordshire"),
        ("bucks", "buckinghamshire"),
        ("cambs", "cambridgeshire"),
        ("northants", "northamptonshire"),
        ("assoc", "association"),
    )
}
"""What is said and written short in names here: "Carers in Herts" asks for all of Hertfordshire."""

_ASKING = frozenset(
    text.stems(
        """number numbers phone telephone tel contact contacts details address email website opening
        open times time hours""".split()
    )
)
"""What is asked of somebody who is called by name is no part of the name."""

_WRITTEN_SMALL = re.compile(r"\b[a-z]{3,}\b")


def name_stems(name: str) -> tuple[str, ...]:
    """The stems of a name's content words, in order; of all its words when it has none."""
    words = text.words(name)
    stems = text.stems([word for word in words if text.is_content(word)] or words)
    return tuple(_IN_FULL.get(stem, stem) for stem in stems)


def names_of(service: Service) -> set[tuple[str, ...]]:
    """Whatever the service answers to: its names and its organization's, their beginnings, and what
    is left without the first word, which mostly is a town ("Men's Shed")."""
    names = (service.name, service.alternate_name or "", service.organization.name)
    wholes = {stems[:LONGEST] for stems in map(name_stems, names) if stems}
    townless = {w[1:] for w in wholes if len(w) > MIN_BEGINNING}
    return wholes | townless | {w[:n] for w in wholes for n in range(MIN_BEGINNING, len(w))}


def names_asked_for(typed: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Stretches of some stems that may be a name, as names are kept; then those without what is
    asked at the end ("... phone number")."""
    stems, end = [_IN_FULL.get(stem, stem) for stem in typed], len(typed)
    while end > 1 and stems[end - 1] in _ASKING:
        end -= 1
    yield from spoken_names(stems)
    if end < len(stems):
        yield from spoken_names(stems[:end])


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


def own_word(service: Service) -> str | None:
    """The word its name begins with, folded, where its texts go on to call it that."""
    word = next(iter(text.words(service.name)), "")
    if len(word) < 4 or not word.isalpha() or not text.is_content(word):
        return None
    return word if word in text.words(f"{service.summary} {service.description}") else None


def written_small(service: Service) -> list[str]:
    """The words that a service's own texts write without a capital."""
    said = (service.name, service.summary or "", service.description or "")
    return _WRITTEN_SMALL.findall(" ".join(said))


class NamesBuilder:
    """Collects (name, service) while services stream by."""

    def __init__(self) -> None:
        self._keys, self._services = array("q"), array("i")
        self._first: dict[str, list[int]] = {}
        self._ordinary: set[str] = set()

    def add(self, number: int, service: Service) -> None:
        """Note what service `number` is called, and which words are no names."""
        names = names_of(service)
        self._keys.extend(map(name_key, names))
        self._services.extend([number] * len(names))
        self._ordinary.update(written_small(service))
        if word := own_word(service):
            self._first.setdefault(word, []).append(number)

    def arrays(self, rows: ServiceRows) -> Arrays:
        """Distinct keys ascending, and the rows that each of them names."""
        for word, services in self._first.items():
            if word not in self._ordinary:
                self._keys.extend([name_key((PROPER, text.stem(word)))] * len(services))
                self._services.extend(services)
        keys, places = np.unique(np.array(self._keys, np.int64), return_inverse=True)
        pairs = (places, np.array(self._services, np.int64), np.ones(len(places)))
        return {"name_keys": keys} | posting_arrays("name", pairs, len(keys), rows)
