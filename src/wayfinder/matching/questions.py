"""Questions that the conditions of services leave open, and the answers that can be given.

Every answer is a change to what is known of the person, such as the next enquiry would send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from msgspec import Struct, structs

from wayfinder.domain.answer import EligibilityAnswer, PersonAnswer
from wayfinder.domain.circumstances import circumstance_words
from wayfinder.domain.coverage import Coverage, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Tie
from wayfinder.domain.verdict import RuleVerdict
from wayfinder.location.areas import Areas, Around
from wayfinder.matching.eligibility import may_bar, sex_asked, undecided
from wayfinder.matching.kinds import ADULT_FROM
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import Here, Reach, open_part, question
from wayfinder.matching.ties import ties_of

AREAS_MAX = 4
"""Of a rule for more areas than these nobody is asked which one it is."""


class Asked(Struct, frozen=True):
    """One thing that one service leaves open. Services that leave the same open are the same
    `about`; `bounds` are the ages at which a verdict turns, `rule` the tie that is asked for."""

    about: tuple[str, ...]
    words: str
    bounds: tuple[float, ...] = ()
    rule: CoverageRule | None = None


class Known(Struct, frozen=True):
    """The person of an enquiry, with the ties that it states and what follows from them."""

    person: PersonHeard
    here: Here
    ties: tuple[Tie, ...] = ()


class Change(NamedTuple):
    """An answer in words, what is known with it, and what to send (None: the number itself)."""

    answer: str
    known: Known
    sent: PersonAnswer | None


def of_person(
    rules: Eligibility, judged: EligibilityAnswer, person: PersonHeard
) -> Iterator[Asked]:
    """What the open checks of a service ask of the person; words not read as a rule have no answer
    that could be sent."""
    for each in judged.checks:
        if each.verdict is not RuleVerdict.UNKNOWN or each.ask is None:
            continue
        if each.field == "age":
            yield Asked(("age",), each.ask, bounds=(rules.minimum_age or 0.0, rules.age_limit))
        elif each.field == "sex":
            yield Asked(("sex",), each.ask)
        elif each.field in ("circumstances", "excluded"):
            for name in _unsettled(rules, each.field, person):
                words = f"Is the person {circumstance_words(name)}?"
                yield Asked(("circumstance", name), words)


def _unsettled(rules: Eligibility, field: str, person: PersonHeard) -> tuple[str, ...]:
    if field == "excluded":
        return may_bar(rules.excluded, person)
    return undecided(rules.circumstances, person)


def of_reach(coverage: Coverage, served: Reach, here: Here) -> Iterator[Asked]:
    """The tie (a GP, a job, a course, a connection) that is to be asked for, if one is."""
    if served.ask is None:
        return
    for rule in (*coverage.excluded, *coverage.rules):
        part = open_part(rule, here)
        if part and question(rule, here) == served.ask:
            if 0 < len(part.area_codes) <= AREAS_MAX:
                yield Asked(("tie", part.kind, *part.area_codes), served.ask, rule=part)
            return


def changes(asked: Sequence[Asked], known: Known, areas: Areas, day: date) -> tuple[Change, ...]:
    """The answers to a question that some services leave open: one of these `Asked` each."""
    first = asked[0]
    if first.rule is not None:
        return tuple(_ties(first.rule, known, areas, day))
    return tuple(_ANSWERS[first.about[0]](asked, known))


def words_of(asked: Sequence[Asked]) -> str:
    """The question in words; one for both sexes where services of either kind leave it open."""
    words = dict.fromkeys(each.words for each in asked)
    return asked[0].words if len(words) == 1 else sex_asked(None)


def _ages(asked: Sequence[Asked], known: Known) -> Iterator[Change]:
    """One for each span of ages within which no verdict turns."""
    youngest = float(ADULT_FROM) if known.person.grown_up else 0.0
    ends = {end for each in asked for end in each.bounds if youngest < end < float("inf")}
    starts = [youngest, *sorted(ends)]
    for low, limit in zip(starts, [*starts[1:], None], strict=True):
        person = structs.replace(known.person, age=low)
        yield Change(_span(low, limit), structs.replace(known, person=person), None)


def _span(low: float, limit: float | None) -> str:
    """Ages in words, up to the first that is too old; see `Eligibility.age_limit` for its ends."""
    over = "" if _is_exact(low) else "Over "
    if limit is None:
        return f"{over}{low:g}" if over else f"{low:g} or over"
    if not low:
        return f"Under {limit:g}" if _is_exact(limit) else f"{limit:g} or under"
    if not _is_exact(limit):
        return f"{over}{low:g} to {limit:g}"
    if limit != int(limit):
        return f"{over}{low:g} to under {limit:g}"
    return f"{over}{low:g} to {limit - 1:g}" if limit - 1 > low else f"{over}{low:g}"


def _is_exact(age: float) -> bool:
    """Whether an end of a span is an age that was stated, and not the next number after it."""
    return age == float(f"{age:g}")


def _sexes(_asked: Sequence[Asked], known: Known) -> Iterator[Change]:
    for sex, words in ((Sex.FEMALE, "Female"), (Sex.MALE, "Male")):
        person = structs.replace(known.person, sex=sex, sex_stated=sex)
        yield Change(words, structs.replace(known, person=person), PersonAnswer(sex=sex))


def _whether(asked: Sequence[Asked], known: Known) -> Iterator[Change]:
    name, person = asked[0].about[1], known.person
    true = (*person.circumstances, name)
    so = structs.replace(person, circumstances=true, sure=frozenset(true))
    yield Change("Yes", structs.replace(known, person=so), PersonAnswer(circumstances=true))
    false = (*person.not_circumstances, name)
    rest = tuple(each for each in person.circumstances if each != name)
    not_so = structs.replace(person, circumstances=rest, not_circumstances=false)
    sent = PersonAnswer(not_circumstances=false)
    yield Change("No", structs.replace(known, person=not_so), sent)


_ANSWERS: Mapping[str, Callable[[Sequence[Asked], Known], Iterator[Change]]] = {
    "age": _ages,
    "sex": _sexes,
    "circumstance": _whether,
}


def _ties(rule: CoverageRule, known: Known, areas: Areas, day: date) -> Iterator[Change]:
    """Yes for each area of the rule, and no for all of them."""
    around = partial(areas.around, on=day)
    for code in rule.area_codes:
        area = areas.get(code)
        where = f", {area.name if area else code}" if len(rule.area_codes) > 1 else ""
        yield _tied(f"Yes{where}", known, (Tie(kind=rule.kind, area=code),), around)
    none = tuple(Tie(kind=rule.kind, area=code, holds=False) for code in rule.area_codes)
    yield _tied("No", known, none, around)


def _tied(
    answer: str, known: Known, more: tuple[Tie, ...], around: Callable[[str], Around]
) -> Change:
    ties = (*known.ties, *more)
    told = known.here.ties.joined(ties_of(more, None, None, around))
    changed = structs.replace(known, ties=ties, here=structs.replace(known.here, ties=told))
    return Change(answer, changed, PersonAnswer(ties=ties))
