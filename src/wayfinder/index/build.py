"""Builds a release's index out of a stream of services.

Every service passes once by a few builders (`documents`, `rows`, `terms`, `links`, `names`,
`attributes`), each of which keeps what it needs of it and turns that into arrays in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from msgspec.structs import replace

from wayfinder.domain.coverage import open_beyond
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import folder as folders
from wayfinder.index.arrays import Arrays
from wayfinder.index.attributes import AttributesBuilder
from wayfinder.index.bodies import UNNAMED
from wayfinder.index.codes import CodesBuilder
from wayfinder.index.coverages import CoveragesBuilder
from wayfinder.index.documents import DocumentsWriter
from wayfinder.index.kin import Kin
from wayfinder.index.links import LinksBuilder
from wayfinder.index.meta import COVERAGES, FORMAT_VERSION, SPECIAL_HOURS, IndexMeta
from wayfinder.index.names import NamesBuilder
from wayfinder.index.postings import ServiceRows
from wayfinder.index.rows import RowsBuilder, RowTable
from wayfinder.index.spelling_build import SpellingBuilder
from wayfinder.index.stamp import made_by
from wayfinder.index.terms import TermsBuilder
from wayfinder.index.vectors import VectorsBuilder
from wayfinder.meaning import Embed, name_of

KEPT_RELEASES = 3
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


def build(
    services: Iterable[Service],
    needs: Sequence[Need],
    root: Path,
    *,
    release: int,
    released_at: str,
    groups: Sequence[WordGroup] = (),
    place_names: Iterable[str] = (),
    source_names: Mapping[str, str] = UNNAMED,
    bank_holidays: Sequence[date] = (),
    carries: Iterable[Path] = (),
    files: Mapping[str, bytes] = NO_FILES,
    embed: Embed | None = None,
    keep: int = KEPT_RELEASES,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Build the index of one release under `root` and point at it.

    `services` come ordered by id. `groups` are words that mean the same, `place_names` words never
    to be "corrected", `source_names` what to call the sources, by id, `bank_holidays` the days on
    which no standard week is sure to hold, `carries` folders and
    `files` to put into the release's, `embed` the model of meaning, `keep` how many releases stay.
    Returns the release's folder. A
    build that dies leaves the release before in place. Where others build too, be `folder.alone`
    with `root`.
    """
    work = folders.work_folder(root)
    parts = _Parts(needs, groups, embed, folders.current_arrays(root) if embed else {})
    spelling = SpellingBuilder(needs, groups, place_names)
    with DocumentsWriter(work, source_names) as documents:
        count = _pass_by(services, (documents, *parts.builders, spelling), progress)
    table = parts.rows.table()
    folders.save_arrays(work, documents.arrays())
    for arrays in parts.arrays(table, count):
        folders.save_arrays(work, arrays)
    folders.save_arrays(work, spelling.arrays(parts.terms.word_counts))
    of = (release, released_at, tuple(bank_holidays))
    meta = _meta(table, count, tuple(parts.attributes.languages), name_of(embed), of)
    _save(work, needs, groups, parts, meta)
    for each in carries:
        folders.carry(work, each)
    for name, content in files.items():
        (work / name).write_bytes(content)
    installed = folders.install(root, work, release)
    folders.sweep(root, keep)
    return installed


def _save(
    work: Path,
    needs: Sequence[Need],
    groups: Sequence[WordGroup],
    parts: _Parts,
    meta: IndexMeta,
) -> None:
    """What is not an array."""
    folders.save_json(work, "needs.json", tuple(needs))
    folders.save_json(work, "words.json", tuple(groups))
    folders.save_json(work, SPECIAL_HOURS, parts.rows.special_hours)
    folders.save_json(work, COVERAGES, parts.coverages.coverages)
    folders.save_json(work, "meta.json", meta)


class _Builder(Protocol):
    """Keeps what it needs of service `number`; services come in the order of their numbers."""

    def add(self, number: int, service: Service, /) -> None: ...


class _Parts:
    """What an index is made of, but for the documents: those are written as they stream by."""

    def __init__(
        self,
        needs: Sequence[Need],
        groups: Sequence[WordGroup],
        embed: Embed | None,
        earlier: Arrays,
    ) -> None:
        kin = Kin(groups)
        self.rows, self.attributes, self.names = RowsBuilder(), AttributesBuilder(), NamesBuilder()
        self.terms, self.links = TermsBuilder(kin), LinksBuilder(needs, kin)
        self.vectors = VectorsBuilder(needs, embed, earlier)
        self.coverages, self.codes = CoveragesBuilder(), CodesBuilder()

    @property
    def builders(self) -> tuple[_Builder, ...]:
        return (
            *(self.rows, self.attributes, self.names, self.terms, self.links, self.vectors),
            *(self.coverages, self.codes),
        )

    def arrays(self, table: RowTable, count: int) -> Iterator[Arrays]:
        """One part's after the other's, so that no more than one is held beside the builders."""
        held_by = ServiceRows(table.service, count)
        yield self.rows.arrays()
        yield table.arrays()
        yield self.attributes.arrays()
        yield self.coverages.arrays()
        yield self.codes.arrays()
        yield self.names.arrays(held_by)
        weighed, meant = self.terms.weighed(), self.vectors.finish()
        yield weighed.arrays(held_by)
        yield self.links.arrays(weighed, held_by, meant.closeness() if meant else None)
        yield meant.arrays() if meant else {}


def _pass_by(
    services: Iterable[Service],
    builders: Sequence[_Builder],
    progress: Callable[[int], None] | None,
) -> int:
    """Show every service to every builder; how many there were."""
    count = 0
    for count, service in enumerate(map(_told, map(_measured, services)), start=1):
        for builder in builders:
            builder.add(count - 1, service)
        if progress is not None:
            progress(count)
    return count


def _meta(
    table: RowTable,
    count: int,
    languages: tuple[str, ...],
    model: str | None,
    of: tuple[int, str, tuple[date, ...]],
) -> IndexMeta:
    release, released_at, holidays = of
    return IndexMeta(
        format_version=FORMAT_VERSION,
        release=release,
        released_at=released_at,
        services=count,
        rows=len(table.service),
        near_end=table.near_end,
        area_end=table.area_end,
        languages=languages,
        bank_holidays=holidays,
        made_by=made_by(),
        model=model,
    )


def _measured(service: Service) -> Service:
    """The service; where a place of it is withheld or without a position, its distances tell of
    nobody that they live too far away, for that place may be near them."""
    places = [at.location for at in service.locations]
    if not any(at.confidential or at.lat_deg is None or at.lon_deg is None for at in places):
        return service
    return replace(service, coverage=open_beyond(service.coverage))


def _told(service: Service) -> Service:
    """The service without what is withheld of its locations: the index is copied to every server,
    and nothing there needs it."""
    if not any(at.location.confidential for at in service.locations):
        return service
    locations = tuple(replace(at, location=at.location.told()) for at in service.locations)
    return replace(service, locations=locations)
