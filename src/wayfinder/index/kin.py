"""Words and the group of words that mean the same, as the index's terms know them."""

from __future__ import annotations

from collections.abc import Iterable

from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import text

MARK = "~"
"""Begins the term of a group; no stem of a word does."""

OWN_SHARE = 0.15
"""What counts only for the very word that was said; the rest any word of its group earns."""

AUDIENCE_SHARE = 0.5
"""What a word for a kind of person ("woman") counts, beside words for what is needed."""

AGE_GROUPS = (
    (1.0, "baby"),
    (12.0, "child"),
    (26.0, "young-person"),
    (60.0, None),
    (200.0, "older-person"),
)
"""Groups of words for people of an age: each up to, and without, so many years."""


class Kin:
    """Which term stands for a word's whole group."""

    def __init__(self, groups: Iterable[WordGroup] = ()) -> None:
        self._by_stem = {
            text.stem(word): MARK + group.id for group in groups for word in group.words
        }

    def term(self, stem: str) -> str | None:
        """The group's term; None for a word that has no kin."""
        return self._by_stem.get(stem)


def audience_term(age: float) -> str | None:
    """The group of words for people of this age in years; None for the years between."""
    group = next((group for limit, group in AGE_GROUPS if age < limit), None)
    return None if group is None else MARK + group
