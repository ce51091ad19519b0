"""Which records are worth comparing: those that share a contact, a name, or a word at a postcode.

Comparing all with all would cost the square of their number; here each record is compared with a
bounded number of others for each of its keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from wayfinder.ingest.linking.commonness import Commonness
from wayfinder.ingest.linking.prints import Print

LARGEST_BLOCK = 40
"""A key that more records share (a head office's phone, "Dental Surgery") is not used alone, but
together with a postcode or the whole name; where even these are shared by more, not at all."""

_RARE_WORDS = 2

Key = tuple[str, ...]
Block = list[int]


class Candidates(Struct, frozen=True):
    """Pairs of positions, the lesser first, in order; and how many keys were too common to use."""

    pairs: tuple[tuple[int, int], ...]
    too_common: int


def candidates(prints: Sequence[Print], common: Commonness) -> Candidates:
    """The pairs worth comparing among `prints`."""
    found: set[tuple[int, int]] = set()
    too_common = 0
    for block in _blocks(prints, common).values():
        for part in _bounded(block, prints):
            if len(part) > LARGEST_BLOCK:
                too_common += 1
            else:
                found.update(combinations(part, 2))
    return Candidates(tuple(sorted(found)), too_common)


def _blocks(prints: Sequence[Print], common: Commonness) -> dict[Key, Block]:
    """Positions by key, in order; a key of one record alone is of no use and left out."""
    blocks: dict[Key, Block] = defaultdict(list)
    for position, it in enumerate(prints):
        for key in set(_keys(it, common)):
            blocks[key].append(position)
    return {key: block for key, block in blocks.items() if len(block) > 1}


def _keys(it: Print, common: Commonness) -> Iterator[Key]:
    yield from it.identifiers
    yield from (("phone", value) for value in it.phones)
    yield from (("page", value) for value in it.pages)
    yield from (("email", value) for value in it.emails)
    name = _name_key(it)
    yield name
    rarest = sorted(it.words, key=lambda word: (-common.bits(word), word))[:_RARE_WORDS]
    yield ("words", *sorted(rarest))
    for code in it.postcodes:
        yield from (("postcode", code, word) for word in it.words)
        yield from (("house", code, number) for number in it.houses)


def _name_key(it: Print) -> Key:
    return ("name", *sorted(it.words))


def _bounded(block: Block, prints: Sequence[Print]) -> Iterable[Block]:
    """The block itself, or its parts by postcode and by whole name where it is too large."""
    if len(block) <= LARGEST_BLOCK:
        return (block,)
    parts: dict[Key, Block] = defaultdict(list)
    for position in block:
        it = prints[position]
        for key in {_name_key(it), *(("postcode", code) for code in it.postcodes)}:
            parts[key].append(position)
    return (part for part in parts.values() if len(part) > 1)
