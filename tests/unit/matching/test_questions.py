"""What the conditions of a service ask of the person, and what an answer sends."""

from __future__ import annotations

from datetime import date

import pytest

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.enquiry import Person
from wayfinder.location.areas import Areas
from wayfinder.matching.eligibility import check
from wayfinder.matching.people import hear_person
from wayfinder.matching.questions import AREAS_MAX, Asked, Known, changes, of_person, of_reach
from wayfinder.matching.reach import Here, reach

TODAY = date(2026, 11, 22)
HERTS, ESSEX, OLD_ICB = "E10000015", "E10000012", "QM7"
LIVES = CoverageRule(kind=CoverageKind.AREA, text="Hertfordshire", area_codes=(HERTS,))
AT_HOME = Here(codes=(HERTS,), certain=frozenset({HERTS}))


def registered(*codes: str) -> CoverageRule:
    return CoverageRule(
        kind=CoverageKind.GP, text="people registered with a GP there", area_codes=codes
    )


@pytest.mark.parametrize(
    ("coverage", "about"),
    [
        (Coverage(rules=(registered(ESSEX),)), [("tie", "gp", ESSEX)]),
        (Coverage(rules=(LIVES,), excluded=(registered(ESSEX),)), [("tie", "gp", ESSEX)]),
        (Coverage(rules=(LIVES, registered(ESSEX))), []),  # they live there: it is settled
        (Coverage(rules=(registered(*map(str, range(AREAS_MAX + 1))),)), []),
        (Coverage(unresolved=("and the borders",)), []),
    ],
)
def test_the_tie_that_is_open_is_asked_for(coverage: Coverage, about: list[object]) -> None:
    served = reach(coverage, AT_HOME, None, TODAY)
    assert [each.about for each in of_reach(coverage, served, AT_HOME)] == about


@pytest.mark.parametrize(
    ("rules", "need", "about"),
    [
        (Eligibility(minimum_age=18), "damp", [("age",)]),
        (Eligibility(minimum_age=18), "I am 40", []),
        (Eligibility(circumstances=("carer",)), "carer needs a break", []),
        (Eligibility(circumstances=("veteran",)), "he came out of the army in 2012", []),
        (Eligibility(excluded=("pregnant",)), "I am pregnant", []),
        (Eligibility(excluded=("asylum_seeker",)), "my landlord is an asylum seeker",
         [("circumstance", "asylum_seeker")]),
        (Eligibility(text="Ask us"), "damp", []),
    ],
)  # fmt: skip
def test_what_was_said_is_not_asked(rules: Eligibility, need: str, about: list[object]) -> None:
    person = hear_person(need, Person())
    assert [each.about for each in of_person(rules, check(rules, person), person)] == about


@pytest.mark.parametrize("code", [HERTS, OLD_ICB, "wf:place-west-essex"])
def test_an_answer_settles_what_was_asked(areas: Areas, code: str) -> None:
    rule = registered(code)
    known = Known(hear_person("", Person()), AT_HOME)
    yes, no = changes([Asked(("tie", "gp", code), "?", rule=rule)], known, areas, TODAY)
    coverage = Coverage(rules=(rule,))
    assert reach(coverage, yes.known.here, None, TODAY).verdict == "yes"
    assert reach(coverage, no.known.here, None, TODAY).verdict == "no"
    assert yes.sent is not None
    assert [each.area for each in yes.sent.ties or ()] == [code]


def test_no_to_what_was_heard_takes_it_back(areas: Areas) -> None:
    person = hear_person("my landlord is an asylum seeker", Person())
    asked = Asked(("circumstance", "asylum_seeker"), "?")
    yes, no = changes([asked], Known(person, AT_HOME), areas, TODAY)
    barred = Eligibility(excluded=("asylum_seeker",))
    assert check(barred, yes.known.person).verdict == "not_met"
    assert check(barred, no.known.person).verdict == "met"
