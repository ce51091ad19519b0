"""Areas in a source's words: what is certain becomes a rule, the rest stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.ingest.rules.coverage import gp_rule, read_coverage, with_gp
from wayfinder.location.areas import Areas

AREAS = Areas.load(Path("directory/areas"))
HERTS, HARLOW, EPPING, UTTLESFORD = "E10000015", "E07000073", "E07000072", "E07000077"

LIVE = [
    ("Residents of Hertfordshire", [HERTS], ()),
    ("people living in Stevenage or North Herts", ["E07000243", "E07000099"], ()),
    ("covers Harlow, Epping Forest and Uttlesford", [HARLOW, EPPING, UTTLESFORD], ()),
    # a hospice of west Essex: across the border it is for the hospice to say
    ("residents of West Essex and the borders of East Hertfordshire",
     ["wf:place-west-essex"], ("the borders of East Hertfordshire",)),
    ("people living in Hertfordshire and Mid Essex", [HERTS], ("Mid Essex",)),
]  # fmt: skip

LEFT = [
    "Watford and surrounding areas",
    "parts of Hertfordshire",
    "Residents of the Broadwater ward who need it",
    "mainly Stevenage",
    "Our clubs meet weekly",
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
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes", "left"), LIVE)
def test_areas_named_beyond_doubt_become_a_rule(
    text: str, codes: list[str], left: tuple[str, ...]
) -> None:
    read = read_coverage(Coverage(unresolved=(text,)), AREAS.resolve)
    assert [rule.kind for rule in read.rules] == [CoverageKind.AREA]
    assert [*read.rules[0].area_codes] == codes
    assert read.unresolved == left


@pytest.mark.parametrize("text", LEFT)
def test_words_in_doubt_stay_as_they_are(text: str) -> None:
    stated = Coverage(unresolved=(text,))
    assert read_coverage(stated, AREAS.resolve) == stated


@pytest.mark.parametrize(("text", "code"), REGISTERED)
def test_the_practice_decides_where_a_source_says_so(text: str, code: str | None) -> None:
    rule = gp_rule(text, AREAS.resolve)
    assert (rule and (rule.kind, rule.area_codes)) == (code and (CoverageKind.GP, (code,)))


def test_a_practice_that_is_wanted_too_is_wanted_by_every_rule() -> None:
    lives = CoverageRule(kind=CoverageKind.AREA, text="Harlow", area_codes=(HARLOW,))
    gp = CoverageRule(kind=CoverageKind.GP, text="a GP in Harlow", area_codes=(HARLOW,))
    assert with_gp(Coverage(rules=(lives,)), gp).rules[0].also == (gp,)
    assert with_gp(Coverage(), gp).rules == (gp,)
