"""Everything an enquiry is answered from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct

from wayfinder.index.snapshot import Snapshot
from wayfinder.index.stamp import made_by
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.danger_rules import DangerRules, load_danger_rules
from wayfinder.matching.front_doors import FrontDoors, load_front_doors
from wayfinder.matching.weights import WEIGHTS, Weights
from wayfinder.meaning import Embed, Vectors

SAFETY, FRONT_DOORS = "safety", "front_doors"
RULES = (SAFETY, FRONT_DOORS)
"""The folders of rules, by their names in `directory/` and in a release that carries them."""

READY_RULES = "rules.msgpack"
"""The same in a release, ready for use."""


@dataclass(frozen=True, slots=True)
class World:
    """One release of the directory with the geography and the rules around it.

    `embed` is the model of meaning, where the extra `[semantic]` is installed; `weights` are those
    the answers are ranked by.
    """

    snapshot: Snapshot
    gazetteer: Gazetteer
    danger: DangerRules
    front_doors: FrontDoors
    embed: Embed | None = None
    weights: Weights = WEIGHTS

    def meaning(self, need: str) -> Vectors | None:
        """What is asked as a vector; None without the extra, or an index made without it."""
        if self.embed is None or not need or "vectors" not in self.snapshot.arrays:
            return None
        return cast("Vectors", self.embed([need])[0])


class Rules(Struct, frozen=True):
    """The reviewed rules, ready for use by the code that made them so (`index/stamp.py`)."""

    danger: DangerRules
    front_doors: FrontDoors
    made_by: str = ""


def load_rules(folder: Path) -> Rules:
    """The rules in the folders `RULES` of `folder`, checked. Raises DirectoryError."""
    danger, front_doors = load_danger_rules(folder / SAFETY), load_front_doors(folder / FRONT_DOORS)
    return Rules(danger, front_doors, made_by())


def written(rules: Rules) -> bytes:
    """Rules made ready once, for a release to carry: making them ready takes a second."""
    return msgspec.msgpack.encode(rules)


def open_rules(folder: Path) -> Rules:
    """The rules that a release carries; made ready anew where other code wrote them."""
    try:
        ready = msgspec.msgpack.decode((folder / READY_RULES).read_bytes(), type=Rules)
    except (OSError, msgspec.MsgspecError):
        return load_rules(folder)
    return ready if ready.made_by == made_by() else load_rules(folder)
