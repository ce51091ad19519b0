"""Made-up directories of any size, shaped like real ones. The same seed gives the same directory.

Measured on the joint directories of English councils: descriptions of a few to some hundred
words (half of them below 42), most services without stated coverage or with that of one
district, one place each, hours and prices for a part.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from benchmarks.ground import Ground, Point
from benchmarks.words import Language, said, sentences
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.need import Need
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
)
from wayfinder.location.place import AreaRef, AreaType

T = TypeVar("T")

TODAY = date(2026, 11, 1)
UNITED_KINGDOM = AreaRef(AreaType.COUNTRY, "K02000001", "United Kingdom")
KINDS = ("Centre", "Trust", "Group", "Service", "Club", "Partnership", "Community Association")
LANGUAGES = ("Polish", "Urdu", "Bengali", "Romanian", "Punjabi", "Arabic", "BSL", "Gujarati")
AGES = (
    (None, None, 50),
    (18, None, 22),
    (16, None, 5),
    (50, None, 3),
    (65, None, 6),
    (0, 4, 4),
    (5, 11, 4),
    (11, 17, 4),
    (16, 25, 2),
)
"""Least and greatest age in years, and how many of a hundred services state them."""

DAYS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (0, 2, 4), (1, 3), (0,), (1,), (2,), (3,), (5,))


class Identity(Struct, frozen=True):
    """A service's id, its number in the directory, and its organisation's number."""

    id: str
    number: int
    organization: int


def directory(seed: int, size: int, language: Language, ground: Ground) -> Iterator[Service]:
    """`size` services ordered by id."""
    rng = random.Random(seed)
    step = (1 << 128) // size
    for number in range(size):
        key = str(UUID(int=number * step + rng.randrange(step), version=4))
        yield _service(rng, Identity(key, number, rng.randrange(size // 4 + 1)), language, ground)


def _service(rng: random.Random, known: Identity, language: Language, ground: Ground) -> Service:
    home = ground.draw(rng)
    needs = [language.need(rng) for _ in range(rng.choices((0, 1, 2), (15, 60, 25))[0])]
    helpline = rng.random() < 0.05
    return Service(
        id=known.id,
        name=_name(rng, needs, language),
        organization=_organization(known.organization, language),
        origins={"*": Origin("synthetic", f"R{known.number:07}", _day(rng, 400))},
        description=_description(rng, needs, language),
        url=f"https://service-{known.number}.example/",
        email=f"hello@service-{known.number}.example" if rng.random() < 0.4 else None,
        phones=(Phone(number=f"01632 {known.number % 1_000_000:06}"),)
        if rng.random() < 0.8
        else (),
        locations=() if helpline else tuple(_locations(rng, home, language, ground)),
        sessions=_sessions(rng) if rng.random() < 0.4 else (),
        coverage=_helpline_coverage(rng) if helpline else _coverage(rng, home, ground),
        eligibility=_eligibility(rng),
        referral_routes=_some(rng, tuple(ReferralRoute), (50, 35, 15)),
        channels=(Channel.PHONE, Channel.ONLINE) if helpline else _some(rng, tuple(Channel)),
        costs=_costs(rng),
        languages=_some(rng, LANGUAGES, (85, 10, 5)),
        assured_date=_day(rng, 800) if rng.random() < 0.3 else None,
    )


def _day(rng: random.Random, within: int) -> date:
    return TODAY - timedelta(rng.randrange(within))


def _name(rng: random.Random, needs: list[Need], language: Language) -> str:
    about = said(needs[0], rng) if needs and rng.random() < 0.6 else None
    words = about or " ".join(language.content(rng, rng.randint(1, 3)))
    return f"{language.name(rng)} {words} {rng.choice(KINDS)}".title()


def _organization(number: int, language: Language) -> Organization:
    # Seeded by its number: an organisation is the same one in all of its services.
    rng = random.Random(number)
    words = [language.name(rng), *language.content(rng, rng.randint(0, 2)), rng.choice(KINDS)]
    return Organization(
        id=str(UUID(int=rng.getrandbits(128), version=4)),
        name=" ".join(words).title(),
        sector=rng.choice([None, *Sector]),
    )


def _description(rng: random.Random, needs: list[Need], language: Language) -> str:
    length = min(400, round(rng.lognormvariate(3.6, 0.8)))
    parts = list(sentences(language, rng, length))
    for need in needs:
        wordings = [need.label, *(said(need, rng) for _ in range(rng.randint(0, 2)))]
        parts.insert(rng.randint(0, len(parts)), f"{' and '.join(wordings)}")
    return "".join(f"{part}. " for part in parts).strip()


def _locations(
    rng: random.Random, home: Point, language: Language, ground: Ground
) -> Iterator[ServiceAtLocation]:
    for number in range(rng.choices((1, 2, 3), (92, 6, 2))[0]):
        point = ground.draw(rng) if number else home
        yield ServiceAtLocation(
            location=Location(
                id=str(UUID(int=rng.getrandbits(128), version=4)),
                address_lines=(f"{rng.randint(1, 200)} {language.name(rng)} Road",),
                city=point.areas[0].name,
                postcode=point.postcode,
                lat_deg=point.lat_deg,
                lon_deg=point.lon_deg,
                position_source="synthetic",
            ),
            sessions=_sessions(rng) if rng.random() < 0.1 else (),
        )


def _coverage(rng: random.Random, home: Point, ground: Ground) -> Coverage:
    """Of all services 45 % state none, 35 % a district or several, 10 % a county, 5 % a nation."""
    kind = rng.random() * 0.95
    if kind < 0.45:
        return Coverage()
    if kind < 0.80:
        more = rng.randint(1, 3) if rng.random() < 0.06 else 0
        points = [home, *(ground.draw_near(rng, home) for _ in range(more))]
        return _covering(*sorted({point.areas[0] for point in points}, key=lambda area: area.code))
    if kind < 0.90:
        return _covering(home.area(AreaType.COUNTY) or home.areas[0])
    return _covering(home.area(AreaType.NATION) or UNITED_KINGDOM)


def _helpline_coverage(rng: random.Random) -> Coverage:
    return _covering(UNITED_KINGDOM) if rng.random() < 0.5 else Coverage()


def _covering(*areas: AreaRef) -> Coverage:
    codes = tuple(dict.fromkeys(area.code for area in areas))
    text = ", ".join(dict.fromkeys(area.name for area in areas))
    return Coverage(rules=(CoverageRule(kind=CoverageKind.AREA, text=text, area_codes=codes),))


def _eligibility(rng: random.Random) -> Eligibility:
    low, high, _ = rng.choices(AGES, [share for _, _, share in AGES])[0]
    stated = "Open to residents who need this help." if rng.random() < 0.15 else None
    circumstances = ("carer",) if rng.random() < 0.03 else ()
    return Eligibility(minimum_age=low, maximum_age=high, circumstances=circumstances, text=stated)


def _phones(rng: random.Random, number: int) -> tuple[Phone, ...]:
    return (Phone(number=f"01632 {number % 1_000_000:06}"),) if rng.random() < 0.8 else ()


def _sessions(rng: random.Random) -> tuple[Session, ...]:
    opens, length = rng.randrange(480, 840, 15), rng.randrange(60, 540, 15)
    return tuple(Session(day, opens, min(opens + length, 1320)) for day in rng.choice(DAYS))


def _costs(rng: random.Random) -> tuple[CostOption, ...]:
    kind = rng.random()
    if kind < 0.5:
        return ()
    return (CostOption(amount=0.0 if kind < 0.8 else rng.randint(1, 40) / 2),)


def _some(
    rng: random.Random, values: tuple[T, ...], shares: tuple[int, int, int] = (40, 40, 20)
) -> tuple[T, ...]:
    """None, one or two of the values, as often as `shares` say."""
    return tuple(rng.sample(values, rng.choices((0, 1, 2), shares)[0]))
