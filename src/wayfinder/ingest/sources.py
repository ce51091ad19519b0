"""The manifest `directory/sources.toml`: who tells us of services, and where to ask."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from wayfinder.domain.directory_files import read_toml, shaped
from wayfinder.domain.service import Sector
from wayfinder.domain.source import Source
from wayfinder.errors import DirectoryError, FeedError
from wayfinder.ingest.fetching.addresses import checked_url
from wayfinder.ingest.fetching.manners import DEFAULT_MANNERS, Manners
from wayfinder.ingest.formats.csv_mapping import fields_fault
from wayfinder.ingest.guard import MAX_SHRINK
from wayfinder.ingest.schedule import Schedule

_SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def source_id_fault(own: str) -> str | None:
    """What is wrong with the id of a source, or None. Ids stand in file names and addresses."""
    if _SOURCE_ID.fullmatch(own):
        return None
    return (
        "an id has 1 to 64 of a-z, 0-9, dot, dash and underscore, and begins with a letter or "
        'digit, such as "herts-libraries".'
    )


class Terms(Struct, frozen=True, kw_only=True):
    """How a source is asked and read, and what it may lose: `fields` and `max_shrink` as declared.

    `accept_shrink` is said by a person, for one import.
    """

    fields: dict[str, str] = {}
    max_shrink: float = MAX_SHRINK
    accept_shrink: bool = False
    manners: Manners = DEFAULT_MANNERS


DEFAULT_TERMS = Terms()


class Declaration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[source]]` of the manifest.

    Either `url` or `file` (below the manifest's folder) says where the feed is. `trust` is 0..1.
    `coverage` names areas that hold for every record stating none of its own. `fields` says under
    which heading of a table each column of our template stands. `max_shrink` (0..1) is which share
    of its services may go at once, `schedule` when `wayfinder harvest --due` asks it.
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
    schedule: str | None = None
    fields: dict[str, str] = {}
    max_shrink: float = MAX_SHRINK
    allow_private: bool = False
    requests_per_s: float = DEFAULT_MANNERS.requests_per_s

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

    @property
    def terms(self) -> Terms:
        """How it is asked and read."""
        manners = Manners(allow_private=self.allow_private, requests_per_s=self.requests_per_s)
        return Terms(fields=self.fields, max_shrink=self.max_shrink, manners=manners)

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether its time has come since it last went well; never without a schedule."""
        return self.schedule is not None and Schedule.parse(self.schedule).is_due(last, now)


EXAMPLES = MappingProxyType(
    {
        "id": 'id = "herts-libraries"',
        "name": 'name = "Libraries in Hertfordshire"',
        "format": 'format = "oruk"',
        "publisher": 'publisher = "Hertfordshire County Council"',
        "sector": f'sector = "voluntary"; there are {", ".join(Sector)}.',
        "url": 'url = "https://example.org/v3"',
        "file": 'file = "services/national.csv"',
        "licence": 'licence = "OGL-UK-3.0"',
        "trust": "trust = 0.7",
        "enabled": "enabled = true",
        "coverage": 'coverage = ["Hertfordshire"]',
        "as_of": "as_of = 2026-03-03",
        "notes": 'notes = "Ask the council before publishing it."',
        "schedule": 'schedule = "daily 02:00"',
        "fields": 'fields = { id = "Ref", name = "Service title", organization = "Provider" }',
        "max_shrink": "max_shrink = 0.2",
        "allow_private": "allow_private = true",
        "requests_per_s": "requests_per_s = 2",
    }
)
"""A line that would be right, by the name of each field."""


class _Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    source: list[dict[str, object]] = []


def load_sources(path: Path, formats: frozenset[str]) -> tuple[Declaration, ...]:
    """The declared sources in the file's order. Raises DirectoryError naming the entry at fault."""
    manifest = read_toml(path, _Manifest)
    declared = tuple(
        _declaration(number, entry, path, formats)
        for number, entry in enumerate(manifest.source, start=1)
    )
    ids = [one.id for one in declared]
    if twice := sorted({own for own in ids if ids.count(own) > 1}):
        raise DirectoryError(f"{path.name}: source id {twice[0]!r} is used twice.")
    return declared


def _declaration(
    number: int, entry: dict[str, object], manifest: Path, formats: frozenset[str]
) -> Declaration:
    title = f"{manifest.name}, source {number} ({entry.get('id', 'without id')})"
    declared = shaped(entry, Declaration, title, EXAMPLES)
    if fault := _fault(declared, formats) or _file_fault(declared.file, manifest.parent):
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
    return _fetching_fault(declared) or fields_fault(declared.format, declared.fields)


def _file_fault(file: str | None, folder: Path) -> str | None:
    """What is wrong with where a file lies. Symbolic links count for what they lead to: a manifest
    that somebody else wrote must not have us read whatever this machine holds."""
    if file is None:
        return None
    right = 'say it as seen from there, such as file = "services/national.csv".'
    if "\0" in file or not file.strip():
        return f"file: {file!r} is no path; {right}"
    # `Path.resolve` raises where links go in a circle.
    root, own = (Path(os.path.realpath(each)) for each in (folder, folder / file))
    if own == root or not own.is_relative_to(root):
        return f"file: {file} does not lie in or below the manifest's folder, {folder}; {right}"
    return None


def _fetching_fault(declared: Declaration) -> str | None:
    if not 0 <= declared.max_shrink <= 1:
        return f"max_shrink {declared.max_shrink:g} is no share between 0 and 1, such as 0.2."
    if not 0 < declared.requests_per_s <= 100:
        return f"requests_per_s {declared.requests_per_s:g} is not above 0 and up to 100."
    try:
        if declared.url is not None:
            checked_url(declared.url)
        Schedule.parse(declared.schedule or "daily")
    except (FeedError, ValueError) as error:
        return f"{'schedule' if isinstance(error, ValueError) else 'url'}: {error}"
    return None
