"""The fast path gives exactly what the naive oracle gives, in the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec import structs

from tests import made_up
from tests.spec.naive import STRANGE, NaiveIndex
from tests.spec.oracle import offered
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Enquiry, Filters, Person
from wayfinder.domain.need import Tier
from wayfinder.domain.service import Channel, ReferralRoute, Sector
from wayfinder.index.build import build
from wayfinder.index.names import names_of
from wayfinder.index.query import QueryTerm
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.kinds import ADULT_FROM
from wayfinder.matching.people import PersonHeard, hear_person
from wayfinder.matching.reach import here
from wayfinder.matching.score import rank
from wayfinder.matching.search import candidates
from wayfinder.matching.understand import understand
from wayfinder.matching.wanted import Search
from wayfinder.matching.weights import WEIGHTS, Weights

SEEDS = range(6)
ENQUIRIES_EACH = 40
NO_TERM = QueryTerm(None, 0.0)

OTHERS = Weights(
    relevance=0.51,
    nearness=0.2,
    serves=0.09,
    freshness=0.05,
    cost=0.06,
    openness=0.04,
    contact=0.02,
    prevention=0.03,
    words_share=0.3,
    unknown=0.4,
    serves_widely=0.6,
    half_distance_m=3_000.0,
    stale_days=700.0,
    floor=0.4137,
    words_floor=0.2137,
    words_floor_beside_needs=0.1571,
    meets_need=0.5,
    misfit=0.8,
)
"""None as it is packaged; no floor is a level that a text or a link can have exactly."""

T = TypeVar("T")
World = tuple[int, NaiveIndex, Snapshot]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"directory-{seed}")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    services = made_up.directory(request.param, 40 + 30 * request.param)
    oracle = NaiveIndex(services, made_up.WITH_A_CRISIS, made_up.GROUPS)
    root: Path = tmp_path_factory.mktemp("index")
    folder = build(
        oracle.services,
        made_up.WITH_A_CRISIS,
        root,
        groups=made_up.GROUPS,
        release=1,
        released_at="2026-11-21",
    )
    return request.param, oracle, Snapshot(folder)


@pytest.mark.parametrize("weights", [WEIGHTS, OTHERS], ids=["packaged", "others"])
def test_the_fast_path_agrees_with_the_oracle(world: World, weights: Weights) -> None:
    seed, oracle, snapshot = world
    answered = 0
    names = {snapshot.name(n): n for service in oracle.services for n in names_of(service)}
    for enquiry, place, radius_m, now in enquiries(seed):
        heard, known = understand(enquiry, snapshot), enquiry.person
        words = {word.word: (word.own or word.kin or NO_TERM).need for word in heard.words}
        needs = [(need.number, need.strength) for need in heard.needs]
        rows = oracle.find(words, needs, place, radius_m, names.get(heard.name))
        in_crisis = any(made_up.WITH_A_CRISIS[need].tier is Tier.CRISIS for need, _ in needs)
        expected = offered(
            rows,
            enquiry.filters,
            known,
            now,
            weights,
            placed=place is not None,
            in_crisis=in_crisis,
        )
        person = heard_as_stated(known)
        search = Search(
            heard=heard,
            person=person,
            place=place,
            here=here(place),
            filters=enquiry.filters,
            now=now,
            weights=weights,
        )
        field = candidates(search, snapshot, radius_m if place else None)
        ranking = rank(field, 10, heard.named, weights)
        got: list[object] = [
            (
                oracle.services[int(field.services[p])].id,
                pytest.approx(float(ranking.scores[p]), abs=1e-9),
                None
                if field.distance_m[p] != field.distance_m[p]
                else pytest.approx(float(field.distance_m[p])),
            )
            for p in ranking.positions
        ]
        assert list[object](expected[:10]) == got, enquiry
        assert ranking.total == len({service_id for service_id, _, _ in expected})
        answered += bool(expected)
    assert answered > ENQUIRIES_EACH / 2, "the enquiries must mostly find something"


def enquiries(seed: int) -> Iterator[tuple[Enquiry, Place | None, float, datetime]]:
    rng = random.Random(seed)
    for _ in range(ENQUIRIES_EACH):
        words = rng.sample(
            [*made_up.WORDS, "keeps falling over", "behind with rent", STRANGE], rng.randint(1, 4)
        )
        enquiry = Enquiry(
            need=" ".join(words),
            needs=("falls",) if rng.random() < 0.1 else (),
            person=_person(rng),
            filters=_filters(rng),
        )
        moment = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=rng.randrange(20_000))
        yield enquiry, _place(rng), rng.choice([3_000.0, 16_000.0, 60_000.0]), moment


def heard_as_stated(person: Person) -> PersonHeard:
    """The person, of whom the made-up words tell nothing."""
    return structs.replace(
        hear_person("", person), grown_up=person.age is not None and person.age >= ADULT_FROM
    )


def _person(rng: random.Random) -> Person:
    told = rng.sample(made_up.CIRCUMSTANCES, rng.choice([0, 0, 1, 3]))
    held = rng.randint(0, len(told))
    return Person(
        age=rng.choice([None, None, 0.4, 17, 24.5, 70]),
        sex=rng.choice([None, None, *Sex]),
        circumstances=tuple(told[:held]),
        not_circumstances=tuple(told[held:]),
    )


def _filters(rng: random.Random) -> Filters:
    def now_and_then(value: T, nothing: T) -> T:
        return value if rng.random() < 0.15 else nothing

    return Filters(
        open_now=now_and_then(True, False),
        free=now_and_then(True, False),
        channels=now_and_then((Channel.PHONE,), ()),
        referral=now_and_then((ReferralRoute.SELF, ReferralRoute.GP), ()),
        languages=now_and_then(("polish",), ()),
        sectors=now_and_then((Sector.NHS, Sector.VOLUNTARY), ()),
        max_distance_m=now_and_then(10_000.0, None),
    )


def _place(rng: random.Random) -> Place | None:
    if rng.random() < 0.2:
        return None
    codes = [*rng.sample(made_up.AREAS[:4], rng.randint(0, 2)), *made_up.AREAS[4:]]
    straddles = rng.random() < 0.2
    return Place(
        lat_deg=51.7 + rng.uniform(-0.3, 0.3),
        lon_deg=-0.3 + rng.uniform(-0.4, 0.4),
        precision=rng.choice([Precision.COORDINATES, Precision.OUTWARD]),
        source="made up",
        areas=tuple(AreaRef(_type(code), code, code) for code in codes),
        possible_areas=(AreaRef(AreaType.DISTRICT, "E07000012", "E07000012"),) if straddles else (),
        possible_shares=(0.3,) if straddles else (),
    )


def _type(code: str) -> AreaType:
    return AreaType.NATION if code in made_up.AREAS[4:] else AreaType.DISTRICT
