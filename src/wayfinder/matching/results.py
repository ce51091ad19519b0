"""The page of results: each ranked service with its verdicts and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple, cast

from wayfinder.domain.answer import Match, MatchLocation
from wayfinder.domain.opening import opening_at
from wayfinder.domain.service import Location
from wayfinder.index import text
from wayfinder.index.arrays import Floats, Ints
from wayfinder.index.query import QueryTerm
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.borders import across
from wayfinder.matching.eligibility import judge
from wayfinder.matching.explain import Evidence, quoted, reasons
from wayfinder.matching.reach import reach
from wayfinder.matching.score import Ranking
from wayfinder.matching.search import Found
from wayfinder.matching.wanted import Search
from wayfinder.matching.withheld import district_of, told_distance_m


def results(
    found: Found, ranking: Ranking, snapshot: Snapshot, gazetteer: Gazetteer, offset: int
) -> tuple[Match, ...]:
    """The ranked services from `offset` on, explained."""
    field, wanted = found.field, found.search
    page = list(ranking.positions[offset:])
    if not page:
        return ()
    rows, services = field.rows[page], field.services[page]
    columns = (
        services.tolist(),
        rows.tolist(),
        snapshot.arrays["row_location"][rows].tolist(),
        ranking.scores[page].tolist(),
        field.distance_m[page].tolist(),
        _words_held(snapshot, wanted, rows),
        _needs_met(snapshot, wanted, field.needs[:, page]),
        (snapshot.arrays["states_needs"][services] != 0).tolist(),
    )
    return tuple(
        _match(_Hit(*hit), wanted, snapshot, gazetteer) for hit in zip(*columns, strict=True)
    )


class _Hit(NamedTuple):
    """One row of the page, out of the field's arrays; `away_m` may be NaN."""

    number: int
    row: int
    location: int
    score: float
    away_m: float
    words: Sequence[str]
    needs: Sequence[tuple[str | None, str, float]]
    stated: bool


def _words_held(snapshot: Snapshot, wanted: Search, rows: Ints) -> list[list[str]]:
    """For each row, which of the enquiry's words its text holds, quoted; or a word like it."""
    held: list[list[str]] = [[] for _ in range(len(rows))]
    for each in wanted.heard.words:
        own, alike = (_holds(snapshot, term, rows) for term in (each.own, each.kin))
        for words, said, meant in zip(held, own, alike, strict=True):
            if said or meant:
                words.append(f"“{each.word}”" if said else f"a word like “{each.word}”")
    return held


def _holds(snapshot: Snapshot, asked: QueryTerm | None, rows: Ints) -> list[bool]:
    if asked is None or asked.term is None:
        return [False] * len(rows)
    return cast("list[bool]", snapshot.term_postings.has(asked.term, rows).tolist())


def _needs_met(
    snapshot: Snapshot, wanted: Search, links: Floats
) -> list[list[tuple[str | None, str, float]]]:
    """For each row, the needs heard: (words to quote, label, how surely the service meets it)."""
    said = text.fold(wanted.heard.said)
    heard = [
        (quoted(need.phrase, said), snapshot.needs[need.number].label)
        for need in wanted.heard.needs
    ]
    return [
        [(phrase, label, link) for (phrase, label), link in zip(heard, line, strict=True)]
        for line in links.T.tolist()
    ]


def _match(hit: _Hit, wanted: Search, snapshot: Snapshot, gazetteer: Gazetteer) -> Match:
    service = snapshot.service(hit.number)
    at = service.locations[hit.location] if hit.location >= 0 else None
    distance_m = None if isnan(hit.away_m) else hit.away_m
    withheld_in = district_of(service, snapshot, hit.row)
    measured_m = None if withheld_in else distance_m
    served = reach(service.coverage, wanted.here, measured_m, wanted.day)
    if withheld_in:
        distance_m = told_distance_m(distance_m, withheld_in, wanted.place)
    eligibility = judge(service, wanted)
    evidence = Evidence(
        service=service,
        words=hit.words,
        needs=hit.needs,
        place=wanted.place,
        reach=served,
        distance_m=distance_m,
        withheld_in=withheld_in,
        today=wanted.day,
        eligibility=eligibility,
        stated=hit.stated,
        across=across(wanted.place, at.location if at else None, gazetteer),
    )
    return Match(
        service=snapshot.hit(hit.number),
        location=_location(at.location) if at else None,
        score=round(hit.score, 4),
        distance_m=None if distance_m is None else round(distance_m),
        serves=served.verdict,
        eligibility=eligibility,
        opening=opening_at(service.hours_at(at), wanted.now, snapshot.bank_holidays),
        reasons=reasons(evidence),
    )


def _location(location: Location) -> MatchLocation | None:
    """The address to read out; None for a confidential place."""
    if location.confidential:
        return None
    lines = [line for line in (*location.address_lines, location.city) if line]
    return MatchLocation(
        name=location.name, address=", ".join(lines) or None, postcode=location.postcode
    )
