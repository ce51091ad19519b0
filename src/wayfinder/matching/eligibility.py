"""Is the service for this person? Each stated condition is met, not met, or to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from wayfinder.domain.answer import Check, EligibilityAnswer
from wayfinder.domain.circumstances import circumstance_words
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.verdict import RuleVerdict
from wayfinder.matching.kinds import ADULT_FROM
from wayfinder.matching.people import PersonHeard

NOTHING_STATED = EligibilityAnswer(verdict=RuleVerdict.UNKNOWN)


def check(eligibility: Eligibility, person: PersonHeard) -> EligibilityAnswer:
    """All checks and their sum: "not met" decides, then "unknown"; nothing stated is unknown."""
    checks = tuple(_checks(eligibility, person))
    if not checks:
        return NOTHING_STATED
    verdicts = {one.verdict for one in checks}
    if RuleVerdict.NOT_MET in verdicts:
        return EligibilityAnswer(verdict=RuleVerdict.NOT_MET, checks=checks)
    if RuleVerdict.UNKNOWN in verdicts:
        return EligibilityAnswer(verdict=RuleVerdict.UNKNOWN, checks=checks)
    return EligibilityAnswer(verdict=RuleVerdict.MET, checks=checks)


def age_words(eligibility: Eligibility) -> str | None:
    """The age rule in words fit to read aloud; None when no age is stated."""
    return _age_words(eligibility.minimum_age, eligibility.maximum_age)


@lru_cache(1024)
def _age_words(low: float | None, high: float | None) -> str | None:
    if low and high is not None:
        return f"For people aged {low:g} to {high:g}"
    if low:
        return f"For people aged {low:g} and over"
    if high is not None:
        return f"For people aged {high:g} and under"
    return None


def _checks(eligibility: Eligibility, person: PersonHeard) -> Iterable[Check]:
    rule = age_words(eligibility)
    if rule is not None:
        yield _age_check(rule, eligibility, person)
    if eligibility.circumstances:
        yield _circumstance_check(eligibility.circumstances, person.circumstances)
    if eligibility.text:
        yield Check(
            rule=eligibility.text,
            verdict=RuleVerdict.UNKNOWN,
            ask=f"Does this fit the person: “{eligibility.text.rstrip(' .')}”?",
        )


def _age_check(rule: str, eligibility: Eligibility, person: PersonHeard) -> Check:
    if person.age is not None:
        met = eligibility.admits(person.age)
        return Check(rule=rule, verdict=RuleVerdict.MET if met else RuleVerdict.NOT_MET)
    if person.grown_up and eligibility.age_limit <= ADULT_FROM:
        return Check(rule=rule, verdict=RuleVerdict.NOT_MET)
    return Check(rule=rule, verdict=RuleVerdict.UNKNOWN, ask="How old is the person?")


def _circumstance_check(wanted: tuple[str, ...], known: tuple[str, ...]) -> Check:
    words = " or ".join(map(circumstance_words, wanted))
    met = any(name in known for name in wanted)
    return Check(
        rule=f"For somebody who is {words}",
        verdict=RuleVerdict.MET if met else RuleVerdict.UNKNOWN,
        ask=None if met else f"Is the person {words}?",
    )
