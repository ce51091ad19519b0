"""The page of results: each ranked service with its verdicts and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from wayfinder.domain.answer import Match, MatchLocation
from wayfinder.domain.opening_told import opening_told
from wayfinder.domain.service import Location
from wayfinder.index import text
from wayfinder.index.arrays import Floats, Ints
from wayfinder.index.query import QueryTerm
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.place import AreaRef
from wayfinder.matching.borders import across, side
from wayfinder.matching.explain import Evidence, quoted, reasons
from wayfinder.matching.judged import Judged
from wayfinder.matching.score import Ranking
from wayfinder.matching.search import Found
from wayfinder.matching.wanted import Search
from wayfinder.matching.world import World


def results(
    found: Found,
    ranking: Ranking,
    cases: Mapping[int, Judged],
    world: World,
    offset: int = 0,
) -> tuple[Match, ...]:
    """The ranked services from `offset` on, explained; `cases` are at least theirs."""
    field, wanted, snapshot = found.field, found.search, world.snapshot
    page = list(ranking.positions[offset:])
    if not page:
        return ()
    rows, services = field.rows[page], field.services[page]
    columns = (
        services.tolist(),
        [cases[position] for position in page],
        snapshot.arrays["row_location"][rows].tolist(),
        ranking.scores[page].tolist(),
        _words_held(snapshot, wanted, rows),
        _needs_met(snapshot, wanted, field.needs[:, page]),
        (snapshot.arrays["states_needs"][services] != 0).tolist(),
    )
    ours = side(wanted.place) if wanted.place else None
    return tuple(_match(_Hit(*hit), wanted, ours, world) for hit in zip(*columns, strict=True))


class _Hit(NamedTuple):
    """One row of the page, out of the field's arrays."""

    number: int
    case: Judged
    location: int
    score: float
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


def _match(hit: _Hit, wanted: Search, ours: AreaRef | None, world: World) -> Match:
    service, distance_m = hit.case.service, hit.case.distance_m
    at = service.locations[hit.location] if hit.location >= 0 else None
    evidence = Evidence(
        service=service,
        words=hit.words,
        needs=hit.needs,
        place=wanted.place,
        reach=hit.case.served,
        distance_m=distance_m,
        eligibility=hit.case.eligibility,
        stated=hit.stated,
        across=across(ours, at.location if at else None, world.gazetteer),
    )
    return Match(
        service=world.snapshot.hit(hit.number),
        location=_location(at.location) if at else None,
        score=round(hit.score, 4),
        distance_m=None if distance_m is None else round(distance_m),
        serves=hit.case.served.verdict,
        eligibility=hit.case.eligibility,
        opening=opening_told(service, at, wanted.now, world.snapshot.bank_holidays),
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
