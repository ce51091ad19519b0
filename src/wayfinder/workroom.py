"""The workroom behind the desk: where feeds become releases, and releases become indexes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from wayfinder.domain.bank_holidays import bank_holidays_around
from wayfinder.domain.hours import this_moment
from wayfinder.domain.need import Need
from wayfinder.domain.place_names import load_place_names
from wayfinder.domain.service import Location
from wayfinder.domain.source import Source
from wayfinder.domain.vocabulary import load_needs
from wayfinder.domain.withheld import Discretion
from wayfinder.domain.word_groups import WordGroup, load_word_groups
from wayfinder.errors import NotReady
from wayfinder.index.build import KEPT_RELEASES, build
from wayfinder.index.folder import alone, current
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.stamp import made_by
from wayfinder.index.whole import digest
from wayfinder.ingest.fetching.web import Web
from wayfinder.ingest.publishing import publish
from wayfinder.ingest.reports import Report, silent
from wayfinder.ingest.retiring import Retired
from wayfinder.ingest.run import World
from wayfinder.ingest.sources import Terms
from wayfinder.ingest.standing import Standing
from wayfinder.ingest.summary import Summary
from wayfinder.intake import Harvest, Intake
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef
from wayfinder.matching.world import READY_RULES, RULES, load_rules, written
from wayfinder.meaning import Model, name_of, no_model
from wayfinder.store import releases
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.joint import is_joined, joint_services
from wayfinder.store.schema import migrate
from wayfinder.store.sources import list_sources
from wayfinder.store.withheld import flagged_services

log = logging.getLogger("wayfinder.index")


class Workroom:
    """Everything that changes a data folder. Any step may be killed and simply done again."""

    def __init__(
        self,
        *,
        database: str,
        index_dir: Path,
        gazetteer_path: Path,
        directory: Path,
        model: Model = no_model,
        kept_releases: int = KEPT_RELEASES,
        feeds_dir: Path | None = None,
        report: Report = silent,
    ) -> None:
        self._database = database
        self._index_dir = index_dir
        self._gazetteer_path = gazetteer_path
        self._directory = directory
        self._model = model
        self._kept_releases = kept_releases
        self._feeds_dir = feeds_dir
        self._report = report

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def prepare(self) -> tuple[str, ...]:
        """Do whatever is missing until an enquiry can be answered; nothing when all is there.

        The postcodes are tabled, the directory's own files are loaded that never were, and the
        newest release is indexed. What comes back are the ids of the sources that are switched on
        and still left out, for they lie on the web.
        """
        _ = self._gazetteer
        if self._intake.load_starter() or not self._release():
            self._publish()
        self._catch_up()
        return self._intake.left_out()

    def import_feed(
        self, source: Source, where: str, *, publish: bool = True, terms: Terms | None = None
    ) -> Summary:
        """Bring one feed in; with `publish`, index it as the next release.

        Raises FeedError for a feed that cannot be read as a whole or loses too much, and then
        leaves everything as it was.
        """
        summary = self._intake.import_feed(source, where, publish=publish, terms=terms)
        self._catch_up()
        return summary

    def harvest(
        self,
        ids: Sequence[str],
        *,
        publish: bool = True,
        due: bool = False,
        accept_shrink: bool = False,
        afresh: bool = False,
    ) -> Harvest:
        """Import the manifest's sources named, or all that are enabled, as one release; with `due`
        only those of them whose time has come, and where there is none, nothing at all."""
        chosen = self._intake.chosen(ids, due=due)
        if due and not chosen:
            return Harvest((), self._intake.alerts())
        done = self._intake.harvest(
            chosen,
            publish=publish,
            accept_shrink=accept_shrink,
            afresh=afresh,
        )
        self._catch_up()
        return done

    def sources(self) -> tuple[Standing, ...]:
        """How each source stands."""
        return self._intake.standings()

    def retire(self, source_id: str, *, publish: bool = True) -> Retired:
        """Withdraw all that a source says; with `publish`, index what is left as the next release.
        Raises NotFound for a source that was never imported."""
        done = self._intake.retire(source_id, publish=publish)
        self._catch_up()
        return done

    def reindex(self) -> int:
        """Build the newest release's index, beside the one in use; the release's number.

        Raises NotReady while there is none.
        """
        with alone(self._index_dir):
            return self._build()

    def _catch_up(self) -> None:
        """Index the newest release if that has not been done (or was cut short), and again if the
        directory's needs or rules, the model or this code have changed since.

        Two that come at once take turns, and each looks anew when its turn has come: the last one
        out leaves the newest release behind.
        """
        if self._made_unjoined():
            self._publish()
        with alone(self._index_dir):
            if (release := self._release()) and not self._is_indexed(release):
                self._build()

    def _build(self) -> int:
        """Build the newest release out of one state of the store; for a builder that is alone."""
        with self._report("Building the index") as advance, reading(self._engine) as connection:
            release = releases.latest_release(connection)
            if release is None:
                raise NotReady("Nothing is published yet: run `wayfinder serve`.")
            build(
                joint_services(connection),
                self._needs,
                self._index_dir,
                groups=self._groups,
                release=release.number,
                released_at=release.published_at.isoformat(),
                place_names=self._place_names,
                bank_holidays=bank_holidays_around(release.published_at.year),
                source_names={each.id: each.name for each in list_sources(connection)},
                carries=self._rules,
                # No release with rules that cannot be used: these are checked before it is built.
                files={READY_RULES: written(load_rules(self._directory))},
                embed=self._model(),
                discreet=Discretion(flagged_services(connection), self._district_of),
                district_centres=lambda: self._gazetteer.district_centres(),  # noqa: PLW0108 - opened late
                keep=self._kept_releases,
                progress=lambda done: advance(done, release.services),
            )
        return release.number

    def _publish(self) -> releases.Release:
        with transaction(self._engine) as connection:
            return publish(connection, this_moment(), self._district_of)

    def _made_unjoined(self) -> bool:
        """Whether the newest release is of a version that did not keep what it had released."""
        with reading(self._engine) as connection:
            release = releases.latest_release(connection)
            return bool(release and release.services and not is_joined(connection))

    def _release(self) -> releases.Release | None:
        with reading(self._engine) as connection:
            return releases.latest_release(connection)

    def _is_indexed(self, release: releases.Release) -> bool:
        """Whether its index is there, whole, and would be made alike today; where not, why."""
        snapshot = self._snapshot()
        if snapshot is None or snapshot.meta.release != release.number:
            return False
        changed = self._changed_since(snapshot)
        if changed:
            log.warning("release %d is indexed again, for %s", release.number, changed)
        return not changed

    def _changed_since(self, snapshot: Snapshot) -> str | None:
        """What of all that an index is made with is not what it was."""
        if snapshot.meta.made_by != made_by():
            return "other code made its index"
        if snapshot.meta.model != name_of(self._model()):
            return "the sentence model came, went or was changed"
        if (snapshot.needs, snapshot.groups) != (self._needs, self._groups):
            return "the needs or the word groups were edited"
        if any(digest(snapshot.folder / each.name) != digest(each) for each in self._rules):
            return "the safety rules or the front doors were edited"
        return None

    def _snapshot(self) -> Snapshot | None:
        folder = current(self._index_dir)
        try:
            return Snapshot(folder) if folder else None
        except NotReady:
            return None

    @cached_property
    def _engine(self) -> Engine:
        engine = open_engine(self._database)
        migrate(engine)
        return engine

    @cached_property
    def _intake(self) -> Intake:
        return Intake(
            engine=self._engine,
            directory=self._directory,
            world=self._world,
            feeds_dir=self._feeds_dir,
            report=self._report,
        )

    def _world(self, web: Web) -> World:
        return World(
            place=self._gazetteer.point,
            areas=self._areas.resolve,
            needs=frozenset(need.id for need in self._needs),
            web=web,
            district_of=self._district_of,
        )

    def _district_of(self, place: Location) -> AreaRef | None:
        return self._gazetteer.district(place.postcode, place.lat_deg, place.lon_deg)

    @cached_property
    def _areas(self) -> Areas:
        return Areas.load(self._directory / "areas")

    @property
    def _rules(self) -> tuple[Path, ...]:
        return tuple(self._directory / name for name in RULES)

    @cached_property
    def _needs(self) -> tuple[Need, ...]:
        return load_needs(self._directory / "needs")

    @property
    def _place_names(self) -> list[str]:
        towns = load_place_names(self._directory / "places.toml")
        return [*(area.name for area in self._areas), *towns]

    @property
    def _groups(self) -> tuple[WordGroup, ...]:
        return load_word_groups(self._directory / "words.toml")

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        if Gazetteer.is_current(self._gazetteer_path):
            return Gazetteer.open(self._gazetteer_path, self._areas)
        with self._report("Building the table of postcodes") as advance:
            return Gazetteer.build(self._gazetteer_path, self._areas, advance)
