"""Words that mean another where they stand: written apart, or real words made by a slip.

No spelling puts real words right. Each is written in the company that shows what
was meant: `rapped>raped by|me` is "rapped by him", but not "rapped on the door".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wayfinder.matching.danger_slots import Lists, slot_words

MEANS = ">"

Apart = tuple[tuple[str, ...], tuple[str, ...]]
"""Words written apart, and what they mean together: ("my", "self") and ("myself",)."""


class Confused(Struct, frozen=True):
    """What a word means where those just before and after it are among these."""

    before: tuple[frozenset[str], ...]
    after: tuple[frozenset[str], ...]
    meant: str


def as_choices(written: str) -> str:
    """An entry as a phrase in which what is meant is one more choice."""
    return written.replace(MEANS, "|")


def confused_words(entries: Iterable[str], lists: Lists) -> dict[str, tuple[Confused, ...]]:
    """The words that may mean another, each with where it does."""
    table: dict[str, tuple[Confused, ...]] = {}
    for written in entries:
        slots = [slot.partition(MEANS) for slot in written.split()]
        typed = [frozenset(slot_words(choices, lists)[0]) for choices, _, _ in slots]
        for at, (_, _, meant) in enumerate(slots):
            for word in typed[at] if meant else ():
                where = Confused(tuple(typed[:at]), tuple(typed[at + 1 :]), meant)
                table[word] = (*table.get(word, ()), where)
    return table


def as_meant(found: list[str], table: Mapping[str, tuple[Confused, ...]]) -> list[str]:
    """The words of a text, those confused put right."""
    if table.keys().isdisjoint(found):
        return found
    return [_meant(word, at, found, table) for at, word in enumerate(found)]


def joined(found: list[str], together: dict[str, tuple[Apart, ...]]) -> list[str]:
    """The words of a text, with what those written apart mean read after them."""
    if together.keys().isdisjoint(found):
        return found
    whole: list[str] = []
    for at, word in enumerate(found, start=1):
        whole.append(word)
        for apart, meant in together.get(word, ()):
            if tuple(found[max(0, at - len(apart)) : at]) == apart:
                whole += meant
    return whole


def _meant(
    word: str, at: int, found: Sequence[str], table: Mapping[str, tuple[Confused, ...]]
) -> str:
    stands = (where for where in table.get(word, ()) if _stands(where, at, found))
    return next((where.meant for where in stands), word)


def _stands(where: Confused, at: int, found: Sequence[str]) -> bool:
    first = at - len(where.before)
    if first < 0:
        return False
    before, after = found[first:at], found[at + 1 : at + 1 + len(where.after)]
    return len(after) == len(where.after) and all(
        word in choices
        for word, choices in zip([*before, *after], (*where.before, *where.after), strict=True)
    )
