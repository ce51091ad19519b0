"""The whole ranking once more, one candidate at a time, in plain arithmetic.

It shares the rules (weights, floor) and the definitions of a word and a link with the product,
and none of its machinery: no index, no arrays, no cut ranges.
"""

from __future__ import annotations

import math
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.spec.naive import NaiveRow
from wayfinder.domain.confidence import confidence
from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.enquiry import Filters, Person
from wayfinder.domain.service import Service
from wayfinder.index.attributes import (
    CONTACT_KNOWN,
    CONTACT_ONLINE,
    CONTACT_PLACE,
    COST_FREE,
    COST_PAID,
    channels_of,
    contact_kind,
    cost_kind,
)
from wayfinder.index.audience import Group, ages_said, audience
from wayfinder.matching.features import features
from wayfinder.matching.field import NEAR_M
from wayfinder.matching.weights import Weights


def offered(
    rows: list[NaiveRow],
    filters: Filters,
    person: Person,
    now: datetime,
    weights: Weights,
    *,
    placed: bool,
    in_crisis: bool,
) -> list[tuple[str, float, float | None]]:
    """(service id, score, distance) in the order in which they must be offered."""
    kept = [r for r in rows if _offered(r, weights) and _allowed(r, filters, person, now)]
    theirs = any(_meant(row.service, person) for row in kept)
    asked = _Asked(person, filters.max_distance_m or NEAR_M, placed, in_crisis, theirs)
    scored = sorted(((_score(r, now, weights, asked), r) for r in kept), key=_rank)
    called = _once([s for s in scored if s[1].text == 1.0])
    if not rows or len(rows[0].needs) < 2:
        return _first(called + _once(scored))
    needs = range(len(rows[0].needs))
    meets = weights.meets_need
    fit = [s for s in scored if not _misfit(s[1].service, person)]
    lists = [_once([s for s in fit if s[1].needs[n] >= meets]) for n in needs]
    rest = _once(scored)
    lists.sort(key=lambda lines: -lines[0][1] if lines else 0.0)
    turns = [line for turn in zip_longest(*lists) for line in turn if line is not None]
    return _first(called + turns + rest)


def _first(lines: list[tuple[str, float, float | None]]) -> list[tuple[str, float, float | None]]:
    seen: dict[str, tuple[str, float, float | None]] = {}
    for line in lines:
        seen.setdefault(line[0], line)
    return list(seen.values())


def _once(scored: list[tuple[float, NaiveRow]]) -> list[tuple[str, float, float | None]]:
    return _first([(row.service.id, score, row.distance_m) for score, row in scored])


def _rank(scored: tuple[float, NaiveRow]) -> tuple[float, float, str, int]:
    score, row = scored
    away = float("inf") if row.distance_m is None else row.distance_m
    return -round(score, 9), away, row.service.id, row.location


def _offered(row: NaiveRow, weights: Weights) -> bool:
    words_floor = weights.words_floor_beside_needs if row.needs else weights.words_floor
    if _evidence(row) < weights.floor or not (any(row.needs) or row.text >= words_floor):
        return False
    return any(row.needs) or row.text == 1.0 or not (row.needs and row.states_needs)


def _evidence(row: NaiveRow) -> float:
    return 1 - (1 - row.text) * _doubt(row)


def _relevance(row: NaiveRow, weights: Weights) -> float:
    if not row.needs or row.text == 1.0:
        return row.text
    share = weights.words_share if row.worded else 0.0
    said = row.text
    if row.states_needs:
        told = sum(name * strength for name, strength in zip(row.naming, row.needs, strict=True))
        said = max(said, row.beside + told)
    return share * said + (1 - share) * (1 - _doubt(row))


def _doubt(row: NaiveRow) -> float:
    return math.prod(1 - strength for strength in row.needs)


class _Asked(NamedTuple):
    person: Person
    near_m: float
    placed: bool
    in_crisis: bool
    theirs: bool


def _score(row: NaiveRow, now: datetime, weights: Weights, asked: _Asked) -> float:
    some = dict.fromkeys((CONTACT_ONLINE, CONTACT_PLACE), weights.unknown)
    contacts = {CONTACT_KNOWN: 1.0} | some
    values = {
        "relevance": _relevance(row, weights),
        "nearness": _nearness(row, weights),
        "serves": _serves(row, weights, asked.near_m),
        "freshness": _freshness(row.service, now, weights),
        "cost": {COST_FREE: 1.0, COST_PAID: 0.0}.get(cost_kind(row.service.costs), weights.unknown),
        "openness": {True: 1.0, False: 0.0, None: weights.unknown}[_open(row, now)],
        "contact": contacts.get(contact_kind(row.service), 0.0),
        "prevention": 1.0 if asked.in_crisis or not row.for_crisis else 0.0,
    }
    used = [f for f in features(weights) if asked.placed or not f.needs_place]
    mean = sum(f.weight * values[f.measure.__name__] for f in used) / sum(f.weight for f in used)
    if row.text == 1.0:
        return mean
    if _misfit(row.service, asked.person):
        return mean * weights.misfit
    anybodys = asked.theirs and not _meant(row.service, asked.person)
    return mean * weights.anybodys if anybodys else mean


def _serves(row: NaiveRow, weights: Weights, near_m: float) -> float:
    if row.local:
        return 1.0
    if row.bound or row.chance:
        return max(row.chance, weights.serves_widely if row.bound else 0.0)
    if row.distance_m is not None:
        return weights.unknown if row.distance_m <= near_m else 0.0
    states_area = bool(row.service.coverage.unresolved) or any(
        rule.kind is CoverageKind.AREA for rule in row.service.coverage.rules
    )
    return 0.0 if states_area else weights.unknown


def _meant(service: Service, person: Person) -> bool:
    return not set(service.eligibility.circumstances).isdisjoint(person.circumstances or ())


def _misfit(service: Service, person: Person) -> bool:
    """For others than somebody of whom no more than the age and the sex are known."""
    groups, age = audience(service), person.age
    if person.sex and (Group.MEN if person.sex is Sex.FEMALE else Group.WOMEN) in groups:
        return True
    if age is None:
        return False
    least, limit = ages_said(service)
    young = age < 50 and Group.OLDER in groups
    grown_up = age >= 18 and Group.CHILDREN in groups
    child = age < 16 and Group.ADULTS in groups
    return young or grown_up or child or not least <= age < limit


def _nearness(row: NaiveRow, weights: Weights) -> float:
    if row.distance_m is not None:
        return weights.half_distance_m / (weights.half_distance_m + row.distance_m)
    return 0.0 if row.location >= 0 and _unplaced(row) else weights.unknown


def _unplaced(row: NaiveRow) -> bool:
    location = row.service.locations[row.location].location
    return location.lat_deg is None or location.lon_deg is None


def _freshness(service: Service, now: datetime, weights: Weights) -> float:
    if service.assured_date is None:
        return weights.unknown * confidence("*", service.as_of, now.date(), 1.0)
    age_days = (now.date() - service.assured_date).days
    return min(1.0, max(0.0, 1 - age_days / weights.stale_days))


def _open(row: NaiveRow, now: datetime) -> bool | None:
    at = row.service.locations[row.location] if row.location >= 0 else None
    sessions = (at.sessions if at else ()) or row.service.sessions
    local = now.astimezone(ZoneInfo("Europe/London"))
    minute = local.hour * 60 + local.minute
    if not sessions:
        return None
    return any(
        s.weekday == local.weekday() and s.opens_min <= minute < s.closes_min for s in sessions
    )


def _allowed(row: NaiveRow, filters: Filters, person: Person, now: datetime) -> bool:
    service = row.service
    languages = {name.lower() for name in service.languages}
    sector = service.organization.sector
    return all(
        (
            _taken(service.eligibility, person),
            not filters.open_now or _open(row, now) is True,
            not filters.free or cost_kind(service.costs) != COST_PAID,
            _shares(set(filters.channels), set(channels_of(service))),
            _shares(set(filters.referral), set(service.referral_routes)),
            _shares({name.lower() for name in filters.languages}, languages),
            not filters.sectors or sector is None or sector in filters.sectors,
            filters.max_distance_m is None
            or row.distance_m is None
            or row.distance_m <= filters.max_distance_m,
        )
    )


def _taken(rule: Eligibility, person: Person) -> bool:
    """Whether no stated condition is certainly failed."""
    theirs, wanted = set(person.circumstances or ()), set(rule.circumstances)
    return all(
        (
            person.age is None or rule.admits(person.age),
            person.sex is None or rule.sex in (None, person.sex),
            not theirs & set(rule.excluded),
            not wanted or not wanted <= set(person.not_circumstances),
        )
    )


def _shares(wanted: set[str], held: set[str]) -> bool:
    return not wanted or not held or bool(wanted & held)
