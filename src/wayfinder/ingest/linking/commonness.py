"""How common a word or a contact is among all records: what many share tells little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log2

from wayfinder.ingest.linking.prints import Print

_LEAST_RECORDS = 2_000
"""In a directory smaller than this, a word that stands alone may be common elsewhere."""

Contact = tuple[str, str]
"""A kind of contact and its value, ("phone", "+441632960001")."""


def contacts(it: Print) -> Iterator[Contact]:
    """By what `it` is reached, known or found."""
    yield from (("phone", value) for value in it.phones)
    yield from (("page", value) for value in it.pages)
    yield from (("host", value) for value in it.hosts)
    yield from (("email", value) for value in it.emails)
    yield from (("postcode", value) for value in it.postcodes)
    yield from it.identifiers


class Commonness:
    """Counts over all prints. Immutable once made."""

    def __init__(self, prints: Sequence[Print]) -> None:
        records = max(len(prints), _LEAST_RECORDS)
        counts = Counter(word for it in prints for word in it.words)
        self._bits = {word: log2(records / count) for word, count in counts.items()}
        self._most = log2(records)
        self._shared = _most_in_a_source(prints)

    def bits(self, word: str) -> float:
        """How much it tells that two names hold this word: 1 where half of all names do."""
        return self._bits.get(word, self._most)

    def shared_bits(self, contact: Contact) -> float:
        """How much less a contact tells as more services of one source share it: 1 for two."""
        return self._shared.get(contact, 0.0)


def _most_in_a_source(prints: Iterable[Print]) -> dict[Contact, float]:
    """The logarithm of how many services have a contact, in the source where most have it; only
    what is shared is listed."""
    counts = Counter((contact, it.source_id) for it in prints for contact in contacts(it))
    most: dict[Contact, float] = {}
    for (contact, _), count in counts.items():
        if count > 1:
            most[contact] = max(most.get(contact, 0.0), log2(count))
    return most
