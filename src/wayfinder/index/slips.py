"""How far a typed word lies from one that may be meant, in slips of a hand and of an ear.

One is a letter changed, dropped or put in for no reason; what people do all the time costs less.
"""

from __future__ import annotations

import math
from itertools import permutations, repeat

from rapidfuzz.distance import Postfix, Prefix

ANY = 1.0
SWAPPED = 0.55
DOUBLED = 0.4
VOWEL = 0.6
ALIKE = 0.7
BESIDE = 0.7
WEAK = 0.8
"""A vowel or an h that is dropped or put in."""

AT_THE_START = 0.3
"""On top: people seldom get the first letter wrong."""

LEAST = DOUBLED
"""What no slip costs less than."""

BAND = 2
"""How many letters more than the other either word may have had up to any place."""

_VOWELS = frozenset(permutations("aeiouy", 2))
_WEAK = frozenset("aeiouyh")
_ALIKE = frozenset(
    pair
    for letters in ("ck", "kq", "cs", "sz", "gj", "fv", "td", "bp", "mn")
    for pair in permutations(letters, 2)
)
_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
_KEYS = {
    key: (row, x + shift) for row, (keys, shift) in enumerate(_ROWS) for x, key in enumerate(keys)
}
_BESIDE = frozenset(
    (a, b)
    for a, b in permutations(_KEYS, 2)
    if abs(_KEYS[a][0] - _KEYS[b][0]) <= 1 and abs(_KEYS[a][1] - _KEYS[b][1]) <= 1
)


def slips(typed: str, meant: str, most: float = math.inf) -> float:
    """What the likeliest slips from `meant` to `typed` cost together; 0 for the same word.

    Without end where that is more than `most`: there the rest is not worth weighing.
    """
    if typed[:1] != meant[:1]:
        return AT_THE_START + _slips(typed, meant, most - AT_THE_START)
    return _slips(typed, meant, most)


def _slips(typed: str, meant: str, most: float) -> float:
    """The distance of Damerau and Levenshtein, weighted, along a band of the two words."""
    start, end = _shared(typed, meant)
    columns = len(meant) - end
    above, row = list[float](), [0.0]
    for at in range(start, columns):
        row.append(row[-1] + _dropped(meant, at))
    for i in range(start, len(typed) - end):
        extra = _put_in(typed, i)
        last, above, row = above, row, [row[0] + extra, *repeat(math.inf, columns - start)]
        for j in range(max(start, i - BAND), min(columns, i + BAND + 1)):
            at = j - start
            cost = min(
                above[at] + _changed(typed[i], meant[j]),
                above[at + 1] + extra,
                row[at] + _dropped(meant, j),
            )
            if at and last and typed[i] == meant[j - 1] and typed[i - 1] == meant[j]:
                cost = min(cost, last[at - 1] + SWAPPED)
            row[at + 1] = cost
        if min(row) > most and min(above) > most:
            return math.inf
    return row[-1]


def _shared(one: str, other: str) -> tuple[int, int]:
    """How many letters are the same at the start, and how many after those at the end."""
    start = Prefix.similarity(one, other)
    return start, Postfix.similarity(one[start:], other[start:])


def _changed(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    pair = (typed, meant)
    if pair in _VOWELS:
        return VOWEL
    return ALIKE if pair in _ALIKE or pair in _BESIDE else ANY


def _dropped(meant: str, at: int) -> float:
    letter = meant[at]
    if letter in (meant[at - 1 : at], meant[at + 1 : at + 2]):
        return DOUBLED
    return WEAK if letter in _WEAK else ANY


def _put_in(typed: str, at: int) -> float:
    letter, before, after = typed[at], typed[at - 1 : at], typed[at + 1 : at + 2]
    if letter in (before, after):
        return DOUBLED
    if letter in _WEAK:
        return WEAK
    return BESIDE if (letter, before) in _BESIDE or (letter, after) in _BESIDE else ANY
