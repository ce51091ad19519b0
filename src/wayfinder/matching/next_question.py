"""The one question whose answer removes most doubt from the first results, and what each answer
would change: the rules are really asked again under every possible answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from wayfinder.domain.answer import Check, PossibleAnswer
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.location.areas import Areas
from wayfinder.matching.eligibility import RULES, rule_checks
from wayfinder.matching.judged import Judged
from wayfinder.matching.questions import (
    Asked,
    Change,
    Known,
    changes,
    of_person,
    of_reach,
    words_of,
)
from wayfinder.matching.reach import reach
from wayfinder.matching.wanted import Search

FIRST = 10
"""Results whose doubt counts: those of the first page."""

WHAT_IS_WRONG = (
    "What is the main worry: money, food, home, health, care, family, safety, work or company?"
)
"""Asked when nothing in the words names a need."""

REFUSED = None
"""The doubt that is left of a service that would not take the person."""


class Next(NamedTuple):
    """A question fit to be read out, if there is one, and the answers that can be given."""

    question: str | None = None
    answers: tuple[PossibleAnswer, ...] = ()


class _Case(NamedTuple):
    """One of the first results: its place among them (from 1), what it leaves open; and how many
    things are left to ask before it is sure to take the person: by its rules on people, by its
    coverage, and in all."""

    rank: int
    told: Judged
    asked: tuple[Asked, ...]
    by_rules: int
    by_reach: int
    doubt: int


def next_question(
    wanted: Search, first: Sequence[Judged], areas: Areas, ties: tuple[Tie, ...]
) -> Next:
    """What to ask next, by the `first` results; where no need was heard, what the matter is.

    Each answer counts as equally likely, and a service less the further down it stands. `ties`
    are those that the enquiry states. No question where no answer would change anything.
    """
    if not wanted.heard.needs:
        return Next(WHAT_IS_WRONG)
    known = Known(wanted.person, wanted.here, ties)
    cases = [_case(rank, told, wanted) for rank, told in enumerate(first, start=1)]
    best, gain = Next(), 0.0
    for asked, open_cases in _by_question(cases):
        answers_to = changes(asked, known, areas, wanted.day)
        # A tie tells of others than those that ask for it: registered here is not there.
        heeding = [case for case in cases if case.doubt] if asked[0].rule else open_cases
        weighed = [_weigh(change, heeding, wanted) for change in answers_to]
        mean = sum(each.gain for each in weighed) / max(1, len(weighed))
        if len(weighed) > 1 and mean > gain + 1e-9:
            answers = tuple(_answer(each, len(cases)) for each in weighed)
            best, gain = Next(words_of(asked), answers), mean
    return best


def _case(rank: int, told: Judged, wanted: Search) -> _Case:
    service, served, checks = told.service, told.served, told.eligibility.checks
    if told.eligibility.verdict is RuleVerdict.NOT_MET or served.verdict is Verdict.NO:
        return _Case(rank, told, (), 0, 0, 0)
    asked = (
        *of_person(service.eligibility, told.eligibility, wanted.person),
        *of_reach(service.coverage, served, wanted.here),
    )
    by_rules = _open(each for each in checks if each.field in RULES)
    by_reach = int(served.verdict is Verdict.UNKNOWN)
    return _Case(rank, told, asked, by_rules, by_reach, _open(checks) + by_reach)


def _by_question(cases: Iterable[_Case]) -> list[tuple[list[Asked], list[_Case]]]:
    """Every question with the services that leave it open, in the order in which they stand."""
    questions: dict[tuple[str, ...], tuple[list[Asked], list[_Case]]] = {}
    for case in cases:
        for asked in case.asked:
            alike, open_cases = questions.setdefault(asked.about, ([], []))
            alike.append(asked)
            if not open_cases or open_cases[-1] is not case:
                open_cases.append(case)
    return list(questions.values())


class _Weighed(NamedTuple):
    change: Change
    gain: float
    confirms: int
    clears: int
    rules_out: int


def _weigh(change: Change, cases: list[_Case], wanted: Search) -> _Weighed:
    """What an answer would do to the services that heed it."""
    gain, confirms, clears, rules_out = 0.0, 0, 0, 0
    for case in cases:
        left = _left(case, change.known, wanted)
        rules_out += left is REFUSED
        confirms += left == 0
        clears += left is not REFUSED and 0 < left < case.doubt
        gain += (case.doubt - (left or 0)) / case.doubt / log2(case.rank + 1)
    return _Weighed(change, gain, confirms, clears, rules_out)


def _left(case: _Case, known: Known, wanted: Search) -> int | None:
    """The doubt that is left of a service; only what can have changed is asked again."""
    if known.here is not wanted.here:
        at, day = known.here, wanted.day
        served = reach(case.told.service.coverage, at, case.told.distance_m, day).verdict
        still_open = case.doubt - case.by_reach + (served is Verdict.UNKNOWN)
        return REFUSED if served is Verdict.NO else still_open
    checks = tuple(rule_checks(case.told.service.eligibility, known.person))
    refused = any(each.verdict is RuleVerdict.NOT_MET for each in checks)
    return REFUSED if refused else case.doubt - case.by_rules + _open(checks)


def _open(checks: Iterable[Check]) -> int:
    return sum(each.verdict is RuleVerdict.UNKNOWN for each in checks)


def _answer(weighed: _Weighed, shown: int) -> PossibleAnswer:
    told = (
        f"confirm {weighed.confirms}" if weighed.confirms else None,
        f"leave less to ask of {weighed.clears}" if weighed.clears else None,
        f"rule out {weighed.rules_out}" if weighed.rules_out else None,
    )
    return PossibleAnswer(
        answer=weighed.change.answer,
        person=weighed.change.sent,
        confirms=weighed.confirms,
        clears=weighed.clears,
        rules_out=weighed.rules_out,
        changes=_sentence([each for each in told if each], shown),
    )


def _sentence(told: list[str], shown: int) -> str:
    among = "the first ten" if shown == FIRST else f"the {shown} found"
    if not told:
        return f"Would change nothing of {among}."
    *first, last = told
    return f"Would {', '.join(first)}{' and ' if first else ''}{last} of {among}."
