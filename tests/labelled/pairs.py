"""The labelled pairs: families of records, read into services, and what linking makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct

from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)
from wayfinder.ingest.linking.link import Linked, link, print_of

FOLDER = Path(__file__).parent / "links"
HELD_OUT = "held_out"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Record(Struct, frozen=True):
    """One record of a family; `told` is the label of the service that it is of, `held_out` whether
    nothing is tuned on its family."""

    family: str
    told: str
    service: Service
    held_out: bool


class Figures(Struct, frozen=True, kw_only=True):
    """How linking did on some families. `wrong` and `missed` name the pairs, to be read."""

    same: int
    different: int
    unsure: int
    merged: int
    queued: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of the pairs called certain, the share that is the same; one of two families is not."""
        called = self.merged + len(self.wrong)
        return self.merged / called if called else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, the share called certain."""
        return self.merged / self.same


@cache
def records() -> tuple[Record, ...]:
    """All records of all files."""
    return tuple(
        record
        for path in sorted(FOLDER.glob("*.toml"))
        for family in tomllib.loads(path.read_text("utf-8"))["family"]
        for record in _family(family, held_out=path.stem == HELD_OUT)
    )


def label(left: Record, right: Record) -> str:
    """same, different or unsure."""
    if left.family == right.family and left.told == right.told:
        return "same"
    if left.family == right.family and left.told.strip("?") == right.told.strip("?"):
        return "unsure"
    return "different"


def figures(held_out: bool) -> Figures:
    """What linking makes of all records of a part at once, each of another source in its family."""
    part = [it for it in records() if it.held_out is held_out]
    linked = link([print_of(it.service) for it in part], {})
    return _counted(part, linked)


def _counted(part: list[Record], linked: Linked) -> Figures:
    verdicts = {(it.left_id, it.right_id): it for it in linked.pairs}
    labels = {"same": 0, "different": 0, "unsure": 0}
    merged, queued, wrong, missed = 0, 0, [], []
    for left, right in combinations(sorted(part, key=lambda it: it.service.id), 2):
        told = label(left, right)
        pair = verdicts.get((left.service.id, right.service.id))
        labels[told] += told != "different" or left.family == right.family
        certain = pair is not None and pair.verdict == "certain"
        merged += told == "same" and certain
        queued += told == "same" and pair is not None and not certain
        line = (
            f"{_line(left)} | {_line(right)} | {pair.score if pair else 0} {pair and pair.reasons}"
        )
        if certain and told == "different":
            wrong.append(line)
        if not certain and told == "same":
            missed.append(line)
    return Figures(**labels, merged=merged, queued=queued, wrong=tuple(wrong), missed=tuple(missed))


def _line(record: Record) -> str:
    return f"{record.service.id} {record.service.name}"


def _family(family: dict[str, Any], held_out: bool) -> Iterator[Record]:
    for number, fields in enumerate(family["records"]):
        service = _service(family["kind"], number, fields)
        yield Record(family["kind"], fields["is"], service, held_out)


def _service(family: str, number: int, fields: dict[str, str]) -> Service:
    own = f"{family}/{number}"
    return Service(
        id=own,
        name=fields["name"],
        organization=_organization(own, fields),
        origins={"*": Origin(f"source-{number}", own)},
        url=fields.get("url"),
        email=fields.get("mail"),
        phones=(Phone(number=fields["tel"]),) if "tel" in fields else (),
        locations=_locations(own, fields),
        sessions=tuple(Session(_DAYS.index(it), 600, 720) for it in fields.get("days", "").split()),
        eligibility=_eligibility(fields.get("ages", "-")),
    )


def _organization(own: str, fields: dict[str, str]) -> Organization:
    schemes = {"ods": "ods", "charity": "charity-ew"}
    numbers = tuple(Identifier(schemes[it], fields[it]) for it in schemes if it in fields)
    return Organization(id=f"{own}/owner", name=fields["org"], identifiers=numbers)


def _locations(own: str, fields: dict[str, str]) -> tuple[ServiceAtLocation, ...]:
    if not fields.keys() & {"at", "postcode"}:
        return ()
    lines = tuple(part.strip() for part in fields.get("at", "").split(",") if part.strip())
    code = fields.get("postcode", "").replace(" ", "")
    code = f"{code[:-3]} {code[-3:]}" if code else ""
    location = Location(id=own, address_lines=lines, postcode=code or None)
    return (ServiceAtLocation(location=location),)


def _eligibility(ages: str) -> Eligibility:
    low, _, high = ages.partition("-")
    return Eligibility(
        minimum_age=float(low) if low else None, maximum_age=float(high) if high else None
    )
