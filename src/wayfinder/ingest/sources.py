"""The manifest `directory/sources.toml`: who tells us of services, and where to ask."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfinder.domain.directory_files import read_toml, shaped
from wayfinder.domain.service import Sector
from wayfinder.domain.source import Source
from wayfinder.errors import DirectoryError

_SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def source_id_fault(own: str) -> str | None:
    """What is wrong with the id of a source, or None. Ids stand in file names and addresses."""
    if _SOURCE_ID.fullmatch(own):
        return None
    return (
        "an id has 1 to 64 of a-z, 0-9, dot, dash and underscore, and begins with a letter or "
        'digit, such as "herts-libraries".'
    )


class Declaration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[source]]` of the manifest.

    Either `url` or `file` (beside the manifest) says where the feed is. `trust` is 0..1.
    `coverage` names areas that hold for every record stating none of its own.
    """

    id: str
    name: str
    format: str
    publisher: str | None = None
    sector: Sector | None = None
    url: str | None = None
    file: str | None = None
    licence: str | None = None
    trust: float | None = None
    enabled: bool = False
    coverage: tuple[str, ...] = ()
    as_of: date | None = None
    notes: str | None = None

    def where(self, folder: Path) -> str:
        """The path or address to read; `folder` is the manifest's."""
        return self.url or str(folder / (self.file or ""))

    @property
    def source(self) -> Source:
        """What the store keeps of it."""
        return Source(
            id=self.id,
            name=self.name,
            publisher=self.publisher,
            sector=self.sector,
            format=self.format,
            url=self.url,
            licence=self.licence,
            trust=self.trust,
            as_of=self.as_of,
        )


class _Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    source: list[dict[str, object]] = []


def load_sources(path: Path, formats: frozenset[str]) -> tuple[Declaration, ...]:
    """The declared sources in the file's order. Raises DirectoryError naming the entry at fault."""
    manifest = read_toml(path, _Manifest)
    declared = tuple(
        _declaration(number, entry, path.name, formats)
        for number, entry in enumerate(manifest.source, start=1)
    )
    ids = [one.id for one in declared]
    if twice := sorted({own for own in ids if ids.count(own) > 1}):
        raise DirectoryError(f"{path.name}: source id {twice[0]!r} is used twice.")
    return declared


def _declaration(
    number: int, entry: dict[str, object], name: str, formats: frozenset[str]
) -> Declaration:
    title = f"{name}, source {number} ({entry.get('id', 'without id')})"
    declared = shaped(entry, Declaration, title)
    if fault := _fault(declared, formats):
        raise DirectoryError(f"{title}: {fault}")
    return declared


def _fault(declared: Declaration, formats: frozenset[str]) -> str | None:
    if wrong := source_id_fault(declared.id):
        return wrong
    if declared.format not in formats:
        return f"format {declared.format!r} is none of {', '.join(sorted(formats))}."
    if (declared.url is None) == (declared.file is None):
        return 'give either url or file, such as file = "services/national.csv".'
    if declared.trust is not None and not 0 <= declared.trust <= 1:
        return f"trust {declared.trust:g} is not between 0 and 1."
    return None
