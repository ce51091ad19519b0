"""Runs the sources of the manifest one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from wayfinder.domain.coverage import Coverage
from wayfinder.errors import DirectoryError, FeedError, NotFound
from wayfinder.ingest.records import AreaNames, coverage_of
from wayfinder.ingest.run import Summary, World, import_feed
from wayfinder.ingest.sources import Declaration


class Harvested(NamedTuple):
    """What became of one source: what its import did, or why it failed as a whole."""

    source_id: str
    summary: Summary | None
    error: FeedError | None


def harvest(
    engine: Engine,
    declared: Sequence[Declaration],
    folder: Path,
    world: World,
    *,
    now: Callable[[], datetime],
    publish: bool = True,
) -> Iterator[Harvested]:
    """Import each source in turn; one that fails leaves its last state and stops no other."""
    for one in declared:
        try:
            summary = import_feed(
                engine,
                one.source,
                one.format,
                one.where(folder),
                world,
                now=now(),
                publish=publish,
                default_coverage=default_coverage(one, world.areas),
            )
        except FeedError as error:
            yield Harvested(one.id, None, error)
        else:
            yield Harvested(one.id, summary, None)


def chosen(declared: Sequence[Declaration], ids: Sequence[str]) -> tuple[Declaration, ...]:
    """The sources named, enabled or not; with no names all that are enabled. Raises NotFound."""
    if not ids:
        return tuple(one for one in declared if one.enabled)
    by_id = {one.id: one for one in declared}
    if unknown := [own for own in ids if own not in by_id]:
        raise NotFound(f"No source {unknown[0]!r} is declared; there are {', '.join(by_id)}.")
    return tuple(by_id[own] for own in ids)


def default_coverage(declared: Declaration, areas: AreaNames) -> Coverage:
    """The declared coverage as a rule. Raises DirectoryError for an area that is not known."""
    found = coverage_of(list(declared.coverage), areas)
    if found.unresolved:
        raise DirectoryError(f"Source {declared.id}: {found.unresolved[0]!r} is no area we know.")
    return found
