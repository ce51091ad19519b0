"""The enquiry desk: all that an answer needs, opened from folders. It knows no HTTP and no SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path

from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.hours import this_moment
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.errors import NotFound
from wayfinder.index.live import LiveIndex
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import Place
from wayfinder.matching.danger_rules import DangerRules, load_danger_rules
from wayfinder.matching.front_doors import FrontDoors, load_front_doors
from wayfinder.matching.wayfind import wayfind
from wayfinder.matching.world import World


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
        now: Callable[[], datetime] = this_moment,
    ) -> None:
        self._live = LiveIndex(index_dir)
        self._gazetteer_path = gazetteer_path
        self._directory = directory
        self._now = now

    def answer(self, enquiry: Enquiry) -> Answer:
        """The answer to an enquiry, as of now."""
        return wayfind(enquiry, self._world(), self._now())

    def service(self, service_id: str) -> Service:
        """A service of the current release, by its id in either case; raises NotFound for none."""
        snapshot = self._live.current()
        number = snapshot.service_number(service_id.lower())
        if number is None:
            raise NotFound("No service of the current release has this id.")
        return snapshot.service(number)

    def needs(self) -> tuple[Need, ...]:
        """The needs vocabulary of the current release."""
        return self._live.current().needs

    def locate(self, postcode: str) -> Place:
        """Where a postcode or outward code lies."""
        return self._gazetteer.locate(postcode)

    def release(self) -> tuple[int, int]:
        """The number of the release that answers, and how many services it offers."""
        meta = self._world().snapshot.meta
        return meta.release, meta.services

    def _world(self) -> World:
        return World(self._live.current(), self._gazetteer, self._danger, self._front_doors)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open(self._gazetteer_path, Areas.load(self._directory / "areas"))

    @cached_property
    def _danger(self) -> DangerRules:
        return load_danger_rules(self._directory / "safety")

    @cached_property
    def _front_doors(self) -> FrontDoors:
        return load_front_doors(self._directory / "front_doors")
