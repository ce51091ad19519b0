"""Misspellings of the danger rules' words, put right before the rules read them.

Every word of the rules is within reach, in all the forms English has for it. A word that English
knows is never changed, so that "sweeping" stays what it is and "sleping" becomes "sleeping".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from msgspec import Struct
from rapidfuzz.distance import OSA

from wayfinder.index.sounds import sound

SHORTEST_MISSPELT = 4
SHORTEST_DOUBTED = 6
USUAL_SLIPS = 1


class Corrections(Struct, frozen=True, kw_only=True):
    """`variants` lead from a word short of a letter or two to the words it may have been.

    `slips` tells how many letters may be wrong where it is not one; `real_words` are English words
    within reach, which mean themselves; `usage` is how often English uses a word; `heard` leads
    from a sound to the words that have it.
    """

    variants: dict[str, tuple[str, ...]]
    slips: dict[str, int]
    real_words: frozenset[str]
    usage: dict[str, int]
    heard: dict[str, tuple[str, ...]]


class _Slip(Struct, frozen=True, order=True):
    """How far a word lies from what may be meant, the likeliest first: letters wrong, whether it
    starts with another or has any other, and how seldom it is meant."""

    letters: int
    starts_else: bool
    has_others: bool
    seldom: int
    meant: str

    @property
    def kind(self) -> tuple[int, bool, bool]:
        return self.letters, self.starts_else, self.has_others


def build_corrections(
    rule_words: Iterable[str], slips: Mapping[str, int], english: Mapping[str, int]
) -> Corrections:
    """`rule_words` are all words to recognise; `english` maps each word to how often it is used."""
    ours = {word for word in (*rule_words, *slips) if len(word) >= SHORTEST_MISSPELT}
    others = [word for word in english if len(word) >= SHORTEST_MISSPELT and word not in ours]
    variants = _variants({word: slips.get(word, USUAL_SLIPS) for word in sorted(ours)})
    heard = _by_sound(sorted(ours, key=lambda word: (-english.get(word, 0), word)))
    return Corrections(
        variants=variants,
        slips=dict(slips),
        real_words=frozenset(
            word for word in others if sound(word) in heard or _candidates(word, variants)
        ),
        usage={word: english[word] for word in ours if word in english},
        heard=heard,
    )


def corrected(word: str, corrections: Corrections) -> tuple[str, ...]:
    """The rules' words that may have been meant: of the nearest those of the very same letters,
    doubled or swapped, or else all, the most usual first; then what sounds the same.

    None for a word that English has, or that nothing is near.
    """
    if len(word) < SHORTEST_MISSPELT or word in corrections.real_words or not word.isalpha():
        return ()
    found = {_off(word, meant, corrections) for meant in _candidates(word, corrections.variants)}
    slips = corrections.slips
    within = [slip for slip in found if slip.letters <= slips.get(slip.meant, USUAL_SLIPS)]
    near = sorted(within)
    # In a short word another letter makes too many others: only the most usual is thought of.
    sure = len(word) >= SHORTEST_DOUBTED or not near or not near[0].has_others
    nearest = [slip.meant for slip in near if slip.kind == near[0].kind][: None if sure else 1]
    return tuple(dict.fromkeys((*nearest, *corrections.heard.get(sound(word), ()))))


def _off(word: str, meant: str, corrections: Corrections) -> _Slip:
    return _Slip(
        letters=OSA.distance(word, meant),
        starts_else=word[0] != meant[0],
        has_others=not set(word) <= set(meant),
        seldom=-corrections.usage.get(meant, 0),
        meant=meant,
    )


def _candidates(word: str, variants: Mapping[str, tuple[str, ...]]) -> list[str]:
    found = list(variants.get(word, ()))
    for at in range(len(word)):
        found += variants.get(word[:at] + word[at + 1 :], ())
    return found


def _by_sound(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for word in words:
        table[sound(word)] = (*table.get(sound(word), ()), word)
    return table


def _variants(slips: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The words behind each form of them that has lost up to `slips` letters."""
    table: dict[str, tuple[str, ...]] = {}
    for word, allowed in slips.items():
        for lost in range(allowed + 1):
            for kept in {"".join(kept) for kept in combinations(word, len(word) - lost)}:
                table[kept] = (*table.get(kept, ()), word)
    return table
