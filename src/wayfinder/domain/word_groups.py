"""Words that mean the same in this field. The groups themselves lie in `directory/words.toml`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from wayfinder.domain.directory_files import fault, read_toml

GroupId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Word = Annotated[str, Meta(pattern=r"^[a-z0-9]+$")]

GOOD = {"group": '[[group]] with id = "older-person" and words = ["older", "elderly", "senior"].'}


class WordGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of which one may stand for another: "kids" in a question, "junior" in an offer."""

    id: GroupId
    words: Annotated[tuple[Word, ...], Meta(min_length=2)]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[WordGroup, ...]


def load_word_groups(path: Path) -> tuple[WordGroup, ...]:
    """All groups of the file. Raises DirectoryError for a wrong shape or a word in two groups."""
    groups = read_toml(path, _File, GOOD).group
    for what, counted in (
        ("id", Counter(group.id for group in groups)),
        ("word", Counter(word for group in groups for word in group.words)),
    ):
        if again := [one for one, count in counted.items() if count > 1]:
            raise fault(path.name, "group", f"stands twice, this {what}: {', '.join(again)}.")
    return groups
