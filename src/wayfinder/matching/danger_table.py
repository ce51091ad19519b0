"""Phrases known to be danger or not (`directory/safety/phrases.toml`): what danger is measured by.

The tests hold the rules to them and `benchmarks/fit_danger_evidence.py` fits the weights of words
to them, all but the phrases `held_out`. Nothing of this is read to answer anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from wayfinder.domain.directory_files import fault, read_toml

TABLE_FILE = "phrases.toml"
HELD_OUT_OF = 5


class Batch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[batch]]`: phrases written at one time, dangers by the category they must raise.

    A batch `held_out` was neither fitted to nor mended for: what it shows is no memory.
    """

    id: str
    harmless: tuple[str, ...]
    danger: dict[str, tuple[str, ...]] = {}
    note: str = ""
    held_out: bool = False


class TableFile(Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    batch: tuple[Batch, ...]


class Told(Struct, frozen=True):
    """A phrase and the category it must raise; None where it must raise nothing.

    `unseen` is a phrase that nobody looked at when rules were mended.
    """

    text: str
    category: str | None
    unseen: bool = False

    @property
    def held_out(self) -> bool:
        """Whether the weights are never fitted to it, so that a fit can be judged by it.

        One in five is, by its letters alone, and every phrase of a batch held out.
        """
        return self.unseen or crc32(self.text.encode()) % HELD_OUT_OF == 0


def load_danger_table(folder: Path, categories: Iterable[str]) -> tuple[Told, ...]:
    """Every phrase of the table in `folder`, in the order written.

    Raises DirectoryError naming the batch: an unknown category, or a phrase that stands twice.
    """
    batches = read_toml(folder / TABLE_FILE, TableFile).batch
    told = tuple(chain.from_iterable(_told(batch, frozenset(categories)) for batch in batches))
    seen: set[str] = set()
    for phrase in told:
        if phrase.text.casefold() in seen:
            raise fault(TABLE_FILE, "batch", f"{phrase.text!r} stands twice")
        seen.add(phrase.text.casefold())
    return told


def _told(batch: Batch, categories: frozenset[str]) -> list[Told]:
    for category in batch.danger:
        if category not in categories:
            raise fault(TABLE_FILE, f"batch {batch.id}: danger", f"{category!r} is no category")
    unseen = batch.held_out
    dangers = [Told(text, name, unseen) for name, texts in batch.danger.items() for text in texts]
    return [*dangers, *(Told(text, None, unseen) for text in batch.harmless)]
