"""Where feeds come into the store: one at a time by hand, or all of the manifest's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Engine

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.hours import this_moment
from wayfinder.domain.source import Source
from wayfinder.ingest.fetching.kept import last_checked
from wayfinder.ingest.fetching.web import Web
from wayfinder.ingest.harvest import Harvested, chosen, default_coverage, harvest
from wayfinder.ingest.reports import Report
from wayfinder.ingest.run import FORMATS, Summary, World, import_feed
from wayfinder.ingest.sources import DEFAULT_TERMS, Declaration, Terms, load_sources
from wayfinder.store.alerts import Alert, alerts
from wayfinder.store.engine import reading
from wayfinder.store.sources import last_imports, list_sources


class Harvest(Struct, frozen=True):
    """What became of each source, and every alert that stands after it."""

    sources: tuple[Harvested, ...]
    alerts: tuple[Alert, ...]


class Intake:
    """Brings feeds into the store that `engine` opens. `world` makes what imports ask of the house,
    once it is needed; `feeds_dir` keeps what harvests were told, None nothing."""

    def __init__(
        self,
        *,
        engine: Engine,
        directory: Path,
        world: Callable[[Web], World],
        feeds_dir: Path | None,
        report: Report,
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._world = world
        self._feeds_dir = feeds_dir
        self._report = report

    def sources(self) -> tuple[Declaration, ...]:
        """The manifest's sources."""
        return load_sources(self._directory / "sources.toml", frozenset(FORMATS))

    def chosen(self, ids: Sequence[str], *, due: bool = False) -> tuple[Declaration, ...]:
        """The sources named, or all that are enabled; with `due` those whose schedule's time has
        come since they last went well. Raises NotFound."""
        named = chosen(self.sources(), ids)
        if not due:
            return named
        with reading(self._engine) as connection:
            imported = last_imports(connection)
        web, now = Web(self._feeds_dir), this_moment()

        def went_well(source_id: str) -> datetime | None:
            moments = (imported.get(source_id), last_checked(web.kept_at(source_id)))
            return max(filter(None, moments), default=None)

        return tuple(each for each in named if each.is_due(went_well(each.id), now))

    def import_feed(
        self, source: Source, where: str, *, publish: bool, terms: Terms | None = None
    ) -> Summary:
        """Bring one feed in. A source of the manifest brings what is declared of it; of `terms`
        then only what is said by a person for this once is taken. Raises FeedError."""
        world = self._world(Web())
        declared = {each.id: each for each in self.sources()}.get(source.id)
        with self._report(f"Reading {source.name}") as advance:
            return import_feed(
                self._engine,
                declared.source if declared else source,
                source.format or "",
                where,
                world,
                now=this_moment(),
                publish=publish,
                default_coverage=(
                    default_coverage(declared, world.areas) if declared else Coverage()
                ),
                terms=_agreed(declared, source.format, terms or DEFAULT_TERMS),
                progress=lambda rows: advance(rows, None),
            )

    def harvest(
        self,
        declared: Sequence[Declaration],
        *,
        publish: bool = True,
        accept_shrink: bool = False,
        afresh: bool = False,
    ) -> Harvest:
        """Import these sources as one release."""
        world = self._world(Web(self._feeds_dir))
        done = harvest(
            *(self._engine, declared, self._directory, world),
            now=this_moment,
            publish=publish,
            accept_shrink=accept_shrink,
            afresh=afresh,
            manifest={each.id for each in self.sources()},
            report=self._report,
        )
        with reading(self._engine) as connection:
            return Harvest(done, alerts(connection))

    def load_starter(self) -> bool:
        """Load the directory's own files that the store has never seen; whether there were any."""
        with reading(self._engine) as connection:
            known = {source.id for source in list_sources(connection)}
        starter = [each for each in self.sources() if each.enabled and each.file]
        wanted = [each for each in starter if each.id not in known]
        if not wanted:
            return False
        world = self._world(Web())
        with self._report("Loading the directory"):
            done = harvest(
                *(self._engine, wanted, self._directory, world), now=this_moment, publish=False
            )
        for each in done:
            if each.error:
                raise each.error
        return True


def _agreed(declared: Declaration | None, format: str | None, told: Terms) -> Terms:
    """What is declared of a source, with what a person says for this once."""
    if declared is None:
        return told
    own = declared.terms
    return replace(
        own,
        fields=own.fields if format == declared.format else {},
        accept_shrink=told.accept_shrink,
        manners=replace(
            own.manners, allow_private=own.manners.allow_private or told.manners.allow_private
        ),
    )
