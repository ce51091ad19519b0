"""Each service in the two forms in which it is read: as a result shows it, and whole."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays
from wayfinder.index.blobs import BlobWriter
from wayfinder.index.bodies import hit_json


class DocumentsWriter:
    """Writes services to `folder` while they stream by. `source_names` are names by source id."""

    def __init__(self, folder: Path, source_names: Mapping[str, str]) -> None:
        self._source_names = source_names
        self._ids: list[bytes] = []
        self._merged: list[tuple[bytes, int]] = []
        self._open = ExitStack()
        self._hits = self._open.enter_context(BlobWriter(folder, "hits"))
        self._records = self._open.enter_context(BlobWriter(folder, "records"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, number: int, service: Service) -> None:
        """Write the next service."""
        self._ids.append(service.id.encode())
        self._merged += [(own.encode(), number) for own in service.merged_ids]
        self._hits.add(hit_json(service, self._source_names))
        self._records.add(msgspec.msgpack.encode(service))

    def arrays(self) -> Arrays:
        """The ids of the services by number, the ids of those they took in, sorted, with the number
        of each one's joint service, and where each service's bytes stand."""
        merged = sorted(self._merged)
        ids: Arrays = {
            "service_ids": np.array(self._ids, "S36"),
            "merged_ids": np.array([own for own, _ in merged], "S36"),
            "merged_into": np.array([number for _, number in merged], np.int32),
        }
        return ids | self._hits.arrays() | self._records.arrays()
