"""Each stated condition is met, not met or to be asked; only a stated age that fails refuses."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wayfinder.domain.eligibility import Eligibility
from wayfinder.matching.eligibility import age_words, check
from wayfinder.matching.people import PersonHeard

OVER_55 = Eligibility(minimum_age=55)
UNDER_25 = Eligibility(maximum_age=25)
TODDLERS = Eligibility(minimum_age=0.5, maximum_age=2.5)
CARERS = Eligibility(circumstances=("carer",))
WORDS = Eligibility(text="Registered with a Hertfordshire GP")


@pytest.mark.parametrize(
    ("rule", "age", "circumstances", "verdict", "asks"),
    [
        (OVER_55, 55, (), "met", []),
        (OVER_55, 54.9, (), "not_met", []),
        (OVER_55, None, (), "unknown", ["How old is the person?"]),
        (UNDER_25, 25.9, (), "met", []),  # until the 26th birthday
        (UNDER_25, 26, (), "not_met", []),
        (TODDLERS, 2.5, (), "met", []),
        (TODDLERS, 2.6, (), "not_met", []),
        (CARERS, None, ("carer",), "met", []),
        (CARERS, None, (), "unknown", ["Is the person a carer?"]),
        (
            WORDS,
            40,
            (),
            "unknown",
            ["Does this fit the person: “Registered with a Hertfordshire GP”?"],
        ),
        (Eligibility(minimum_age=55, circumstances=("carer",)), 40, ("carer",), "not_met", []),
        (Eligibility(), 40, (), "unknown", []),
        (replace(OVER_55, doubted=("minimum_age",)), 55, (), "met", []),
        (
            replace(OVER_55, doubted=("minimum_age",)),
            40,
            (),
            "unknown",
            ["Sources differ on this; does it hold: “For people aged 55 and over”?"],
        ),
        (
            Eligibility(minimum_age=11, maximum_age=17, doubted=("minimum_age",)),
            40,
            (),
            "not_met",
            [],
        ),
    ],
)
def test_checks(
    rule: Eligibility,
    age: float | None,
    circumstances: tuple[str, ...],
    verdict: str,
    asks: list[str],
) -> None:
    answer = check(rule, PersonHeard(age, circumstances))
    assert answer.verdict == verdict
    assert [one.ask for one in answer.checks if one.ask] == asks


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (OVER_55, "For people aged 55 and over"),
        (UNDER_25, "For people aged 25 and under"),
        (TODDLERS, "For people aged 0.5 to 2.5"),
        (Eligibility(minimum_age=0, maximum_age=18), "For people aged 18 and under"),
        (Eligibility(), None),
    ],
)
def test_ages_in_words(rule: Eligibility, words: str | None) -> None:
    assert age_words(rule) == words
