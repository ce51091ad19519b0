"""Finding a phrase in a reading: its words in order, with room for a few others between.

A phrase is written in plain words. `hit|hurt` is either word, `{partner}` any word of a named
list, `=die` that very form and not "dying", `...` leaves room for more words than usual, and `.`
(alone or among other choices) is the sentence's end, with no room before it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wayfinder.matching.danger_slots import Lists, choices
from wayfinder.matching.danger_words import FULL_STOP, Lexicon, Reading, number_of

WIDE_GAP = 10

Span = tuple[int, ...]
"""The positions of a phrase's words, the first to the last."""


Awaited = tuple[int, frozenset[int]]
"""A phrase by its number, and words of which one must be read before it is worth a try."""


class Phrase(Struct, frozen=True):
    """Slots to be filled in order; `gaps[i]` is how many words may stand before slot i."""

    slots: tuple[frozenset[int], ...]
    gaps: tuple[int, ...]


def compile_phrase(text: str, gap: int, lists: Lists, lexicon: Lexicon) -> Phrase:
    """A written phrase, ready to be found."""
    slots: list[frozenset[int]] = []
    gaps: list[int] = []
    room = 0
    for slot in text.split():
        if slot == "...":
            room = WIDE_GAP
            continue
        words = choices(slot, lists)
        slots.append(frozenset(number_of(lexicon, word) for word in words))
        gaps.append(0 if FULL_STOP in words else room)
        room = gap
    return Phrase(tuple(slots), tuple(gaps))


def by_rarest_word(
    phrases: Mapping[int, Phrase], usage: Mapping[int, int]
) -> dict[int, tuple[Awaited, ...]]:
    """For each word, the phrases (by their numbers) to try when it is read, and in what company.

    Every phrase hangs on the slot whose words English uses least, so that "the" wakes none, and
    waits for one of the next rarest slot.
    """
    index: dict[int, tuple[Awaited, ...]] = {}
    for number, phrase in phrases.items():
        rarest, *others = sorted(phrase.slots, key=lambda slot: sum(usage[word] for word in slot))
        awaited = (number, others[0] if others else rarest)
        for word in rarest:
            index[word] = (*index.get(word, ()), awaited)
    return index


def spans(phrase: Phrase, reading: Reading) -> tuple[Span, ...]:
    """Every place where the phrase stands: the positions of its words."""
    for slot in phrase.slots:
        if slot.isdisjoint(reading.present):
            return ()
    places = [_places(slot, reading) for slot in phrase.slots]
    rests = ((start, _rest(places, phrase.gaps, 1, start)) for start in places[0])
    return tuple((start, *rest) for start, rest in rests if rest is not None)


def _rest(places: list[list[int]], gaps: tuple[int, ...], slot: int, last: int) -> Span | None:
    """Where the words from `slot` on stand after `last`; None when one of them does not."""
    if slot == len(places):
        return ()
    for at in places[slot]:
        if last < at <= last + 1 + gaps[slot]:
            rest = _rest(places, gaps, slot + 1, at)
            if rest is not None:
                return (at, *rest)
    return None


def _places(slot: frozenset[int], reading: Reading) -> list[int]:
    numbers = slot & reading.present
    if len(numbers) == 1:
        return reading.positions[next(iter(numbers))]
    return sorted({at for number in numbers for at in reading.positions[number]})
