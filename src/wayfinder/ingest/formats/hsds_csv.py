"""HSDS as a package of CSV tables, read as the same services in JSON would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from wayfinder.ingest.formats import oruk
from wayfinder.ingest.formats.hsds_joining import joined
from wayfinder.ingest.formats.hsds_package import open_package
from wayfinder.ingest.json_stream import json_objects
from wayfinder.ingest.reading import Feed, Limits
from wayfinder.ingest.records import Context, Row

FORMAT = "hsds-csv"


@contextmanager
def opened(where: Path | BinaryIO, name: str, limits: Limits) -> Iterator[Feed]:
    """The package's services as JSON lines. Raises FeedError for what is no package of tables; rows
    that refer to nothing are told of after the services."""
    with open_package(where, name, limits) as package:
        yield Feed(name, (msgspec.json.encode(item) + b"\n" for item in joined(package)), limits)


def read(feed: Feed, context: Context) -> Iterator[Row]:
    """One record or rejection for each row of the services' table, whose heading is row 1."""
    for element in json_objects(feed):
        yield from oruk.rows(element._replace(row=element.row + 1), context)
