"""One service, held against an enquiry: is it found, would it take this person, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from wayfinder.domain.answer import Match, Understood, Urgent
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import NoSuchService
from wayfinder.index.query import find
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.spans import Spans, spans_of
from wayfinder.matching.against import Case, against
from wayfinder.matching.field import Field, survey
from wayfinder.matching.front_doors import FrontDoors, for_place
from wayfinder.matching.judged import Judged, judged
from wayfinder.matching.results import results
from wayfinder.matching.score import Ranking, rank
from wayfinder.matching.search import Found
from wayfinder.matching.wanted import Search
from wayfinder.matching.wayfind import asked, ranked, understood
from wayfinder.matching.world import World


def check_service(service_id: str, enquiry: Enquiry, world: World, now: datetime) -> Checked:
    """What `wayfind` makes of one service, whether it shows it or not.

    Raises as `wayfind` does, and NoSuchService for an id that the release does not have; each with
    `urgent` and `front_doors` among its facts.
    """
    snapshot = world.snapshot
    wanted, urgent = asked(enquiry, world, now)
    number = snapshot.service_number(service_id.lower())
    if number is None:
        raise NoSuchService(
            "No service of the release has this id.",
            facts={
                "release": snapshot.meta.release,
                "urgent": urgent,
                "front_doors": for_place(world.front_doors, wanted.here.codes),
            },
        )
    told = understood(wanted, world)
    return _checked(_case(number, wanted, enquiry, world), told, world.front_doors, urgent)


def _case(number: int, wanted: Search, enquiry: Enquiry, world: World) -> Case:
    """The search as it was asked, to the last result, and the service beside it."""
    snapshot = world.snapshot
    found, ranking = ranked(wanted, snapshot, snapshot.meta.services)
    rows = _rows_of(number, snapshot)
    lone = _alone(rows, wanted, snapshot)
    place = _place_of(number, found, ranking)
    if place is None:
        alone = Found(field=lone, search=wanted)
        best = rank(lone, 1, wanted.heard.named, wanted.weights)
        match, told = _shown(alone, best, world)
    else:
        here = Ranking((ranking.positions[place - 1],), ranking.scores, ranking.total)
        match, told = _shown(found, here, world)
    return Case(
        service=told.service,
        match=match,
        served=told.served,
        wanted=wanted,
        found=found,
        lone=lone,
        rows=rows,
        rank=place,
        shown=enquiry.offset + enquiry.limit,
        total=ranking.total,
        snapshot=snapshot,
    )


def _checked(
    case: Case, told: Understood, doors: FrontDoors, urgent: tuple[Urgent, ...]
) -> Checked:
    match, meta = case.match, case.snapshot.meta
    return Checked(
        service=match.service,
        in_results=case.rank is not None and case.rank <= case.shown,
        rank=case.rank,
        total=case.total,
        serves=match.serves,
        rule=case.served.rule,
        eligibility=match.eligibility,
        opening=match.opening,
        location=match.location,
        distance_m=match.distance_m,
        reasons=match.reasons,
        why_not=against(case),
        ask=tuple(dict.fromkeys(_questions(match))),
        understood=told,
        urgent=urgent,
        relaxed=case.found.relaxed,
        front_doors=for_place(doors, case.wanted.here.codes),
        release=meta.release,
        released_at=meta.released_at,
    )


def _rows_of(number: int, snapshot: Snapshot) -> Spans:
    rows = np.flatnonzero(snapshot.arrays["row_service"] == number)
    return spans_of(rows, rows + 1)


def _alone(rows: Spans, wanted: Search, snapshot: Snapshot) -> Field:
    """The service's rows with all that features and filters look at, however little it answers."""
    heard = wanted.heard
    needs = [(need.number, need.strength) for need in heard.needs]
    held = find(snapshot, heard.terms, needs, rows, text_floor=0.0, name=heard.name)
    return survey(snapshot, held, wanted)


def _place_of(number: int, found: Found, ranking: Ranking) -> int | None:
    """1 for the best."""
    order = found.field.services[list(ranking.positions)]
    at = np.flatnonzero(order == number)
    return int(at[0]) + 1 if len(at) else None


def _shown(found: Found, ranking: Ranking, world: World) -> tuple[Match, Judged]:
    """The one service of a ranking as a result, and how it was judged."""
    cases = judged(found, ranking.positions, world.snapshot)
    (match,), (told,) = results(found, ranking, cases, world), cases.values()
    return match, told


def _questions(match: Match) -> Iterable[str]:
    """What would settle whether it takes this person from this address."""
    yield from (check.ask for check in match.eligibility.checks if check.ask)
    yield from (each.text for each in match.reasons if each.code == "serves_unknown")
