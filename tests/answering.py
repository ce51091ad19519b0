"""A small directory that can be asked: the real search over a real index of a few services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from math import degrees
from pathlib import Path

import msgspec

from tests import made_up
from tests.conftest import DIRECTORY
from tests.unit.location.row_source import PostcodeRow, RowSource
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service, ServiceAtLocation
from wayfinder.index.bodies import HitService
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.distance import EARTH_RADIUS_M
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.danger_rules import load_danger_rules
from wayfinder.matching.front_doors import load_front_doors
from wayfinder.matching.wayfind import wayfind
from wayfinder.matching.world import World
from wayfinder.meaning import Embed

SATURDAY_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

HOME, HOME_LAT_DEG, HOME_LON_DEG = "AL1 1AA", 51.75, -0.33
BORDER = "SG8"
"""An outward code that Hertfordshire shares with Cambridgeshire."""

ST_ALBANS, HERTFORDSHIRE, CAMBRIDGESHIRE = "E07000240", "E10000015", "E10000003"
EAST_OF_ENGLAND, ENGLAND, UNITED_KINGDOM = "E12000006", "E92000001", "K02000001"

POSTCODES = RowSource(
    (
        PostcodeRow(HOME, HOME_LAT_DEG, HOME_LON_DEG, (ST_ALBANS,)),
        PostcodeRow("SG8 5AA", 52.049, -0.024, ("E07000099",)),
        PostcodeRow("SG8 0AB", 52.050, -0.024, ("E07000012",)),
    ),
    name="a list made by hand",
    version="1",
)

DANGER = load_danger_rules(DIRECTORY / "safety")
FRONT_DOORS = load_front_doors(DIRECTORY / "front_doors")


class Asked:
    """`asked("damp flat", HOME)` is the whole answer, `asked.names(...)` what it offers."""

    def __init__(
        self,
        services: Iterable[Service],
        folder: Path,
        gazetteer: Gazetteer,
        needs: tuple[Need, ...] = made_up.NEEDS,
        *,
        read_by: Embed | None = None,
        asked_by: Embed | None = None,
    ) -> None:
        """`read_by` is the model of meaning while the index is built, `asked_by` afterwards."""
        ordered = sorted(services, key=lambda service: service.id)
        released_at = "2026-11-21T00:00:00Z"
        built = build(ordered, needs, folder, release=1, released_at=released_at, embed=read_by)
        self.world = World(Snapshot(built), gazetteer, DANGER, FRONT_DOORS, asked_by)

    def __call__(self, need: str = "", postcode: str | None = None, **more: object) -> Answer:
        enquiry = Enquiry(need=need, postcode=postcode, **{"limit": 50} | more)  # type: ignore[arg-type]
        return wayfind(enquiry, self.world, SATURDAY_NOON)

    def names(self, need: str = "", postcode: str | None = None, **more: object) -> list[str]:
        """The names of what is offered, best first."""
        return [named(each.service) for each in self(need, postcode, **more).matches]


def named(hit: msgspec.Raw) -> str:
    """The name of a service in an answer."""
    return msgspec.json.decode(hit, type=HitService).name


def away(metres: float) -> ServiceAtLocation:
    """A place that far to the north of HOME."""
    return made_up.at(HOME_LAT_DEG + degrees(metres / EARTH_RADIUS_M), HOME_LON_DEG)


def numbered(number: int, name: str, **fields: object) -> Service:
    """A service that stands at this place in the order of ids, which decides between equals."""
    return made_up.service(name, id=f"00000000-0000-4000-8000-{number:012d}", **fields)
