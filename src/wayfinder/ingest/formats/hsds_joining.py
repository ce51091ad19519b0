"""The tables of an HSDS package joined into services, on disk, however large they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.hsds_package import Package
from wayfinder.ingest.formats.oruk_json import UNREAD, Json

MAX_TOLD = 1_000
"""So many rows that belong to nothing are told of one by one, the rest as a number."""


class Table(NamedTuple):
    """A kind of row: the names its table has had, and where it belongs.

    `parents` are the kinds it may belong to, the most particular first; `field` is the list there.
    `one` are kinds that it refers to, each with the field to hold it.
    """

    names: tuple[str, ...]
    parents: tuple[str, ...] = ()
    field: str = ""
    one: tuple[tuple[str, str], ...] = ()


_ANYWHERE = ("contact", "service_at_location", "service", "location", "organization")
TABLES = {
    "service": Table(("services", "service"), one=(("organization", "organization"),)),
    "organization": Table(("organizations", "organization")),
    "location": Table(("locations", "location")),
    "taxonomy": Table(("taxonomies", "taxonomy")),
    "taxonomy_term": Table(
        ("taxonomy_terms", "taxonomy_term"), one=(("taxonomy", "taxonomy_detail"),)
    ),
    "unit": Table(("units", "unit")),
    "service_at_location": Table(
        ("service_at_locations", "service_at_location", "services_at_location"),
        ("service",), "service_at_locations", (("location", "location"),),
    ),
    "contact": Table(("contacts", "contact"), _ANYWHERE[1:], "contacts"),
    "phone": Table(("phones", "phone"), _ANYWHERE, "phones"),
    "schedule": Table(
        ("schedules", "schedule", "regular_schedules", "regular_schedule"),
        ("service_at_location", "service", "location"), "schedules",
    ),
    "holiday_schedule": Table(
        ("holiday_schedules", "holiday_schedule"),
        ("service_at_location", "service", "location"), "holiday_schedules",
    ),
    "service_area": Table(
        ("service_areas", "service_area"), ("service_at_location", "service"), "service_areas"
    ),
    "language": Table(("languages", "language"), ("service", "location", "phone"), "languages"),
    "address": Table(
        ("addresses", "address", "physical_addresses", "physical_address"),
        ("location",), "addresses",
    ),
    "accessibility": Table(
        ("accessibility", "accessibilities", "accessibility_for_disabilities"),
        ("location",), "accessibility",
    ),
    "cost_option": Table(("cost_options", "cost_option"), ("service",), "cost_options"),
    "required_document": Table(
        ("required_documents", "required_document"), ("service",), "required_documents"
    ),
    "eligibility": Table(("eligibility", "eligibilities"), ("service",), "eligibilitys"),
    "funding": Table(("funding", "fundings"), ("service", "organization"), "funding"),
    "url": Table(("urls", "url"), ("service", "organization"), "additional_urls"),
    "service_capacity": Table(
        ("service_capacities", "service_capacity"), ("service",), "capacities", (("unit", "unit"),)
    ),
    "organization_identifier": Table(
        ("organization_identifiers", "organization_identifier"),
        ("organization",), "organization_identifiers",
    ),
    "attribute": Table(
        ("attributes", "attribute"), ("link",), "attributes",
        (("taxonomy_term", "taxonomy_term"),),
    ),
}  # fmt: skip

_CLASSED = frozenset(("attribute", "taxonomy", "taxonomy_term", "metadata"))
"""Attributes of these say nothing of a service, and could go in a circle."""

_SCHEMA = """
CREATE TABLE rows (kind TEXT, id TEXT, row INTEGER, body BLOB,
                   parent_kind TEXT, parent_id TEXT, file TEXT);
"""
_INDEXES = """
CREATE INDEX by_id ON rows (kind, id);
CREATE INDEX by_parent ON rows (parent_kind, parent_id);
"""
_DANGLING = """
SELECT file, row, parent_kind, parent_id FROM rows AS child
WHERE parent_kind = '' OR parent_kind IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM rows AS parent WHERE parent.kind = child.parent_kind
     AND parent.id = child.parent_id)
ORDER BY file, row
"""


def joined(package: Package) -> Iterator[Json]:
    """Every service with all that belongs to it, as HSDS JSON nests it, in the order of its table;
    then a record marked as unread for each row that belongs to nothing.

    Raises FeedError for a package without services.
    """
    # "" is a database on the disk that goes when it is closed.
    with closing(sqlite3.connect("")) as database:
        database.executescript(_SCHEMA)
        for kind, table in TABLES.items():
            database.executemany(
                "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(package, kind, table)
            )
        database.executescript(_INDEXES)
        joining = _Joining(database)
        yield from joining.services(package.name)
        yield from joining.dangling()


def _rows(package: Package, kind: str, table: Table) -> Iterator[tuple[object, ...]]:
    for name in table.names:
        for number, cells in package.rows(name):
            parent_kind, parent_id = _parent(cells, table)
            body = msgspec.json.encode(cells)
            own_id = cells.get("id", f"{name} {number}" if table.parents else "")
            yield kind, own_id, number, body, parent_kind, parent_id, f"{name}.csv"


def _parent(cells: dict[str, str], table: Table) -> tuple[str | None, str | None]:
    """(kind, id) of what a row belongs to: ("", None) where it should belong to something and does
    not say to what, (None, None) where it stands by itself."""
    if not table.parents:
        return None, None
    if table.parents == ("link",):
        entity = cells.get("link_entity", "").lower()
        return (None, None) if entity in _CLASSED else (entity, cells.get("link_id"))
    given = ((kind, cells.get(f"{kind}_id")) for kind in table.parents)
    return next(((kind, own_id) for kind, own_id in given if own_id), ("", None))


class _Joining:
    """Looks up, for one row after another, what it refers to and what belongs to it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._missing: list[tuple[str, int, str]] = []

    def services(self, name: str) -> Iterator[Json]:
        found = self._database.execute(
            "SELECT row, id, body, file FROM rows WHERE kind = 'service' ORDER BY row"
        )
        count = 0
        for count, (row, own_id, body, file) in enumerate(found, start=1):  # noqa: B007
            yield self._whole("service", own_id, body, (file, row))
        if count == 0:
            raise FeedError(f"{name} holds no services.csv with a row in it.")

    def dangling(self) -> Iterator[Json]:
        """A record marked as unread for each row that refers to nothing."""
        missing = iter(self._missing)
        orphans = (
            (file, row, _orphan(kind, own_id))
            for file, row, kind, own_id in self._database.execute(_DANGLING)
        )
        for count, (file, row, what) in enumerate((*missing, *orphans)):
            if count == MAX_TOLD:
                yield {UNREAD: f"more than {MAX_TOLD} rows belong to nothing; the first are told"}
                return
            yield {UNREAD: f"{file}, row {row}: {what}, so it was left out"}

    def _whole(self, kind: str, own_id: str, body: bytes, at: tuple[str, int]) -> Json:
        item: Json = msgspec.json.decode(body)
        for other, field in TABLES[kind].one:
            if other_id := item.get(f"{other}_id"):
                self._refer(item, other, field, other_id, at)
        belonging = self._database.execute(
            "SELECT kind, id, body, file, row FROM rows WHERE parent_kind = ? AND parent_id = ?"
            " ORDER BY rowid",
            (kind, own_id),
        ).fetchall()
        for child, child_id, child_body, file, row in belonging if own_id else ():
            whole = self._whole(child, child_id, child_body, (file, row))
            if child != "service_at_location" or "location" in whole:
                item.setdefault(TABLES[child].field, []).append(whole)
        return item

    def _refer(self, item: Json, kind: str, field: str, own_id: str, at: tuple[str, int]) -> None:
        found = self._database.execute(
            "SELECT body, file, row FROM rows WHERE kind = ? AND id = ? ORDER BY row LIMIT 1",
            (kind, own_id),
        ).fetchone()
        if found:
            item[field] = self._whole(kind, own_id, found[0], (found[1], found[2]))
        else:
            self._missing.append((*at, f"{kind}_id {own_id!r} is no {kind} of the package"))


def _orphan(kind: str, own_id: str | None) -> str:
    if not kind or not own_id:
        return "it does not say what it belongs to"
    return f"{kind}_id {own_id!r} is no {kind} of the package"
