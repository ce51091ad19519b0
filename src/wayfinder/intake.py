"""Where feeds come into the store: one at a time by hand, or all of the manifest's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Engine

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.hours import this_moment
from wayfinder.domain.source import Source
from wayfinder.errors import FieldError, InvalidInput
from wayfinder.ingest.fetching.web import Web
from wayfinder.ingest.harvest import Harvested, chosen, default_coverage, harvest
from wayfinder.ingest.reports import Report
from wayfinder.ingest.retiring import Retired, retire
from wayfinder.ingest.run import FORMATS, World, check, import_feed
from wayfinder.ingest.sources import DEFAULT_TERMS, Declaration, Terms, load_sources
from wayfinder.ingest.standing import Standing, last_heard, standings
from wayfinder.ingest.summary import Summary
from wayfinder.store.alerts import Alert, alerts
from wayfinder.store.engine import reading, transaction
from wayfinder.store.sources import list_sources


class Harvest(Struct, frozen=True):
    """What became of each source, every alert that stands after it, and the number of the release
    that it made."""

    sources: tuple[Harvested, ...]
    alerts: tuple[Alert, ...]
    published: int | None = None


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
            heard = last_heard(connection, self._kept_at)
        now = this_moment()
        return tuple(each for each in named if each.is_due(heard(each.id), now))

    def standings(self) -> tuple[Standing, ...]:
        """How each source stands, declared or only known to the store."""
        with reading(self._engine) as connection:
            return standings(connection, self.sources(), self._kept_at, this_moment())

    def alerts(self) -> tuple[Alert, ...]:
        """Every alert that stands."""
        with reading(self._engine) as connection:
            return alerts(connection)

    def retire(self, source_id: str, *, publish: bool) -> Retired:
        """Withdraw all that a source says. Raises NotFound for one that was never imported."""
        district_of = self._world(Web()).district_of
        with transaction(self._engine) as connection:
            return retire(connection, source_id, this_moment(), district_of, publish=publish)

    def import_feed(
        self, source: Source, where: str, *, publish: bool, terms: Terms | None = None
    ) -> Summary:
        """Bring one feed in. A source of the manifest brings what is declared of it; of `terms`
        and `source` then only what is said by a person for this once is taken. Raises FeedError,
        and InvalidInput before anything is done."""
        declared = {each.id: each for each in self.sources()}.get(source.id)
        check(source, source.format or "", this_moment())
        _refuse_other_format(declared, source.format)
        world = self._world(Web())
        with self._report(f"Reading {source.name}") as advance:
            return import_feed(
                self._engine,
                _told(declared, source),
                source.format or "",
                where,
                world,
                now=this_moment(),
                publish=publish,
                default_coverage=(
                    default_coverage(declared, world.areas) if declared else Coverage()
                ),
                terms=_agreed(declared, terms or DEFAULT_TERMS),
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
            manifest=self.sources(),
            report=self._report,
        )
        return Harvest(done.sources, self.alerts(), done.published)

    def load_starter(self) -> bool:
        """Load the directory's own files that the store has never seen; whether there were any."""
        wanted = [each for each in self._never_heard() if each.file]
        if not wanted:
            return False
        world = self._world(Web())
        with self._report("Loading the directory"):
            done = harvest(
                *(self._engine, wanted, self._directory, world),
                now=this_moment,
                publish=False,
                manifest=self.sources(),
            )
        for each in done.sources:
            if each.error:
                raise each.error
        return True

    def left_out(self) -> tuple[str, ...]:
        """The ids of the sources that are switched on and were never brought in: a start waits for
        no network."""
        return tuple(each.id for each in self._never_heard())

    def _never_heard(self) -> list[Declaration]:
        with reading(self._engine) as connection:
            known = {source.id for source in list_sources(connection)}
        return [each for each in self.sources() if each.enabled and each.id not in known]

    def _kept_at(self, source_id: str) -> Path | None:
        return Web(self._feeds_dir).kept_at(source_id)


def _refuse_other_format(declared: Declaration | None, format: str | None) -> None:
    if declared is None or declared.format == format:
        return
    message = (
        f"sources.toml declares {declared.id} as {declared.format}, not {format}. "
        f"Say --format {declared.format}, or give this feed a source id of its own."
    )
    raise InvalidInput(f"format: {message}", (FieldError("format", message),))


def _told(declared: Declaration | None, source: Source) -> Source:
    """A source as it is declared, if it is, with the day that a person says for this once."""
    if declared is None:
        return source
    return replace(declared.source, as_of=source.as_of or declared.as_of)


def _agreed(declared: Declaration | None, told: Terms) -> Terms:
    """What is declared of a source, with what a person says for this once."""
    if declared is None:
        return told
    own = declared.terms
    private = own.manners.allow_private or told.manners.allow_private
    return replace(
        own,
        accept_shrink=told.accept_shrink,
        manners=replace(own.manners, allow_private=private),
    )
