"""Misspellings of the danger rules' words, put right before the rules read them.

Every word of the rules is within reach, in all the forms English has for it. A word that English
knows is never changed, so that "sweeping" stays what it is and "sleping" becomes "sleeping".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from msgspec import Struct
from rapidfuzz.distance import OSA

SHORTEST_MISSPELT = 4
USUAL_SLIPS = 1


class Corrections(Struct, frozen=True, kw_only=True):
    """`variants` lead from a word short of a letter or two to the words it may have been.

    `slips` tells how many letters may be wrong where it is not one; `real_words` are English words
    within reach, which mean themselves; `usage` is how often English uses a word.
    """

    variants: dict[str, tuple[str, ...]]
    slips: dict[str, int]
    real_words: frozenset[str]
    usage: dict[str, int]


def build_corrections(
    rule_words: Iterable[str], slips: Mapping[str, int], english: Mapping[str, int]
) -> Corrections:
    """`rule_words` are all words to recognise; `english` maps each word to how often it is used."""
    ours = {word for word in (*rule_words, *slips) if len(word) >= SHORTEST_MISSPELT}
    others = (word for word in english if len(word) >= SHORTEST_MISSPELT and word not in ours)
    variants = _variants({word: slips.get(word, USUAL_SLIPS) for word in sorted(ours)})
    return Corrections(
        variants=variants,
        slips=dict(slips),
        real_words=frozenset(word for word in others if _candidates(word, variants)),
        usage={word: english[word] for word in ours if word in english},
    )


def corrected(word: str, corrections: Corrections) -> str | None:
    """The rules' word that was meant: the nearest, then the most usual; None if there is none."""
    if len(word) < SHORTEST_MISSPELT or word in corrections.real_words or not word.isalpha():
        return None
    near: list[tuple[int, bool, int, str]] = []
    for meant in _candidates(word, corrections.variants):
        off = OSA.distance(word, meant)
        if off <= corrections.slips.get(meant, USUAL_SLIPS):
            near.append((off, word[0] != meant[0], -corrections.usage.get(meant, 0), meant))
    return min(near)[-1] if near else None


def _candidates(word: str, variants: Mapping[str, tuple[str, ...]]) -> list[str]:
    found = list(variants.get(word, ()))
    for at in range(len(word)):
        found += variants.get(word[:at] + word[at + 1 :], ())
    return found


def _variants(slips: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The words behind each form of them that has lost up to `slips` letters."""
    table: dict[str, tuple[str, ...]] = {}
    for word, allowed in slips.items():
        for lost in range(allowed + 1):
            for kept in {"".join(kept) for kept in combinations(word, len(word) - lost)}:
                table[kept] = (*table.get(kept, ()), word)
    return table
