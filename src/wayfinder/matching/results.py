"""The page of results: each ranked service with its verdicts and reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from wayfinder.domain.answer import Match, MatchLocation
from wayfinder.domain.opening import opening_at
from wayfinder.domain.service import Location, Service
from wayfinder.domain.verdict import Verdict
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.eligibility import check
from wayfinder.matching.explain import Evidence, reasons
from wayfinder.matching.field import Field
from wayfinder.matching.reach import Reach, reach
from wayfinder.matching.score import Ranking
from wayfinder.matching.search import Search


def results(
    field: Field, ranking: Ranking, wanted: Search, snapshot: Snapshot, offset: int
) -> tuple[Match, ...]:
    """The ranked services from `offset` on, explained."""
    page = ranking.positions[offset:]
    words = words_held(snapshot, wanted, field.rows[list(page)])
    return tuple(
        _match(field, position, float(ranking.scores[position]), held, wanted, snapshot)
        for position, held in zip(page, words, strict=True)
    )


def words_held(
    snapshot: Snapshot, wanted: Search, rows: np.ndarray
) -> list[tuple[str, ...]]:
    """For each row, which of the enquiry's words its text holds."""
    known = [word for word in wanted.heard.words if word.term.term is not None]
    held = [
        snapshot.term_postings.impacts_at(word.term.term or 0, rows) > 0 for word in known
    ]
    return [
        tuple(word.word for word, mask in zip(known, held, strict=True) if mask[i])
        for i in range(len(rows))
    ]


def _match(
    field: Field,
    position: int,
    score: float,
    words: tuple[str, ...],
    wanted: Search,
    snapshot: Snapshot,
) -> Match:
    number, row = int(field.services[position]), int(field.rows[position])
    service = snapshot.service(number)
    distance = float(field.distance_m[position])
    at = int(snapshot.arrays["row_location"][row])
    evidence = _evidence(service, words, field.needs[:, position].tolist(), distance, wanted, snapshot)
    return Match(
        service=snapshot.hit(number),
        location=_location(service.locations[at].location) if at >= 0 else None,
        score=round(score, 4),
        distance_m=None if math.isnan(distance) else round(distance),
        serves=evidence.reach.verdict,
        eligibility=evidence.eligibility,
        opening=opening_at((service.locations[at].sessions if at >= 0 else ()) or service.sessions, wanted.now),
        reasons=reasons(evidence),
    )


def _evidence(
    service: Service,
    words: tuple[str, ...],
    links: Sequence[float],
    distance: float,
    wanted: Search,
    snapshot: Snapshot,
) -> Evidence:
    distance_m = None if math.isnan(distance) else distance
    place = wanted.place
    return Evidence(
        service=service,
        words=words,
        needs=tuple(
            (need.phrase, snapshot.needs[need.number].label, strength)
            for need, strength in zip(wanted.heard.needs, links, strict=True)
        ),
        place=place,
        reach=reach(service.coverage, place, distance_m) if place else Reach(Verdict.UNKNOWN),
        distance_m=distance_m,
        eligibility=check(service.eligibility, wanted.person),
    )


def _location(location: Location) -> MatchLocation | None:
    """The address to read out; None for a confidential place."""
    if location.confidential:
        return None
    lines = [line for line in (*location.address_lines, location.city) if line]
    return MatchLocation(
        name=location.name, address=", ".join(lines) or None, postcode=location.postcode
    )
