"""Builds a release's index out of a stream of services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from spellchecker import SpellChecker

from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.index import folder as folders
from wayfinder.index import text
from wayfinder.index.attributes import AttributesBuilder
from wayfinder.index.blobs import BlobWriter
from wayfinder.index.bodies import UNNAMED, hit_json
from wayfinder.index.links import LinksBuilder
from wayfinder.index.meta import FORMAT_VERSION, IndexMeta
from wayfinder.index.names import NamesBuilder
from wayfinder.index.phrases import PhraseBook
from wayfinder.index.postings import Postings, arrange, spread
from wayfinder.index.rows import AREA, Row, RowTable, area_codes, groups_of, number_rows, places_of
from wayfinder.index.schedules import SchedulesBuilder
from wayfinder.index.spelling import spelling_arrays
from wayfinder.index.terms import TermsBuilder

KEPT_RELEASES = 3
TRUSTED_WORD_COUNT = 5
"""What a word of the needs or of a place name counts in spelling: as if used so often."""

Arrays = dict[str, NDArray[Any]]


def build(
    services: Iterable[Service],
    needs: Sequence[Need],
    root: Path,
    *,
    release: int,
    released_at: str,
    place_names: Iterable[str] = (),
    source_names: Mapping[str, str] = UNNAMED,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Build the index of one release under `root` and point at it.

    `services` come ordered by id. `place_names` are words never to be "corrected",
    `source_names` what to call the sources, by id. Returns the release's folder. A build that
    dies leaves the previous release in place. Where others may build too, the caller is
    `folder.alone` with `root`.
    """
    work = folders.work_folder(root)
    with BlobWriter(work, "hits") as hits, BlobWriter(work, "records") as records:
        draft = _Draft(needs, source_names, hits, records)
        for number, service in enumerate(services):
            draft.add(number, service)
            if progress is not None:
                progress(number + 1)
        draft.write(work, release, released_at, place_names)
    installed = folders.install(root, work, release)
    folders.sweep(root, KEPT_RELEASES)
    return installed


class _Draft:
    """Everything gathered while services stream by once."""

    def __init__(
        self,
        needs: Sequence[Need],
        source_names: Mapping[str, str],
        hits: BlobWriter,
        records: BlobWriter,
    ) -> None:
        self._needs, self._source_names = tuple(needs), source_names
        self._hits, self._records = hits, records
        self._terms = TermsBuilder()
        self._links = LinksBuilder(PhraseBook(needs))
        self._names = NamesBuilder()
        self._attributes = AttributesBuilder()
        self._schedules = SchedulesBuilder()
        self._area_sets: dict[frozenset[str], int] = {}
        self._rows: list[Row] = []
        self._ids: list[bytes] = []

    def add(self, number: int, whole: Service) -> None:
        service = _told(whole)
        self._ids.append(service.id.encode())
        self._terms.add(number, service)
        self._links.add(number, service)
        self._names.add(number, service)
        self._attributes.add(service)
        self._hits.add(hit_json(service, self._source_names))
        self._records.add(msgspec.msgpack.encode(service))
        self._rows.extend(self._rows_of(number, service))

    def _rows_of(self, number: int, service: Service) -> Iterable[Row]:
        codes = area_codes(service.coverage)
        for location, lat_deg, lon_deg in places_of(service):
            at = service.locations[location] if location >= 0 else None
            schedule = self._schedules.number((at.sessions if at else ()) or service.sessions)
            for group in groups_of(service.coverage, not isnan(lat_deg)):
                area_set = (
                    self._area_sets.setdefault(codes, len(self._area_sets)) if group == AREA else -1
                )
                yield Row(number, location, lat_deg, lon_deg, group, area_set, schedule)

    def write(self, work: Path, release: int, released_at: str, place_names: Iterable[str]) -> None:
        table = number_rows(self._rows, len(self._area_sets))
        self._hits.finish()
        self._records.finish()
        folders.save_arrays(work, _row_arrays(table) | self._attributes.finish())
        folders.save_arrays(work, {"service_ids": np.array(self._ids, "S36")})
        folders.save_arrays(work, {"schedule_bits": self._schedules.finish()})
        folders.save_arrays(work, self._area_arrays())
        folders.save_arrays(work, self._term_arrays(table, place_names))
        folders.save_arrays(work, self._need_arrays(table))
        folders.save_arrays(work, self._name_arrays(table))
        folders.save_json(work, "needs.json", self._needs)
        folders.save_json(work, "meta.json", self._meta(table, release, released_at))

    def _meta(self, table: RowTable, release: int, released_at: str) -> IndexMeta:
        return IndexMeta(
            format_version=FORMAT_VERSION,
            release=release,
            released_at=released_at,
            services=len(self._ids),
            rows=len(table.service),
            near_end=table.near_end,
            area_end=table.area_end,
            languages=tuple(self._attributes.languages),
        )

    def _area_arrays(self) -> Arrays:
        pairs = sorted((code, n) for codes, n in self._area_sets.items() for code in codes)
        return {
            "area_codes": np.array([code.encode() for code, _ in pairs], "S16"),
            "area_sets": np.array([number for _, number in pairs], np.int64),
        }

    def _term_arrays(self, table: RowTable, place_names: Iterable[str]) -> Arrays:
        keys, services, weights, idf = self._terms.finish()
        stems = np.array([stem.encode()[:32] for stem in self._terms.stems], "S32")
        order = np.argsort(stems)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        entries, rows = spread(services, table.service, len(self._ids))
        postings = arrange(rank[keys][entries], rows, weights[entries], len(stems))
        arrays = {"terms": stems[order], "term_idf": idf[order]}
        return arrays | _posting_arrays("term", postings) | self._spelling(place_names)

    def _need_arrays(self, table: RowTable) -> Arrays:
        keys, services, strengths = self._links.finish()
        entries, rows = spread(services, table.service, len(self._ids))
        postings = arrange(keys[entries], rows, strengths[entries], len(self._needs))
        return {"states_needs": self._links.believed()} | _posting_arrays("need", postings)

    def _name_arrays(self, table: RowTable) -> Arrays:
        keys, places, services = self._names.finish()
        entries, rows = spread(services, table.service, len(self._ids))
        postings = arrange(places[entries], rows, np.ones(len(rows)), len(keys))
        return {"name_keys": keys} | _posting_arrays("name", postings)

    def _spelling(self, place_names: Iterable[str]) -> Arrays:
        counts = dict(self._terms.word_counts)
        for need in self._needs:
            for phrase in (need.label, *need.phrases, *need.terms):
                for word in text.words(phrase):
                    counts[word] = counts.get(word, 0) + TRUSTED_WORD_COUNT
        for name in place_names:
            for word in text.words(name):
                counts[word] = counts.get(word, 0) + TRUSTED_WORD_COUNT
        english = SpellChecker(language="en").word_frequency.dictionary
        return spelling_arrays(counts, english)


def _told(service: Service) -> Service:
    """The service without what is withheld of its locations: the index is copied to every server,
    and nothing there needs it."""
    if not any(at.location.confidential for at in service.locations):
        return service
    locations = tuple(replace(at, location=at.location.told()) for at in service.locations)
    return replace(service, locations=locations)


def _row_arrays(table: RowTable) -> Arrays:
    return {
        "row_service": table.service,
        "row_location": table.location,
        "row_schedule": table.schedule,
        "row_lat_deg": table.lat_deg,
        "row_lon_deg": table.lon_deg,
        "near_keys": table.near_keys,
        "area_set_starts": table.area_set_starts,
    }


def _posting_arrays(name: str, postings: Postings) -> Arrays:
    return {
        f"{name}_starts": postings.starts,
        f"{name}_rows": postings.rows,
        f"{name}_impacts": postings.impacts,
    }
