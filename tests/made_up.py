"""Made-up directories and enquiries for tests that hold the fast path to the oracle."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.hours import Session
from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.service import (
    Channel,
    CostOption,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from wayfinder.domain.word_groups import WordGroup

WORDS = """debt rent money advice falls balance exercise memory dementia cafe grief counselling
carers break food parcel youth club walking football swimming housing mould damp repairs benefits
form anxiety depression talking group lonely befriending transport hospital lift""".split()

AREAS = ("E07000240", "E07000099", "E07000012", "E10000015", "E92000001", "K02000001")

CIRCUMSTANCES = ("carer", "veteran", "student", "collects_stamps")

NEEDS = (
    Need(
        id="debt",
        label="Debt advice",
        theme="Money",
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=Tier.EARLY_HELP,
        phrases=("behind with rent", "debt", "money advice"),
        codes=("x:debt",),
    ),
    Need(
        id="falls",
        label="Falls and balance",
        theme="Ageing",
        priority=Priority.AGEING_WELL,
        tier=Tier.EARLY_HELP,
        phrases=("keeps falling over", "falls", "balance exercise"),
        related=("debt",),
    ),
    Need(
        id="damp",
        label="Mould and repairs",
        theme="Housing",
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=Tier.EARLY_HELP,
        phrases=("mould", "damp flat", "housing repairs"),
    ),
)

WITH_A_CRISIS = (
    *NEEDS,
    Need(
        id="flood",
        label="Flooded home",
        theme="Housing",
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=Tier.CRISIS,
        phrases=("flooded", "burst pipe", "housing lift"),
    ),
)

GROUPS = (
    WordGroup("company", ("lonely", "befriending")),
    WordGroup("low-mood", ("anxiety", "depression", "counselling")),
    WordGroup("home", ("housing", "flat")),
    WordGroup("man", ("man", "gentleman", "youth")),
)


def service(name: str, **fields: object) -> Service:
    """A service with everything unknown but its name, unless told otherwise."""
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}|{sorted(fields.items(), key=str)}"))
    base: dict[str, object] = {
        "id": key,
        "name": name,
        "organization": Organization(id=key, name=f"{name} organisation"),
        "origins": {"*": Origin("test", name, date(2026, 11, 1))},
    }
    return Service(**(base | fields))  # type: ignore[arg-type]


def at(lat_deg: float, lon_deg: float, **fields: object) -> ServiceAtLocation:
    """A service at a bare point."""
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{lat_deg},{lon_deg}"))
    place = Location(id=key, lat_deg=lat_deg, lon_deg=lon_deg, **fields)  # type: ignore[arg-type]
    return ServiceAtLocation(location=place)


def areas(*codes: str, unresolved: tuple[str, ...] = ()) -> Coverage:
    """Coverage by residence in any of these areas."""
    rule = CoverageRule(kind=CoverageKind.AREA, text=" or ".join(codes), area_codes=codes)
    return Coverage(rules=(rule,) if codes else (), unresolved=unresolved)


def directory(seed: int, size: int) -> list[Service]:
    """A random directory in which every kind of coverage, place and condition occurs."""
    rng = random.Random(seed)
    return [_service(rng, number) for number in range(size)]


def _service(rng: random.Random, number: int) -> Service:
    name = " ".join(rng.sample(WORDS, rng.randint(1, 3))).title()
    key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    return Service(
        id=key,
        name=name,
        organization=Organization(
            id=key, name=rng.choice(WORDS).title(), sector=rng.choice([None, *Sector])
        ),
        origins={"*": Origin("made-up", str(number))},
        description=" ".join(rng.choices(WORDS, k=rng.randint(0, 30))),
        locations=tuple(_location(rng) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))),
        sessions=tuple(_sessions(rng)),
        phones=(Phone(number="111"),) if rng.random() < 0.4 else (),
        coverage=_coverage(rng),
        eligibility=_eligibility(rng),
        referral_routes=tuple(rng.sample(list(ReferralRoute), rng.randint(0, 2))),
        channels=tuple(rng.sample(list(Channel), rng.randint(0, 2))),
        costs=rng.choice([(), (CostOption(amount=0),), (CostOption(amount=4.5),), (CostOption(),)]),
        languages=tuple(rng.sample(["Polish", "Urdu", "BSL"], rng.randint(0, 2))),
        taxonomy_terms=(TaxonomyTerm("x", "debt", "Debt"),) if rng.random() < 0.1 else (),
        needs=("damp",) if rng.random() < 0.1 else (),
        assured_date=date.fromordinal(date(2026, 11, 1).toordinal() - rng.randrange(800))
        if rng.random() < 0.3
        else None,
    )


def _location(rng: random.Random) -> ServiceAtLocation:
    placed = rng.random() < 0.85
    lat, lon = 51.7 + rng.uniform(-0.4, 0.4), -0.3 + rng.uniform(-0.6, 0.6)
    return ServiceAtLocation(
        location=Location(
            id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            lat_deg=lat if placed else None,
            lon_deg=lon if placed else None,
            confidential=rng.random() < 0.05,
        ),
        sessions=tuple(_sessions(rng)) if rng.random() < 0.2 else (),
    )


def _sessions(rng: random.Random) -> Iterator[Session]:
    for weekday in rng.sample(range(7), rng.choice([0, 0, 3, 7])):
        opens = rng.randrange(0, 1200)
        yield Session(weekday, opens, rng.randint(opens + 1, 1440))


def _coverage(rng: random.Random) -> Coverage:
    kind = rng.random()
    unresolved = ("and nearby villages",) if rng.random() < 0.2 else ()
    if kind < 0.4:
        return Coverage(unresolved=unresolved)
    if kind < 0.5:
        rule = CoverageRule(kind=CoverageKind.RADIUS, text="within 5 miles", radius_m=8047.0)
        return Coverage(rules=(rule,), unresolved=unresolved)
    return areas(*rng.sample(AREAS, rng.randint(1, 3)), unresolved=unresolved)


def _eligibility(rng: random.Random) -> Eligibility:
    return Eligibility(
        minimum_age=rng.choice([None, None, 18, 55, 0.5]),
        maximum_age=rng.choice([None, None, 99, 65, 24.5]),
        sex=rng.choice([None, None, None, *Sex]),
        circumstances=tuple(rng.sample(CIRCUMSTANCES, rng.choice([0, 0, 1, 2]))),
        excluded=tuple(rng.sample(CIRCUMSTANCES, rng.choice([0, 0, 1]))),
        text=rng.choice([None, "Residents with a referral"]),
    )
