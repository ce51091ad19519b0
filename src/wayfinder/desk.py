"""The enquiry desk: all that an answer needs, opened from folders. It knows no HTTP and no SQL."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from wayfinder.domain.answer import Answer
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.entry import Entry, Vocabulary
from wayfinder.domain.hours import this_moment
from wayfinder.domain.service import Service
from wayfinder.errors import NoSuchService
from wayfinder.index.bodies import HitService
from wayfinder.index.kept import KeptReleases
from wayfinder.index.live import LiveIndex
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.stamp import made_by
from wayfinder.index.whole import digest
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import Place
from wayfinder.matching.checking import check_service
from wayfinder.matching.wayfind import wayfind
from wayfinder.matching.world import RULES, Rules, World, open_rules
from wayfinder.meaning import Model, no_model

log = logging.getLogger("wayfinder.index")


class Desk:
    """Answers from the newest release. Every question raises NotReady until all of it is there.

    Nothing is opened before it is asked for, so a desk over empty folders can be made; once the
    folders are filled it answers, without a restart.
    """

    def __init__(
        self,
        *,
        index_dir: Path,
        gazetteer_path: Path,
        directory: Path,
        model: Model = no_model,
    ) -> None:
        self._live = LiveIndex(index_dir, self._newest_of)
        self._kept = KeptReleases(index_dir, self._world_of)
        self._gazetteer_path = gazetteer_path
        self._directory = directory
        self._model = model
        self._latest: tuple[tuple[str, ...], Rules] | None = None

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer:
        """The answer to an enquiry, as it was at a moment (aware); None is now.

        Raises ReleaseNotKept where what answered then is not kept.
        """
        return wayfind(enquiry, self._world_at(as_of), as_of or this_moment())

    def check(self, service_id: str, enquiry: Enquiry, as_of: datetime | None = None) -> Checked:
        """One service held against an enquiry; raises NotFound for an id that is not there."""
        return check_service(service_id, enquiry, self._newest_at(as_of), as_of or this_moment())

    def look(self) -> None:
        """Take up a release that was published since, in the background. Costs one `stat`."""
        self._live.look()

    def world(self) -> World:
        """Everything that the current release answers from."""
        return self._live.current()

    def service(self, service_id: str, as_of: datetime | None = None) -> Service:
        """A service of a moment's release, as `entry` finds it."""
        return self.entry(service_id, as_of).service

    def entry(self, service_id: str, as_of: datetime | None = None) -> Entry:
        """A service of a moment's release, by its id in either case, or by one that it took in.

        Without a moment it is of the newest release, which is waited for while it is being opened.
        Raises NoSuchService for an id that is not there.
        """
        world = self._newest_at(as_of)
        snapshot = world.snapshot
        number = snapshot.service_number(service_id.lower())
        if number is None:
            raise NoSuchService(
                "No service of the release has this id.", facts={"release": snapshot.meta.release}
            )
        hit = msgspec.json.decode(snapshot.hit(number), type=HitService)
        return Entry(
            release=snapshot.meta.release,
            service=snapshot.service(number),
            source_names={it.id: it.name for it in hit.sources},
            need_labels={need.id: need.label for need in snapshot.needs},
        )

    def knows_postcode(self, postcode: str) -> bool:
        """Whether the gazetteer lists a unit postcode."""
        return postcode in self._gazetteer

    def needs(self) -> Vocabulary:
        """The needs vocabulary of the current release."""
        snapshot = self._live.current().snapshot
        return Vocabulary(snapshot.meta.release, snapshot.needs)

    def locate(self, postcode: str) -> Place:
        """Where a postcode or outward code lies."""
        return self._gazetteer.locate(postcode)

    def release(self) -> tuple[int, int]:
        """The number of the release that answers, and how many services it offers."""
        meta = self._live.current().snapshot.meta
        return meta.release, meta.services

    def newest_release(self) -> int:
        """The number of the newest release, which is waited for while it is being opened."""
        return self._live.newest().snapshot.meta.release

    def _world_at(self, moment: datetime | None) -> World:
        """The release that answers now, or the one that did."""
        live = self._live.current()
        if moment is None:
            return live
        folder = self._kept.folder_at(moment)
        return live if folder == live.snapshot.folder else self._kept.open(folder)

    def _newest_at(self, moment: datetime | None) -> World:
        """The same, waiting for the newest: of a service that the changes have told of."""
        return self._live.newest() if moment is None else self._world_at(moment)

    def _newest_of(self, folder: Path) -> World:
        """A release that is to answer; what was held open of earlier ones it may forget."""
        self._kept.let_go()
        return self._world_of(folder)

    def _world_of(self, folder: Path) -> World:
        """A release and the rules it carries, so that what belongs together answers together."""
        gazetteer, snapshot = self._gazetteer, Snapshot(folder)
        if snapshot.meta.made_by != made_by():
            log.warning(
                "%s was made by other code than answers from it; run `wayfinder reindex`",
                folder.name,
            )
        # An index that somebody built without rules has the directory's own.
        carries = all((folder / name).is_dir() for name in RULES)
        rules = self._rules(folder if carries else self._directory)
        return World(snapshot, gazetteer, rules.danger, rules.front_doors, self._model())

    def _rules(self, folder: Path) -> Rules:
        """Those of the release before where they say the same: they seldom change, and reading
        them takes a tenth of a second, felt by everybody who asks meanwhile."""
        said = tuple(digest(folder / name) for name in RULES)
        if self._latest is None or self._latest[0] != said:
            self._latest = said, open_rules(folder)
        return self._latest[1]

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open(self._gazetteer_path, Areas.load(self._directory / "areas"))
