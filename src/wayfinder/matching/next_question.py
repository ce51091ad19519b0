"""The one question whose answer removes most doubt from the first results, and what each answer
would change: the rules are really asked again under every possible answer."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan, log2
from typing import NamedTuple

from wayfinder.domain.answer import Check, PossibleAnswer
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.service import Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.areas import Areas
from wayfinder.matching.eligibility import judge, rule_checks
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
from wayfinder.matching.score import Ranking
from wayfinder.matching.search import Found
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
    """One of the first results: its place among them (from 1), how far away, what it leaves open;
    and how many things are left to ask before it is sure to take the person: by its rules on
    people, by its coverage, and in all."""

    rank: int
    service: Service
    distance_m: float | None
    asked: tuple[Asked, ...]
    by_rules: int
    by_reach: int
    doubt: int


def next_question(
    found: Found, ranking: Ranking, snapshot: Snapshot, areas: Areas, ties: tuple[Tie, ...]
) -> Next:
    """What to ask next; where no need was heard, what the matter is.

    Each answer counts as equally likely, and a service less the further down it stands. `ties`
    are those that the enquiry states. No question where no answer would change anything.
    """
    wanted = found.search
    if not wanted.heard.needs:
        return Next(WHAT_IS_WRONG)
    known = Known(wanted.person, wanted.here, ties)
    cases = list(_cases(found, ranking, snapshot))
    best, gain = Next(), 0.0
    for asked, open_cases in _by_question(cases):
        weighed = [_weigh(change, open_cases, wanted) for change in changes(asked, known, areas)]
        mean = sum(each.gain for each in weighed) / max(1, len(weighed))
        if mean > gain + 1e-9:
            answers = tuple(_answer(each, len(cases)) for each in weighed)
            best, gain = Next(words_of(asked), answers), mean
    return best


def _cases(found: Found, ranking: Ranking, snapshot: Snapshot) -> Iterable[_Case]:
    field, wanted = found.field, found.search
    measured_m = field.measured_m
    for rank, position in enumerate(ranking.positions[:FIRST], start=1):
        away_m = float(measured_m[position])
        distance_m = None if isnan(away_m) else away_m
        yield _case(rank, snapshot.service(int(field.services[position])), distance_m, wanted)


def _case(rank: int, service: Service, distance_m: float | None, wanted: Search) -> _Case:
    judged = judge(service, wanted)
    served = reach(service.coverage, wanted.here, distance_m, wanted.day)
    asked = (
        *of_person(service.eligibility, judged, wanted.person),
        *of_reach(service.coverage, served, wanted.here),
    )
    refused = judged.verdict is RuleVerdict.NOT_MET or served.verdict is Verdict.NO
    by_rules = _open(rule_checks(service.eligibility, wanted.person))
    by_reach = int(served.verdict is Verdict.UNKNOWN)
    doubt = _open(judged.checks) + by_reach
    return _Case(rank, service, distance_m, () if refused else asked, by_rules, by_reach, doubt)


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
    """What an answer would do to the services that ask for it; no other heeds it."""
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
        served = reach(case.service.coverage, at, case.distance_m, day).verdict
        still_open = case.doubt - case.by_reach + (served is Verdict.UNKNOWN)
        return REFUSED if served is Verdict.NO else still_open
    checks = tuple(rule_checks(case.service.eligibility, known.person))
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
