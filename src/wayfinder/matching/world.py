"""Everything an enquiry is answered from."""

from __future__ import annotations

from dataclasses import dataclass

from wayfinder.index.snapshot import Snapshot
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.front_doors import FrontDoors
from wayfinder.matching.triage import DangerRules


@dataclass(frozen=True, slots=True)
class World:
    """One release of the directory with the geography and the rules around it."""

    snapshot: Snapshot
    gazetteer: Gazetteer
    danger: DangerRules
    front_doors: FrontDoors
