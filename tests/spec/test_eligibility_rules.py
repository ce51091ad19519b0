"""Each condition that a source states, against a person: met, not met, or what to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Person
from wayfinder.ingest.rules.eligibility import read_eligibility
from wayfinder.location.areas import Areas
from wayfinder.matching.eligibility import check
from wayfinder.matching.people import hear_person

AREAS = Areas.load(Path("directory/areas"))

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
W, M = Sex.FEMALE, Sex.MALE

OVER_55S = "Over 55s"
MEN = "For men aged 18+"
WOMEN_ONLY = "Women only, aged 16 and over"
UNDER_18S = "For under 18s"
GIRLS = "Girls aged 5 to 14"
UP_TO_25 = "Up to 25 years old"
CARERS = "For unpaid carers and veterans"
CARE_LEAVERS = "For care leavers aged 16 to 25"
NO_STUDENTS = "Does not accept asylum seekers or students"
NOT_PREGNANT = "Aged 18 and over. Not suitable for pregnant women"
HOMELESS_MEN = "For homeless people. Men only"

AGE, WOMAN, MAN = "How old is the person?", "Is the person a woman?", "Is the person a man?"
STUDENT = "Is the person an asylum seeker or a student?"

TABLE = [
    # the source says          the person                       verdict   what to ask
    (OVER_55S, Person(age=55), MET, []),
    (OVER_55S, Person(age=54.99), NOT_MET, []),
    (OVER_55S, Person(), UNKNOWN, [AGE]),
    (UP_TO_25, Person(age=25.9), MET, []),
    (UP_TO_25, Person(age=26), NOT_MET, []),
    (UNDER_18S, Person(age=17.9), MET, []),
    (UNDER_18S, Person(age=18), NOT_MET, []),
    (UNDER_18S, Person(age=0.5), MET, []),
    # sex: only what is stated refuses
    (MEN, Person(age=30, sex=M), MET, []),
    (MEN, Person(age=30, sex=W), NOT_MET, []),
    (MEN, Person(age=17, sex=M), NOT_MET, []),
    (MEN, Person(age=30), UNKNOWN, [MAN]),
    (MEN, Person(sex=M), UNKNOWN, [AGE]),
    (MEN, Person(sex=W), NOT_MET, [AGE]),
    (MEN, Person(), UNKNOWN, [AGE, MAN]),
    (WOMEN_ONLY, Person(age=16, sex=W), MET, []),
    (WOMEN_ONLY, Person(age=16), UNKNOWN, [WOMAN]),
    (WOMEN_ONLY, Person(age=16, sex=M), NOT_MET, []),
    (GIRLS, Person(age=9, sex=W), MET, []),
    (GIRLS, Person(age=9, sex=M), NOT_MET, []),
    (GIRLS, Person(age=9), UNKNOWN, ["Is the person a girl?"]),
    (GIRLS, Person(age=15, sex=W), NOT_MET, []),
    # circumstances: any one is enough, all must be known not to be true to refuse
    (CARERS, Person(circumstances=("carer",)), MET, []),
    (CARERS, Person(circumstances=("veteran", "student")), MET, []),
    (CARERS, Person(), UNKNOWN, ["Is the person a carer or a veteran?"]),
    (CARERS, Person(circumstances=()), UNKNOWN, ["Is the person a carer or a veteran?"]),
    (CARERS, Person(not_circumstances=("carer",)), UNKNOWN, ["Is the person a veteran?"]),
    (CARERS, Person(not_circumstances=("carer", "veteran")), NOT_MET, []),
    (CARERS, Person(circumstances=("veteran",), not_circumstances=("carer",)), MET, []),
    (CARE_LEAVERS, Person(age=19, circumstances=("care_leaver",)), MET, []),
    (CARE_LEAVERS, Person(age=26, circumstances=("care_leaver",)), NOT_MET, []),
    (CARE_LEAVERS, Person(age=19), UNKNOWN, ["Is the person a care leaver?"]),
    (CARE_LEAVERS, Person(age=19, not_circumstances=("care_leaver",)), NOT_MET, []),
    # exclusions count
    (NO_STUDENTS, Person(circumstances=("student",)), NOT_MET, []),
    (NO_STUDENTS, Person(circumstances=("carer",)), UNKNOWN, [STUDENT]),
    (NO_STUDENTS, Person(), UNKNOWN, [STUDENT]),
    (NO_STUDENTS, Person(not_circumstances=("student",)), UNKNOWN,
     ["Is the person an asylum seeker?"]),
    (NO_STUDENTS, Person(not_circumstances=("student", "asylum_seeker")), MET, []),
    (NOT_PREGNANT, Person(age=30), UNKNOWN, ["Is the person pregnant?"]),
    (NOT_PREGNANT, Person(age=30, circumstances=("pregnant",)), NOT_MET, []),
    (NOT_PREGNANT, Person(age=30, not_circumstances=("pregnant",)), MET, []),
    (NOT_PREGNANT, Person(age=17, not_circumstances=("pregnant",)), NOT_MET, []),
    # what is not read as a rule is asked as it stands
    ("Registered with a Hertfordshire GP", Person(age=40), UNKNOWN,
     ["Does this fit the person: “Registered with a Hertfordshire GP”?"]),
    ("Mainly for women", Person(sex=M), UNKNOWN,
     ["Does this fit the person: “Mainly for women”?"]),
    ("Under 5s and their parents", Person(age=40), UNKNOWN,
     ["Does this fit the person: “Under 5s and their parents”?"]),
    ("For people aged 55+ with a hearing loss", Person(age=60), UNKNOWN,
     ["Does this fit the person: “For people aged 55+ with a hearing loss”?"]),
    ("For people aged 55+ with a hearing loss", Person(age=50), UNKNOWN,
     ["Does this fit the person: “For people aged 55+ with a hearing loss”?"]),
    ("Pregnant women and parents of children under 5", Person(age=30), UNKNOWN,
     ["Does this fit the person: “Pregnant women and parents of children under 5”?"]),
    ("Free for under 16s", Person(age=40), UNKNOWN,
     ["Does this fit the person: “Free for under 16s”?"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "person", "verdict", "asks"), TABLE)
def test_a_condition_in_words_against_a_person(
    text: str, person: Person, verdict: str, asks: list[str]
) -> None:
    answer = check(read_eligibility(Eligibility(text=text)), hear_person("", person))
    assert answer.verdict == verdict
    assert [each.ask for each in answer.checks if each.ask] == asks


@pytest.mark.parametrize(
    ("need", "text", "verdict"),
    [
        ("my husband is lonely", MEN, UNKNOWN),  # his age
        ("my husband, 80, is lonely", MEN, MET),
        ("my wife, 80, is lonely", MEN, UNKNOWN),  # heard, and so asked
        ("my wife, 80, is lonely", WOMEN_ONLY, MET),
        ("I look after my husband", CARERS, MET),
        ("I am 30 and pregnant", NOT_PREGNANT, NOT_MET),
        ("my gran is lonely", UNDER_18S, UNKNOWN),  # a grandchild may be asking for themselves
        ("my gran, 80, is lonely", UNDER_18S, NOT_MET),
        ("my landlord is pregnant and 30", NOT_PREGNANT, UNKNOWN),
        ("lonely", OVER_55S, UNKNOWN),
    ],
)  # fmt: skip
def test_what_words_tell_of_a_person_counts_where_it_is_certain(
    need: str, text: str, verdict: str
) -> None:
    answer = check(read_eligibility(Eligibility(text=text)), hear_person(need, Person()))
    assert answer.verdict == verdict


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (OVER_55S, ["For people aged 55 and over (it says “over 55s”)"]),
        (MEN, ["For people aged 18 and over (it says “aged 18+”)",
               "For men (it says “for men”)"]),
        (GIRLS, ["For people aged 5 to 14 (it says “aged 5 to 14”)",
                 "For girls (it says “girls”)"]),
        (CARERS, ["For somebody who is a carer or a veteran"
                  " (it says “for unpaid carers and veterans”)"]),
        (NO_STUDENTS, ["Not for somebody who is an asylum seeker or a student"
                       " (it says “does not accept asylum seekers or students”)"]),
        ("Mainly for women", ["Mainly for women"]),
    ],
)  # fmt: skip
def test_a_rule_tells_the_words_it_was_read_from(text: str, rules: list[str]) -> None:
    answer = check(read_eligibility(Eligibility(text=text)), hear_person("", Person()))
    assert [each.rule for each in answer.checks] == rules


def test_a_rule_that_the_source_states_as_such_has_no_words_of_its_own() -> None:
    stated = Eligibility(minimum_age=18, sex=Sex.MALE, excluded=("student",))
    rules = [each.rule for each in check(stated, hear_person("", Person())).checks]
    assert rules == [
        "For people aged 18 and over",
        "For men",
        "Not for somebody who is a student",
    ]


HERTS_GP = CoverageRule(
    kind=CoverageKind.GP,
    text="people registered with a GP in Hertfordshire",
    area_codes=("E10000015",),
)
ST_ALBANS = CoverageRule(kind=CoverageKind.AREA, text="St Albans", area_codes=("E07000240",))


@pytest.mark.parametrize(
    ("text", "rules", "asked"),
    [
        ("For men aged 18+ registered with a GP in Herts", (HERTS_GP,), False),
        ("For men aged 18+ registered with a GP in Herts", (), True),
        ("For people aged 55+ living in St Albans", (ST_ALBANS,), False),
        ("For people aged 55+ living in St Albans", (), True),
        ("For people aged 55+ not living in St Albans", (ST_ALBANS,), True),
        ("Women only, aged 16 and over. By referral", (), True),
        ("Adults", (), True),
        ("Adults aged 18 and over", (), False),
        ("Adults aged 18 and over", (ST_ALBANS,), False),
    ],
)
def test_the_text_is_asked_only_where_it_says_more_than_its_rules(
    text: str, rules: tuple[CoverageRule, ...], asked: bool
) -> None:
    told = read_eligibility(Eligibility(text=text), AREAS.resolve)
    checks = check(told, hear_person("", Person()), Coverage(rules=rules)).checks
    assert ("text" in [each.field for each in checks]) is asked


def test_a_text_that_repeats_what_the_source_states_is_not_asked() -> None:
    told = read_eligibility(Eligibility(text="Aged 18 and over", minimum_age=18))
    assert [each.field for each in check(told, hear_person("", Person())).checks] == ["age"]
