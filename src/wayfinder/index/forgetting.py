"""Earlier releases that show what is withheld by now: they are not to be asked any more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from wayfinder.domain.service import Location, Service
from wayfinder.index.blobs import Blobs

log = logging.getLogger("wayfinder.index")

Discreet = Callable[[Service], Service]
"""Gives what may be told of a service; of one that hides nothing the very same."""


class Forgetting:
    """Notes what the new release tells of services that have a confidential place."""

    def __init__(self, discreet: Discreet) -> None:
        self.discreet = discreet
        self._open: dict[str, frozenset[str]] = {}

    def add(self, _number: int, service: Service) -> None:
        """Note one more service of the new release."""
        if service.has_confidential_place:
            told = frozenset(place.id for place in _open(service))
            self._open.update(dict.fromkeys((service.id, *service.merged_ids), told))

    def unfit(self, folders: list[Path]) -> tuple[str, ...]:
        """The names of those builds that show more, or cannot be read to see whether they do."""
        unfit = tuple(folder.name for folder in folders if self._shows_more(folder))
        if unfit:
            # Which service it is would tell where to look in a copy.
            log.warning("no longer kept, for a place has become confidential: %s", ", ".join(unfit))
        return unfit

    def _shows_more(self, folder: Path) -> bool:
        try:
            return any(map(self._tells_more, _records(folder)))
        except (OSError, ValueError, msgspec.MsgspecError):
            return bool(self._open)

    def _tells_more(self, earlier: Service) -> bool:
        still = self._open.get(earlier.id)
        if still is not None and not still.issuperset(place.id for place in _open(earlier)):
            return True
        return self.discreet(earlier) != earlier


def _open(service: Service) -> Iterator[Location]:
    return (at.location for at in service.locations if not at.location.confidential)


def _records(folder: Path) -> Iterator[Service]:
    """Every service of a build, of whichever version."""
    offsets = np.load(folder / "records_offsets.npy", mmap_mode="r", allow_pickle=False)
    records = Blobs(folder, "records", {"records_offsets": np.asarray(offsets)})
    decode = msgspec.msgpack.Decoder(Service).decode
    return (decode(records.get(number)) for number in range(len(offsets) - 1))
