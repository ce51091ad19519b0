"""The page of results: each ranked service with its verdicts and reasons."""

from __future__ import annotations

import math

from msgspec import Struct

from wayfinder.domain.answer import Match, MatchLocation
from wayfinder.domain.opening import opening_at
from wayfinder.domain.service import Location, Service
from wayfinder.domain.verdict import Verdict
from wayfinder.index.arrays import Ints
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.eligibility import check
from wayfinder.matching.explain import Evidence, reasons
from wayfinder.matching.field import Field
from wayfinder.matching.reach import Reach, reach
from wayfinder.matching.score import Ranking
from wayfinder.matching.search import Found, Search


class _Hit(Struct, frozen=True, kw_only=True):
    """One row of the page, out of the field's arrays."""

    number: int
    location: int
    score: float
    words: tuple[str, ...]
    links: tuple[float, ...]
    distance_m: float | None


def results(found: Found, ranking: Ranking, snapshot: Snapshot, offset: int) -> tuple[Match, ...]:
    """The ranked services from `offset` on, explained."""
    field, wanted = found.field, found.search
    page = list(ranking.positions[offset:])
    words = _words_held(snapshot, wanted, field.rows[page])
    hits = [_hit(field, ranking, p, held, snapshot) for p, held in zip(page, words, strict=True)]
    return tuple(_match(hit, wanted, snapshot) for hit in hits)


def _words_held(snapshot: Snapshot, wanted: Search, rows: Ints) -> list[tuple[str, ...]]:
    """For each row, which of the enquiry's words its text holds."""
    known = [(w.word, w.term.term) for w in wanted.heard.words if w.term.term is not None]
    held = [(word, snapshot.term_postings.has(term, rows).tolist()) for word, term in known]
    return [tuple(word for word, has in held if has[i]) for i in range(len(rows))]


def _hit(
    field: Field, ranking: Ranking, position: int, words: tuple[str, ...], snapshot: Snapshot
) -> _Hit:
    away = float(field.distance_m[position])
    return _Hit(
        number=int(field.services[position]),
        location=int(snapshot.arrays["row_location"][field.rows[position]]),
        score=float(ranking.scores[position]),
        words=words,
        links=tuple(field.needs[:, position].tolist()),
        distance_m=None if math.isnan(away) else away,
    )


def _match(hit: _Hit, wanted: Search, snapshot: Snapshot) -> Match:
    service = snapshot.service(hit.number)
    at = service.locations[hit.location] if hit.location >= 0 else None
    evidence = _evidence(service, hit, wanted, snapshot)
    return Match(
        service=snapshot.hit(hit.number),
        location=_location(at.location) if at else None,
        score=round(hit.score, 4),
        distance_m=None if hit.distance_m is None else round(hit.distance_m),
        serves=evidence.reach.verdict,
        eligibility=evidence.eligibility,
        opening=opening_at((at.sessions if at else ()) or service.sessions, wanted.now),
        reasons=reasons(evidence),
    )


def _evidence(service: Service, hit: _Hit, wanted: Search, snapshot: Snapshot) -> Evidence:
    place = wanted.place
    return Evidence(
        service=service,
        words=hit.words,
        needs=tuple(
            (need.phrase, snapshot.needs[need.number].label, strength)
            for need, strength in zip(wanted.heard.needs, hit.links, strict=True)
        ),
        place=place,
        reach=reach(service.coverage, place, hit.distance_m) if place else Reach(Verdict.UNKNOWN),
        distance_m=hit.distance_m,
        eligibility=check(service.eligibility, wanted.person),
        stated=bool(snapshot.arrays["states_needs"][hit.number]),
    )


def _location(location: Location) -> MatchLocation | None:
    """The address to read out; None for a confidential place."""
    if location.confidential:
        return None
    lines = [line for line in (*location.address_lines, location.city) if line]
    return MatchLocation(
        name=location.name, address=", ".join(lines) or None, postcode=location.postcode
    )
