"""Made-up feeds of four sources that tell of some services twice, each in its own words.

The services are those of `synthetic`, moved to where feeds that overlap are hard: a few thousand
postcodes, house numbers and phones that services of one organisation share, councils with hundreds
of services on one number. The same seed gives the same feeds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.ground import Ground, Point
from benchmarks.synthetic import directory
from benchmarks.words import Language
from wayfinder.domain.service import (
    Organization,
    Origin,
    Phone,
    Service,
    ServiceAtLocation,
)

SOURCES = ("nhs", "county", "districts", "charities")
OVERLAP = 0.2
"""Share of all records that tell of a service again that another source has told of."""
SERVICES_A_POSTCODE = 4
COUNCILS = 8
COUNCIL_SHARE = 0.03


class Told(Struct, frozen=True):
    """One record; `of` is the id of the record of another source that it repeats."""

    service: Service
    of: str | None = None


def feeds(seed: int, size: int, language: Language, ground: Ground) -> Iterator[Told]:
    """`size` records in all, in the order in which they are made."""
    rng = random.Random(seed)
    own = round(size * (1 - OVERLAP))
    pool = [ground.draw(rng) for _ in range(own // SERVICES_A_POSTCODE + 1)]
    places = iter(lambda: pool[int(len(pool) * rng.random() ** 2)], None)
    services = directory(seed, own, language, ground)
    again = set(rng.sample(range(own), size - own))
    for number, (service, point) in enumerate(zip(services, places, strict=False)):
        first = _placed(rng, service, point, number)
        yield Told(first)
        if number in again:
            yield Told(_retold(rng, first), first.id)


def _placed(rng: random.Random, made: Service, point: Point, number: int) -> Service:
    source = rng.choice(SOURCES)
    owner, phone = _owner(rng, made.organization, source)
    phone = phone or f"01632 {number % 1_000_000:06}"
    host = f"https://owner-{owner.id[:8]}.example"
    url = f"{host}/service-{number}" if rng.random() < 0.5 else host
    return replace(
        made,
        organization=owner,
        origins={"*": Origin(source, made.id)},
        phones=(Phone(number=phone),) if made.phones else (),
        locations=tuple(_moved(it, point) for it in made.locations[:1]),
        url=url if rng.random() < 0.8 else None,
    )


def _owner(
    rng: random.Random, organization: Organization, source: str
) -> tuple[Organization, str | None]:
    """The organisation as one source has it, and its switchboard where it has one."""
    if rng.random() < COUNCIL_SHARE:
        number = rng.randrange(COUNCILS)
        name = f"Borough of Northfold {number} Council"
        return Organization(id=f"{source}-council-{number}", name=name), f"020 7946 0{number:03}"
    digits = UUID(organization.id).int
    shared = f"020 7946 1{digits % 1000:03}" if digits % 500 == 0 else None
    shared = shared or (f"0114 {digits % 10_000_000:07}" if rng.random() < 0.4 else None)
    return replace(organization, id=str(UUID(int=digits ^ SOURCES.index(source)))), shared


def _moved(at: ServiceAtLocation, point: Point) -> ServiceAtLocation:
    location = replace(
        at.location,
        city=point.areas[0].name,
        postcode=point.postcode,
        lat_deg=point.lat_deg,
        lon_deg=point.lon_deg,
    )
    return replace(at, location=location)


def _retold(rng: random.Random, service: Service) -> Service:
    """The same service as another source tells of it."""
    own = str(UUID(int=rng.getrandbits(128), version=4))
    source = rng.choice([it for it in SOURCES if it != service.origin("*").source_id])
    owner = Organization(
        id=f"{service.organization.id[:-4]}{SOURCES.index(source):04}",
        name=_respelt(rng, service.organization.name),
    )
    return replace(
        service,
        id=own,
        name=_respelt(rng, service.name),
        organization=owner,
        origins={"*": Origin(source, own)},
        phones=tuple(replace(it, number=_regrouped(it.number)) for it in service.phones),
        locations=tuple(_readdressed(rng, it) for it in service.locations),
        url=service.url if rng.random() < 0.5 else None,
        description=service.description if rng.random() < 0.5 else None,
    )


def _respelt(rng: random.Random, name: str) -> str:
    """As it stands, with an article, abbreviated, shouted, or with a slip of the pen."""
    kind = rng.randrange(6)
    if kind == 0:
        return f"The {name} Ltd"
    if kind == 1:
        return (
            name.replace("Centre", "Ctr").replace("Association", "Assoc.").replace(" And ", " & ")
        )
    if kind == 2:
        return name.upper()
    if kind == 3 and len(name) > 12:
        at = rng.randrange(2, len(name) - 2)
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name


def _regrouped(number: str) -> str:
    return f"+44 {number[1:].replace(' ', '')}"


def _readdressed(rng: random.Random, at: ServiceAtLocation) -> ServiceAtLocation:
    lines = tuple(line.replace("Road", "Rd") for line in at.location.address_lines)
    own = str(UUID(int=rng.getrandbits(128), version=4))
    return replace(at, location=replace(at.location, id=own, address_lines=lines))


def by_source(told: Sequence[Told]) -> dict[str, list[Service]]:
    """The services of each source."""
    return {
        source: [it.service for it in told if it.service.origin("*").source_id == source]
        for source in SOURCES
    }
