"""Areas in a source's words: what is certain becomes a rule, the rest stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ingest.rules.test_eligibility_words import STRANGE
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.ingest.rules.coverage import gp_rule, read_coverage, with_gp
from wayfinder.location.areas import Areas

AREAS = Areas.load(Path("directory/areas"))
HERTS, HARLOW, EPPING, UTTLESFORD = "E10000015", "E07000073", "E07000072", "E07000077"

ESSEX, STEVENAGE, LUTON = "E10000012", "E07000243", "E06000032"
LIVES, GP = CoverageKind.AREA, CoverageKind.GP
WORK, STUDY = CoverageKind.WORK, CoverageKind.STUDY

LIVE = [
    ("Residents of Hertfordshire", [HERTS], ()),
    ("Residents of Hertfordshire only", [HERTS], ()),
    ("Hertfordshire residents", [HERTS], ()),
    ("people living in Stevenage", [STEVENAGE], ()),
    ("people living in Stevenage or North Herts", [STEVENAGE, "E07000099"], ()),
    ("covers Harlow, Epping Forest and Uttlesford", [HARLOW, EPPING, UTTLESFORD], ()),
    ("Harlow and Epping Forest only", [HARLOW, EPPING], ()),
    ("UK wide", ["K02000001"], ()),
    # a hospice of west Essex: across the border it is for the hospice to say
    ("residents of West Essex and the borders of East Hertfordshire",
     ["wf:place-west-essex"], ("the borders of East Hertfordshire",)),
    ("people living in Hertfordshire and Mid Essex", [HERTS], ("Mid Essex",)),
    ("Serving Hertfordshire and beyond", [HERTS], ("beyond",)),
]  # fmt: skip

TIED = [
    ("Registered with a GP in Hertfordshire", [(GP, HERTS)]),
    ("Anyone living in Harlow or registered with a GP in Harlow", [(LIVES, HARLOW), (GP, HARLOW)]),
    ("Residents of Luton, or people registered with a GP in Hertfordshire",
     [(LIVES, LUTON), (GP, HERTS)]),
    ("Live in Hertfordshire or be registered with a GP in Hertfordshire",
     [(LIVES, HERTS), (GP, HERTS)]),
    ("People living or working in Harlow", [(LIVES, HARLOW), (WORK, HARLOW)]),
    ("People who live, work or study in Hertfordshire",
     [(LIVES, HERTS), (WORK, HERTS), (STUDY, HERTS)]),
    ("People with a local connection to Stevenage", [(CoverageKind.CONNECTION, STEVENAGE)]),
]  # fmt: skip

BARRED = [
    ("Open to residents of Hertfordshire, excluding Watford", [HERTS], ["E07000103"]),
    ("Serving Hertfordshire, but not Watford", [HERTS], ["E07000103"]),
    ("Residents of Hertfordshire and Essex, except Thurrock", [HERTS, ESSEX], ["E06000034"]),
    ("Not available in Dacorum", [], ["E07000096"]),
]

CERTAIN = [text for text, *_ in LIVE] + [text for text, *_ in TIED] + [text for text, *_ in BARRED]

LEFT = [
    "Watford and surrounding areas",
    "parts of Hertfordshire",
    "Residents of the Broadwater ward who need it",
    "mainly Stevenage",
    "Our clubs meet weekly",
    # turned round
    "we do not accept residents of Luton",
    "Not registered with a GP in Hertfordshire",
    "Not for patients registered with a GP in West Essex",
    "You do not need to be registered with a GP in Hertfordshire",
    "If you are registered with a GP in Essex please contact your own service",
    "Open to residents of Hertfordshire, excluding parts of Watford",
    "Residents of Hertfordshire and Essex. Not Thurrock",
    # a county that only tells where the town is
    "People living in Harlow, Essex",
    "Residents of Watford, Hertfordshire",
    "Covering Enfield, Hertfordshire",
    "Residents of Hertfordshire Street, Watford",
    # more than places
    "residents of Hertfordshire, Monday to Friday",
    "people registered with a GP in Hertfordshire and their families",
    "People who live and work in Harlow",
    "Covering Hertfordshire, and people who work in Luton",
    "Women living in Stevenage",
]

REGISTERED = [
    ("for men aged 18+ registered with a GP in Herts", HERTS),
    ("Anyone registered with a Hertfordshire GP", HERTS),
    ("You must be registered at a doctor's surgery", None),
    ("People registered with a GP practice in East and North Hertfordshire",
     "wf:place-east-and-north-hertfordshire"),
    ("Registered with a GP in Harlow. Aged 18 and over.", HARLOW),
    ("registered with a GP in parts of Essex", None),
    ("registered with a GP", None),
    ("Not registered with a GP in Hertfordshire", None),
    ("You do not need to be registered with a GP in Hertfordshire", None),
    ("Live in Hertfordshire or be registered with a GP in Hertfordshire", None),
    ("For women, and for men who are registered with a GP in Stevenage", None),
    ("Registered with a GP in Harlow. Exceptions can be made", None),
]  # fmt: skip


def read(text: str) -> Coverage:
    return read_coverage(Coverage(unresolved=(text,)), AREAS.resolve)


@pytest.mark.parametrize(("text", "codes", "left"), LIVE)
def test_areas_named_beyond_doubt_become_a_rule(
    text: str, codes: list[str], left: tuple[str, ...]
) -> None:
    told = read(text)
    assert [rule.kind for rule in told.rules] == [CoverageKind.AREA]
    assert [*told.rules[0].area_codes] == codes
    assert told.unresolved == left


@pytest.mark.parametrize(("text", "ties"), TIED)
def test_any_of_several_ties_will_do(text: str, ties: list[tuple[CoverageKind, str]]) -> None:
    told = read(text)
    assert [(rule.kind, *rule.area_codes) for rule in told.rules] == ties
    assert told.unresolved == ()


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Stevenage registered with a GP in Hertfordshire",
        "People who live in Stevenage and are registered with a GP in Hertfordshire",
    ],
)
def test_both_ties_are_wanted_where_a_text_says_both(text: str) -> None:
    (rule,) = read(text).rules
    assert (rule.kind, rule.area_codes) == (LIVES, (STEVENAGE,))
    assert [(one.kind, one.area_codes) for one in rule.also] == [(GP, (HERTS,))]


@pytest.mark.parametrize(("text", "codes", "barred"), BARRED)
def test_an_area_that_is_left_out_rules_out(text: str, codes: list[str], barred: list[str]) -> None:
    told = read(text)
    assert [code for rule in told.rules for code in rule.area_codes] == codes
    assert [code for rule in told.excluded for code in rule.area_codes] == barred
    assert told.unresolved == ()


@pytest.mark.parametrize("text", LEFT)
def test_words_in_doubt_stay_as_they_are(text: str) -> None:
    stated = Coverage(unresolved=(text,))
    assert read_coverage(stated, AREAS.resolve) == stated


@given(st.data())
def test_one_unknown_word_anywhere_and_nobody_outside_is_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CERTAIN))
    letters = st.text("bcdfghjklmnpqrtvwxz", min_size=3, max_size=9)
    strange = data.draw(st.sampled_from(STRANGE) | letters | letters.map(str.capitalize))
    words = text.split()
    at = data.draw(st.integers(0, len(words)))
    told = read(" ".join([*words[:at], strange, *words[at:]]))
    assert told.unresolved
    assert not told.excluded


@pytest.mark.parametrize(("text", "code"), REGISTERED)
def test_the_practice_decides_where_a_source_says_so(text: str, code: str | None) -> None:
    rule = gp_rule(text, AREAS.resolve)
    assert (rule and (rule.kind, rule.area_codes)) == (code and (CoverageKind.GP, (code,)))


def test_a_practice_that_is_wanted_too_is_wanted_by_every_rule() -> None:
    lives = CoverageRule(kind=CoverageKind.AREA, text="Harlow", area_codes=(HARLOW,))
    gp = CoverageRule(kind=CoverageKind.GP, text="a GP in Harlow", area_codes=(HARLOW,))
    assert with_gp(Coverage(rules=(lives,)), gp).rules[0].also == (gp,)
    assert with_gp(Coverage(), gp).rules == (gp,)


def test_a_practice_alone_is_not_enough_where_the_area_is_told_in_words() -> None:
    words = Coverage(unresolved=("residents of the villages near Ware",))
    gp = CoverageRule(kind=CoverageKind.GP, text="a GP in Harlow", area_codes=(HARLOW,))
    assert with_gp(words, gp) == words
