"""Why is it not there, and would they take this person? Held to the search itself."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest
from msgspec import structs

from tests import made_up
from tests.answering import (
    CAMBRIDGESHIRE,
    HERTFORDSHIRE,
    HOME,
    SATURDAY_NOON,
    Asked,
    away,
    named,
    numbered,
)
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.checked import Checked
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Enquiry, Filters, Person
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Channel, CostOption, Organization, Phone, ReferralRoute, Sector
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.errors import MalformedPostcode, NotFound
from wayfinder.index.bodies import HitService
from wayfinder.location.distance import METRES_PER_MILE
from wayfinder.matching.checking import check_service
from wayfinder.matching.wayfind import wayfind

DAMP: dict[str, object] = {"needs": ("damp",)}
ALWAYS = tuple(Session(weekday, 0, 1440) for weekday in range(7))
KNOWN: dict[str, dict[str, object]] = {
    "for anybody": DAMP | {"locations": (away(1_000),)},
    "for adults": DAMP | {"eligibility": Eligibility(minimum_age=18)},
    "for carers": DAMP | {"eligibility": Eligibility(circumstances=("carer",))},
    "for there": DAMP | {"coverage": areas(CAMBRIDGESHIRE), "locations": (away(2_000),)},
    "for here": DAMP | {"coverage": areas(HERTFORDSHIRE)},
    "perhaps here": DAMP | {"coverage": Coverage(unresolved=("and nearby villages",))},
    "far away": DAMP | {"locations": (away(30 * METRES_PER_MILE),)},
    "for a price": DAMP | {"costs": (CostOption(amount=3),)},
    "on Mondays": DAMP | {"sessions": (Session(0, 540, 1020),)},
    "by phone": DAMP | {"phones": (Phone(number="111"),)},
    "through a GP": DAMP | {"referral_routes": (ReferralRoute.GP,)},
    "in Polish": DAMP | {"languages": ("Polish",)},
    "of the NHS": DAMP | {"organization": Organization(id="o", name="A trust", sector=Sector.NHS)},
    "always open": DAMP | {"sessions": ALWAYS},
    "open day and night": DAMP | {"sessions": ALWAYS},
    "never closed": DAMP | {"sessions": ALWAYS},
    "all at once": DAMP
    | {
        "eligibility": Eligibility(minimum_age=18),
        "coverage": areas(CAMBRIDGESHIRE),
        "costs": (CostOption(amount=3),),
    },
    "debt advice": {"needs": ("debt",)},
    "a thing of nothing": {},
}
IDS = {name: numbered(number, name).id for number, name in enumerate(KNOWN)}


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    known = enumerate(KNOWN.items())
    return open_directory(numbered(number, name, **fields) for number, (name, fields) in known)


def check(asked: Asked, name: str, **more: object) -> Checked:
    enquiry = Enquiry(**{"needs": ("damp",), "limit": 50} | more)  # type: ignore[arg-type]
    return check_service(IDS[name], enquiry, asked.world, SATURDAY_NOON)


CHILD, NEAR = {"person": Person(age=9)}, {"postcode": HOME}


def wish(**wishes: object) -> dict[str, object]:
    return {"filters": Filters(**wishes)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        ("debt advice", {}, ("not_this_need", "and repairs. This is for debt advice", "needs")),
        ("a thing of nothing", {}, ("not_this_need", "too little of mould", "description")),
        ("a thing of nothing", {"need": "the", "needs": ()}, ("not_this_need", "Nothing was heard",
         "description")),
        ("for adults", CHILD, ("not_eligible", "For people aged 18 and over.", "eligibility")),
        ("for there", NEAR, ("serves_no", f"Serves {CAMBRIDGESHIRE} only.", "coverage")),
        ("far away", NEAR, ("too_far", "It is 30 miles away, and the search looked up to 10 miles. "
         "Within 30 miles it would be reached.", "locations")),
        ("for anybody", NEAR | wish(max_distance_m=500), ("too_far", "Within 1 mile", "locations")),
        ("on Mondays", wish(open_now=True), ("wish_open_now", "Closed", "sessions")),
        ("for a price", wish(free=True), ("wish_free", "There is a charge.", "costs")),
        ("by phone", wish(channels=(Channel.TEXT,)), ("wish_channels", "reached that way",
         "channels")),
        ("through a GP", wish(referral=(ReferralRoute.SELF,)), ("wish_referral", "Known is: gp.",
         "referral_routes")),
        ("in Polish", wish(languages=("Urdu",)), ("wish_languages", "Known is: Polish.",
         "languages")),
        ("of the NHS", wish(sectors=(Sector.VOLUNTARY,)), ("wish_sectors", "Known is: nhs.",
         "organization")),
    ],
)  # fmt: skip
def test_what_is_not_there_says_why(
    asked: Asked, name: str, more: dict[str, object], why: tuple[str, str, str]
) -> None:
    told = check(asked, name, **more)
    assert (told.in_results, told.rank) == (False, None)
    (against,) = told.why_not
    code, words, field = why
    assert (against.code, against.field, against.source) == (code, field, "test")
    assert words in against.text


def test_every_reason_is_told_and_not_the_first_alone(asked: Asked) -> None:
    told = check(asked, "all at once", **CHILD, **NEAR, **wish(free=True))
    codes = ["not_eligible", "serves_no", "wish_free"]
    assert [each.code for each in told.why_not] == codes


def test_what_is_found_has_its_place_and_nothing_against_it(asked: Asked) -> None:
    told = check(asked, "for here", **NEAR)
    names = asked.names(needs=("damp",), postcode=HOME)
    assert (told.in_results, told.why_not) == (True, ())
    assert names[(told.rank or 0) - 1] == "for here"
    assert (told.serves, told.rule) == (Verdict.YES, HERTFORDSHIRE)


def test_what_stands_behind_the_page_is_outranked(asked: Asked) -> None:
    last = asked.names(needs=("damp",))[-1]
    told = check(asked, last, limit=1)
    assert (told.in_results, [each.code for each in told.why_not]) == (False, ["outranked"])
    assert f"place {told.rank}" in told.why_not[0].text


def test_it_is_told_as_the_match_tells_it(asked: Asked) -> None:
    """The service, its reasons and its verdicts are those of the search."""
    answer = asked(needs=("damp",), postcode=HOME, person=Person(age=40))
    for place, match in enumerate(answer.matches, start=1):
        told = check(asked, named(match.service), postcode=HOME, person=Person(age=40))
        assert told.rank == place
        for name in match.__struct_fields__:
            if name != "score":
                assert getattr(told, name) == getattr(match, name)


@pytest.mark.parametrize(
    ("name", "more", "ask"),
    [
        ("for adults", {}, "How old is the person?"),
        ("for carers", {}, "Is the person a carer?"),
        ("perhaps here", NEAR, "Area: and nearby villages. Does that take in St Albans?"),
    ],
)
def test_what_is_not_known_is_asked(
    asked: Asked, name: str, more: dict[str, object], ask: str
) -> None:
    assert ask in check(asked, name, **more).ask


def test_would_they_take_him(asked: Asked) -> None:
    verdicts = [
        check(asked, "for adults", person=Person(age=age)).eligibility.verdict
        for age in (None, 17, 18)
    ]
    assert verdicts == [RuleVerdict.UNKNOWN, RuleVerdict.NOT_MET, RuleVerdict.MET]


def test_danger_is_heard_and_doors_are_named(asked: Asked) -> None:
    told = check(asked, "debt advice", need="i want to kill myself", needs=())
    assert told.urgent
    assert told.front_doors


def test_an_unknown_id_is_no_dead_end(asked: Asked) -> None:
    enquiry = Enquiry(need="i want to kill myself", postcode=HOME)
    with pytest.raises(NotFound) as raised:
        check_service("no-such-id", enquiry, asked.world, SATURDAY_NOON)
    assert raised.value.facts["urgent"]
    assert raised.value.facts["front_doors"]


def test_a_slip_in_the_postcode_is_told_as_in_a_match(asked: Asked) -> None:
    with pytest.raises(MalformedPostcode) as raised:
        check(asked, "for here", postcode="zz")
    assert raised.value.facts["front_doors"]


@pytest.fixture(scope="module", params=range(3))
def random_world(request: pytest.FixtureRequest, open_directory: Open) -> Asked:
    return open_directory(made_up.directory(request.param, 60))


def enquiries(seed: int) -> Iterator[Enquiry]:
    rng = random.Random(seed)
    for _ in range(12):
        yield Enquiry(
            need=" ".join(rng.sample(made_up.WORDS, rng.randint(0, 3))),
            needs=tuple(rng.sample(["debt", "falls", "damp"], rng.randint(0, 1))) or ("damp",),
            postcode=rng.choice([None, HOME, "SG8 5AA", "SG8"]),
            person=Person(age=rng.choice([None, 16, 40, 80])),
            filters=Filters(
                open_now=rng.random() < 0.2,
                free=rng.random() < 0.3,
                channels=tuple(rng.sample(list(Channel), rng.choice([0, 0, 1]))),
                sectors=tuple(rng.sample(list(Sector), rng.choice([0, 0, 2]))),
                max_distance_m=rng.choice([None, None, 20_000.0]),
            ),
            limit=rng.choice([1, 10, 50]),
        )


def found(enquiry: Enquiry, asked: Asked) -> list[str]:
    """The ids of what the search offers, best first: more than one page of it."""
    answer = wayfind(structs.replace(enquiry, limit=500), asked.world, SATURDAY_NOON)
    return [msgspec.json.decode(each.service, type=HitService).id for each in answer.matches]


def test_whatever_is_left_out_has_a_reason_and_what_is_shown_has_its_place(
    random_world: Asked,
) -> None:
    left_out = 0
    snapshot = random_world.world.snapshot
    for enquiry in enquiries(snapshot.meta.services):
        whole = found(enquiry, random_world)
        for number in range(snapshot.meta.services):
            service_id = snapshot.service(number).id
            told = check_service(service_id, enquiry, random_world.world, SATURDAY_NOON)
            assert told.rank == (whole.index(service_id) + 1 if service_id in whole else None)
            assert told.in_results == (told.rank is not None and told.rank <= enquiry.limit)
            assert told.in_results or told.why_not, (enquiry, service_id)
            left_out += not told.in_results
    assert left_out > 100


LIFTED: dict[str, tuple[str, dict[str, object]]] = {
    "wish_free": ("filters", {"free": False}),
    "wish_channels": ("filters", {"channels": ()}),
    "wish_sectors": ("filters", {"sectors": ()}),
    "not_eligible": ("person", {"age": None}),
}


def test_what_one_thing_keeps_out_comes_in_when_that_is_lifted(random_world: Asked) -> None:
    """Without a place or a wish to be open, so that nothing is widened on the way."""
    tried = 0
    world = random_world.world
    for enquiry in enquiries(7):
        anywhere = structs.replace(
            enquiry, need="", postcode=None, limit=50,
            filters=structs.replace(enquiry.filters, open_now=False),
        )  # fmt: skip
        for service in map(world.snapshot.service, range(world.snapshot.meta.services)):
            told = check_service(service.id, anywhere, world, SATURDAY_NOON)
            if len({each.code for each in told.why_not} - {"misfit"}) != 1 or told.in_results:
                continue
            part, change = LIFTED.get(told.why_not[0].code, ("", {}))
            if part:
                freed = structs.replace(getattr(anywhere, part), **change)
                again = structs.replace(anywhere, **{part: freed})
                assert check_service(service.id, again, world, SATURDAY_NOON).in_results
                tried += 1
    assert tried > 5
