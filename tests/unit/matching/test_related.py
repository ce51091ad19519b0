"""Related help makes up for what is missing, and must not be absurd."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made_up
from tests.answering import BORDER, CAMBRIDGESHIRE, HERTFORDSHIRE, HOME, Asked, numbered
from tests.made_up import areas
from tests.unit.matching.conftest import Open
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Filters, Person
from wayfinder.domain.need import Need, Priority, Tier
from wayfinder.domain.service import Service

SITE = "https://example.org"


def need(name: str, theme: str, tier: Tier, *related: str) -> Need:
    return Need(
        id=name,
        label=name.title(),
        theme=theme,
        priority=Priority.HEALTHY_COMMUNITIES,
        tier=tier,
        phrases=(name,),
        related=related,
    )


NEEDS = (
    need("choir", "Leisure", Tier.UNIVERSAL, "dance", "memory", "library", "refuge", "bandages"),
    need("dance", "Leisure", Tier.UNIVERSAL),
    need("bandages", "Leisure", Tier.TARGETED),
    need("memory", "Illness", Tier.TARGETED),
    need("library", "Places", Tier.EARLY_HELP),
    need("refuge", "Safety", Tier.CRISIS, "shelter", "memory"),
    need("shelter", "Safety", Tier.CRISIS),
)


def meeting(**needs: dict[str, object]) -> Iterable[Service]:
    """For each need a service that states it, called like it, that serves the county."""
    for number, (name, fields) in enumerate(needs.items()):
        known = {"needs": (name.split("_")[0],), "url": SITE, "coverage": areas(HERTFORDSHIRE)}
        yield numbered(number, name, **(known | fields))


@pytest.mark.parametrize(
    ("asked_for", "known", "offered"),
    [
        ("choir", {"dance": {}}, ["dance"]),
        ("choir", {"bandages": {}}, ["bandages"]),  # of the same theme, whomever it is for
        ("choir", {"library": {}}, ["library"]),  # of another, but open to anybody
        ("choir", {"memory": {}}, []),  # nobody who wants to sing is offered dementia care
        ("choir", {"refuge": {}}, []),  # nor a refuge
        ("refuge", {"shelter": {}, "memory": {}}, ["shelter"]),
        # not for a kind of people that this person is not known to be of
        ("choir", {"dance": {"eligibility": Eligibility(circumstances=("carer",))}}, []),
        ("choir", {"dance": {"summary": "For men."}}, []),
        ("choir", {"dance": {"summary": "For children."}}, []),
        ("choir", {"dance": {"summary": "For older people."}}, []),
        # not from elsewhere, nor from who knows where
        ("choir", {"dance": {"coverage": areas(CAMBRIDGESHIRE, unresolved=("nearby",))}}, []),
        ("choir", {"dance": {"coverage": areas()}}, []),
        # no more than is missing, behind what was asked for
        (
            "choir",
            {"dance": {}, "choir": {}, "choir_too": {}, "dance_too": {}},
            ["choir", "choir_too", "dance"],
        ),
        (
            "choir",
            {"dance": {}, "choir": {}, "choir_too": {}, "choir_three": {}},
            ["choir", "choir_too", "choir_three"],
        ),
    ],
)
def test_what_is_near_enough(
    open_directory: Open, asked_for: str, known: dict[str, dict[str, object]], offered: list[str]
) -> None:
    asked = open_directory(meeting(**known), NEEDS)
    assert asked.names(needs=(asked_for,), postcode=HOME) == offered


def test_who_is_known_to_be_of_that_kind_is_offered_it(open_directory: Open) -> None:
    dance: dict[str, object] = {"eligibility": Eligibility(circumstances=("carer",))}
    asked = open_directory(meeting(dance=dance), NEEDS)
    carer = Person(circumstances=("carer",))
    assert asked.names(needs=("choir",), postcode=HOME, person=carer) == ["dance"]


@pytest.fixture(scope="module")
def random_directory(open_directory: Open) -> Asked:
    return open_directory(made_up.directory(7, 60))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=st.lists(st.sampled_from([*made_up.WORDS, "xyzzy", "husband", "kids"]), max_size=5),
    postcode=st.sampled_from([None, HOME, BORDER]),
    age=st.none() | st.integers(0, 100),
    open_now=st.booleans(),
)
def test_every_answer_ends_in_a_contact(
    random_directory: Asked, words: list[str], postcode: str | None, age: int | None, open_now: bool
) -> None:
    answer = random_directory(
        " ".join(["need", *words]),
        postcode,
        person=Person(age=age),
        filters=Filters(open_now=open_now),
    )
    assert answer.front_doors
    assert all(door.phone or door.text or door.url for door in answer.front_doors)
    assert answer.matches or answer.relaxed
