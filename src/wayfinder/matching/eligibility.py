"""Is the service for this person? Each stated condition is met, not met, or to be asked.

What somebody said in the form can refuse them a service; of what was merely heard in words only
the age can. A sex, a relation ("my gran") or a circumstance may be another's: these put in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from wayfinder.domain.answer import Check, EligibilityAnswer
from wayfinder.domain.circumstances import circumstance_words
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.service import Service
from wayfinder.domain.verdict import RuleVerdict
from wayfinder.matching.access import access_checks
from wayfinder.matching.kinds import ADULT_FROM
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.unread import says_more
from wayfinder.matching.wanted import Search

NOWHERE = Coverage()
RULES = frozenset(("age", "sex", "circumstances", "excluded"))
"""The fields of the checks that are rules on people; the rest are of words and of use."""
AGE_ASKED = "How old is the person?"


def judge(service: Service, wanted: Search) -> EligibilityAnswer:
    """Whether the service is for the person of a search, and how whoever searches can use it.

    Where nothing is stated of whom it is for, that stays unknown however it can be used.
    """
    own = tuple(_checks(service.eligibility, wanted.person, service.coverage))
    use = tuple(access_checks(service, wanted.asker, wanted.filters))
    verdicts = [each.verdict for each in (*own, *use)]
    return EligibilityAnswer(
        verdict=_sum(verdicts if own else [*verdicts, RuleVerdict.UNKNOWN]), checks=(*own, *use)
    )


def check(
    eligibility: Eligibility, person: PersonHeard, coverage: Coverage = NOWHERE
) -> EligibilityAnswer:
    """All checks and their sum: "not met" decides, then "unknown"; nothing stated is unknown.

    What `coverage` tells of the text need not be asked of the person again.
    """
    checks = tuple(_checks(eligibility, person, coverage))
    return EligibilityAnswer(verdict=_sum([each.verdict for each in checks]), checks=checks)


def age_words(eligibility: Eligibility) -> str | None:
    """The age rule in words fit to read aloud; None when no age is stated."""
    return _age_words(eligibility.minimum_age, eligibility.maximum_age)


def sex_words(eligibility: Eligibility) -> str:
    """Whom a service for one sex is for: "women", and "girls" where nobody is grown up."""
    young = eligibility.age_limit <= ADULT_FROM
    if eligibility.sex is Sex.FEMALE:
        return "girls" if young else "women"
    return "boys" if young else "men"


@lru_cache(1024)
def _age_words(low: float | None, high: float | None) -> str | None:
    if low and high is not None:
        return f"For people aged {low:g} to {high:g}"
    if low:
        return f"For people aged {low:g} and over"
    if high is not None:
        return f"For people aged {high:g} and under"
    return None


def _sum(verdicts: list[RuleVerdict]) -> RuleVerdict:
    if RuleVerdict.NOT_MET in verdicts:
        return RuleVerdict.NOT_MET
    if RuleVerdict.UNKNOWN in verdicts or not verdicts:
        return RuleVerdict.UNKNOWN
    return RuleVerdict.MET


def rule_checks(eligibility: Eligibility, person: PersonHeard) -> Iterable[Check]:
    """The checks of the rules alone, without the source's words that are no rule."""
    if ages := age_words(eligibility):
        yield _age_check(
            ages + _said(eligibility, "minimum_age", "maximum_age"), eligibility, person
        )
    if eligibility.sex is not None:
        yield _sex_check(eligibility, eligibility.sex, person)
    if eligibility.circumstances:
        yield _circumstance_check(eligibility, person)
    if eligibility.excluded:
        yield _exclusion_check(eligibility, person)


def _checks(eligibility: Eligibility, person: PersonHeard, coverage: Coverage) -> Iterable[Check]:
    yield from rule_checks(eligibility, person)
    if eligibility.text and says_more(eligibility, coverage):
        yield Check(
            rule=eligibility.text,
            verdict=RuleVerdict.UNKNOWN,
            ask=f"Does this fit the person: “{eligibility.text.rstrip(' .')}”?",
            field="text",
        )


def _said(eligibility: Eligibility, *fields: str) -> str:
    """The source's words that the rule was read from; nothing where it states the rule as such."""
    words = dict.fromkeys(eligibility.words[each] for each in fields if each in eligibility.words)
    return f" (it says {' and '.join(f'“{each}”' for each in words)})" if words else ""


def _age_check(rule: str, eligibility: Eligibility, person: PersonHeard) -> Check:
    if person.age is not None:
        met = eligibility.admits(person.age)
        if not met and eligibility.binding.admits(person.age):
            return _differing(rule)
        return _settled(rule, "age", met)
    return _open(rule, "age", AGE_ASKED)


def _sex_check(eligibility: Eligibility, sex: Sex, person: PersonHeard) -> Check:
    who = sex_words(eligibility)
    rule = f"For {who}{_said(eligibility, 'sex')}"
    if person.sex_stated is not None:
        if person.sex_stated is not sex and "sex" in eligibility.doubted:
            return _differing(rule)
        return _settled(rule, "sex", person.sex_stated is sex)
    if person.sex is sex:
        return _settled(rule, "sex", True)
    return _open(rule, "sex", sex_asked(who))


def sex_asked(who: str | None) -> str:
    """The question, by whom a service is for ("women"); None: for both kinds of service."""
    return f"Is the person a {_ONE_OF[who]}?" if who else "Is the person female or male?"


_ONE_OF = {"women": "woman", "men": "man", "girls": "girl", "boys": "boy"}


def _circumstance_check(eligibility: Eligibility, person: PersonHeard) -> Check:
    wanted = eligibility.circumstances
    rule = f"For somebody who is {_any(wanted)}{_said(eligibility, 'circumstances')}"
    open_ones = undecided(wanted, person)
    if not open_ones:
        met = any(each in person.circumstances for each in wanted)
        if not met and "circumstances" in eligibility.doubted:
            return _differing(rule)
        return _settled(rule, "circumstances", met)
    return _open(rule, "circumstances", f"Is the person {_any(open_ones)}?")


def _exclusion_check(eligibility: Eligibility, person: PersonHeard) -> Check:
    barred = eligibility.excluded
    rule = f"Not for somebody who is {_any(barred)}{_said(eligibility, 'excluded')}"
    if not person.sure.isdisjoint(barred):
        return _settled(rule, "excluded", False)
    open_ones = may_bar(barred, person)
    if not open_ones:
        return _settled(rule, "excluded", True)
    return _open(rule, "excluded", f"Is the person {_any(open_ones)}?")


def undecided(any_of: Iterable[str], person: PersonHeard) -> tuple[str, ...]:
    """Those of the circumstances that decide whether any is true; none where that is known."""
    names = tuple(any_of)
    if any(each in person.circumstances for each in names):
        return ()
    return tuple(each for each in names if each not in person.not_circumstances)


def may_bar(barred: Iterable[str], person: PersonHeard) -> tuple[str, ...]:
    """Those of the circumstances that may leave somebody out: all that nobody has denied, for what
    was only heard may be another's ("my landlord is an asylum seeker")."""
    return tuple(each for each in barred if each not in person.not_circumstances)


def _any(names: Iterable[str]) -> str:
    return " or ".join(map(circumstance_words, names))


def _settled(rule: str, field: str, met: bool) -> Check:
    return Check(rule=rule, verdict=RuleVerdict.MET if met else RuleVerdict.NOT_MET, field=field)


def _differing(rule: str) -> Check:
    """One source would refuse the person and another would not: nobody here can tell."""
    ask = f"Sources differ on this; does it hold: “{rule}”?"
    return Check(rule=rule, verdict=RuleVerdict.UNKNOWN, ask=ask, field="text")


def _open(rule: str, field: str, ask: str) -> Check:
    return Check(rule=rule, verdict=RuleVerdict.UNKNOWN, ask=ask, field=field)
