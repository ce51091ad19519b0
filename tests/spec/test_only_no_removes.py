"""Of all services that could be found, exactly those with a definite "not met" are taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made_up
from tests.answering import Asked, named
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Person
from wayfinder.domain.verdict import RuleVerdict
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.eligibility import check
from wayfinder.matching.people import hear_person

SOME = st.lists(st.sampled_from(made_up.CIRCUMSTANCES), unique=True, max_size=3).map(tuple)
SEX = st.none() | st.sampled_from(list(Sex))
WORDS = (
    "damp flat",
    "my wife has a damp flat",
    "my son, 20, has a damp flat",
    "damp, I care",
)

PERSONS = st.builds(
    Person,
    age=st.none() | st.sampled_from([0.5, 11, 17.9, 18, 55, 99]),
    circumstances=st.none() | SOME,
    not_circumstances=SOME,
    sex=SEX,
)

ELIGIBILITIES = [
    Eligibility(minimum_age=low, maximum_age=high, sex=sex, circumstances=some, excluded=barred)
    for low, high in ((None, None), (18, None), (None, 17), (11, 54.5))
    for sex in (None, *Sex)
    for some in ((), ("carer",), ("veteran", "collects_stamps"))
    for barred in ((), ("student",), ("collects_stamps",))
]
SERVICES = {
    f"service {number}": made_up.service(
        f"service {number}", needs=("damp",), eligibility=eligibility
    )
    for number, eligibility in enumerate(ELIGIBILITIES)
}


@pytest.fixture(scope="module")
def asked(areas: Areas, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder: Path = tmp_path_factory.mktemp("index")
    gazetteer = Gazetteer.build(tmp_path_factory.mktemp("gazetteer"), areas)
    return Asked(SERVICES.values(), folder, gazetteer)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(person=PERSONS, need=st.sampled_from(WORDS))
def test_only_a_definite_no_removes(asked: Asked, person: Person, need: str) -> None:
    heard = hear_person(need, person)
    verdicts = {name: check(each.eligibility, heard).verdict for name, each in SERVICES.items()}
    taken = {name for name, verdict in verdicts.items() if verdict is not RuleVerdict.NOT_MET}
    assert _offered(asked, need, person) == taken


def _offered(asked: Asked, need: str, person: Person) -> set[str]:
    pages = (
        asked(need, needs=("damp",), person=person, limit=50, offset=offset)
        for offset in range(0, len(SERVICES), 50)
    )
    return {named(match.service) for page in pages for match in page.matches}
