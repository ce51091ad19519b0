"""Services that would have matched but for a definite "no", each with all that speak against it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice
from math import isnan

import numpy as np
from msgspec import structs

from wayfinder.domain.answer import NearMiss, Reason
from wayfinder.domain.enquiry import Filters
from wayfinder.domain.service import Service
from wayfinder.domain.verdict import RuleVerdict, Verdict
from wayfinder.index.arrays import Bools
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.eligibility import check
from wayfinder.matching.explain import reason, refusal, stopped
from wayfinder.matching.field import Field, only_for_residents
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import reach
from wayfinder.matching.score import rank
from wayfinder.matching.search import permitted, relevant, within
from wayfinder.matching.wanted import Search

MOST = 10
CONSIDERED = 2 * MOST
"""More than are told: by the rules alone one of them may yet be none."""
NEAR_M = 40_000.0
"""A service that does not serve the address is worth naming only this near to it."""


def near_misses(wanted: Search, snapshot: Snapshot) -> tuple[NearMiss, ...]:
    """The best services refused for whom or where they are, and for no wish."""
    anybody = structs.replace(
        wanted,
        person=PersonHeard(None, ()),
        filters=structs.replace(wanted.filters, max_distance_m=None),
    )
    field = relevant(anybody, snapshot, None)
    if wanted.place is not None:
        field = field.take(~(field.distance_m > NEAR_M))
    taken = field.services[~_is_refused(field, wanted, snapshot)]
    field = field.take(~np.isin(field.services, taken))
    ranking = rank(field, CONSIDERED, 0, wanted.weights)
    numbers = [(int(field.services[p]), float(field.distance_m[p])) for p in ranking.positions]
    return tuple(islice(_refused(numbers, wanted, snapshot), MOST))


def _is_refused(field: Field, wanted: Search, snapshot: Snapshot) -> Bools:
    """Which rows the search leaves out for where or who the person is."""
    told = structs.replace(wanted, filters=Filters())
    refused = field.refused | ~permitted(field, told, snapshot)
    if wanted.place is not None:
        refused |= only_for_residents(snapshot, field.rows, field.services, wanted.here)
        refused |= ~within(field, wanted, snapshot, math.inf)
    return refused


def _refused(
    numbers: list[tuple[int, float]], wanted: Search, snapshot: Snapshot
) -> Iterable[NearMiss]:
    for number, distance in numbers:
        refusal = _refusal(number, distance, wanted, snapshot)
        if refusal is not None:
            yield NearMiss(service=snapshot.hit(number), reason=refusal)


def _refusal(number: int, away: float, wanted: Search, snapshot: Snapshot) -> Reason | None:
    """All that speaks against the service as one reason; None where nothing does."""
    service = snapshot.service(number)
    told = [*_by_person(service, wanted), *_by_area(service, away, wanted)]
    if not told:
        return None
    code, _, field = told[0]
    return reason(service, code, " ".join(stopped(text) for _, text, _ in told), field)


def _by_person(service: Service, wanted: Search) -> Iterable[tuple[str, str, str]]:
    for one in check(service.eligibility, wanted.person, service.coverage).checks:
        if one.verdict is RuleVerdict.NOT_MET:
            yield "not_eligible", one.rule, "eligibility"


def _by_area(service: Service, away: float, wanted: Search) -> Iterable[tuple[str, str, str]]:
    if wanted.place is not None:
        found = reach(service.coverage, wanted.here, None if isnan(away) else away, wanted.day)
        if found.verdict is Verdict.NO:
            yield "serves_no", refusal(found), "coverage"
