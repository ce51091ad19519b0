"""What callers say to a reception desk, by the causes for which it was once heard wrongly.

Each line was put to the product by somebody at a desk, or says the same in other words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_up
from tests.conftest import DIRECTORY
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.domain.vocabulary import load_needs
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.people import hear_person
from wayfinder.matching.shorthand import in_full
from wayfinder.matching.understand import Heard, understand

COMMON = {"weeks": 300}
"""A word that a directory uses so often that a slip may mean it as well as "wheels"."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The index of the real vocabulary, over a service that often speaks of weeks."""
    root: Path = tmp_path_factory.mktemp("index")
    often = " ".join(word for word, times in COMMON.items() for _ in range(times))
    services = [made_up.service("Courses", description=often)]
    needs = load_needs(DIRECTORY / "needs")
    return Snapshot(build(services, needs, root, release=1, released_at="2026-11-22"))


def heard(said: str, snapshot: Snapshot) -> Heard:
    plain, _ = in_full(Enquiry(need=said))
    return understand(plain, snapshot, person=hear_person(plain.need, Person()))


def needs(said: str, snapshot: Snapshot) -> list[str]:
    return [snapshot.needs[need.number].id for need in heard(said, snapshot).needs]


@pytest.mark.parametrize(
    ("said", "all_of"),
    [
        # what the cared-for has stands beside the caring
        ("caring for mum who has dementia", {"unpaid-carers", "dementia"}),
        ("cares for wife with dementia", {"unpaid-carers", "dementia"}),
        # each piece of a list
        ("rent due, foodbank", {"rent-arrears", "food-bank"}),
        ("lost job, rent due", {"jobs", "rent-arrears"}),
        # who has no electric may have no money for it
        ("no electric", {"fuel-bills", "emergencies-and-floods"}),
        ("electric metre", {"fuel-bills"}),
        # a slip that may be two words is the one that makes sense here
        (
            "meals on weels for dad 82 just out of hosptial",
            {"meals-on-wheels", "home-from-hospital"},
        ),
        # low with a baby
        ("newborn twins mum feels really low", {"perinatal-mental-health"}),
        ("baby 5 wks wont latch mum very low", {"perinatal-mental-health", "breastfeeding"}),
    ],
)
def test_no_need_is_lost_beside_another(said: str, all_of: set[str], snapshot: Snapshot) -> None:
    assert all_of <= set(needs(said, snapshot))


@pytest.mark.parametrize(
    ("said", "none_of"),
    [
        ("no money for electric", {"emergencies-and-floods"}),
        ("can't cope with the bins any more", {"depression-and-anxiety"}),
        ("can't cope with the stairs", {"depression-and-anxiety"}),
        ("mum feels really low", {"perinatal-mental-health"}),
    ],
)
def test_what_was_not_said_is_not_heard(said: str, none_of: set[str], snapshot: Snapshot) -> None:
    assert none_of.isdisjoint(needs(said, snapshot))


def test_the_spelling_alone_does_not_tell_which_word_is_meant(snapshot: Snapshot) -> None:
    assert snapshot.spelling.correct("weels") is None


@pytest.mark.parametrize(
    "said", ["can you tell me what time it is", "opening times", "are you open"]
)
def test_what_is_asked_of_anybody_is_searched_for_nowhere(said: str, snapshot: Snapshot) -> None:
    found = heard(said, snapshot)
    assert not found.needs
    assert not found.terms


def test_what_may_be_the_parents_is_heard_behind_the_childs(snapshot: Snapshot) -> None:
    found = heard("son 8 school refusing, mum at end of tether", snapshot)
    sure = {snapshot.needs[need.number].id: need.strength for need in found.needs}
    assert sure["children-mental-health"] > sure["depression-and-anxiety"] > 0


@pytest.mark.parametrize(
    ("said", "sex"),
    [
        ("lonely since wife passed", None),
        ("her husband died", Sex.FEMALE),
        ("he lost his wife", Sex.MALE),
        ("husband has dementia", Sex.MALE),
    ],
)
def test_who_is_mourned_is_not_whom_it_is_about(said: str, sex: Sex | None) -> None:
    assert hear_person(said, Person()).sex is sex
