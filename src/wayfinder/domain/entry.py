"""What is read out of one release, and which one that was: both come of it together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wayfinder.domain.need import Need
from wayfinder.domain.service import Service


class Vocabulary(NamedTuple):
    """The needs that a release is searched by."""

    release: int
    needs: tuple[Need, ...]


class Entry(NamedTuple):
    """A service in a release, with the names of its sources and of needs, by their ids."""

    release: int
    service: Service
    source_names: Mapping[str, str]
    need_labels: Mapping[str, str]
