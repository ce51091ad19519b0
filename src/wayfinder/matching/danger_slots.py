"""The slots of a written phrase, each filled by any one of its words."""

from __future__ import annotations

Lists = dict[str, tuple[str, ...]]


def slot_words(text: str, lists: Lists) -> list[tuple[str, ...]]:
    """The words that can fill each slot of a phrase. Raises KeyError for an unknown list."""
    return [choices(slot, lists) for slot in text.split() if slot != "..."]


def choices(slot: str, lists: Lists) -> tuple[str, ...]:
    """The words of one slot. Raises KeyError for an unknown list."""
    words: list[str] = []
    for choice in slot.split("|"):
        words += lists[choice[1:-1]] if choice.startswith("{") else (choice,)
    return tuple(words)
