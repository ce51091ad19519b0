"""The oracle's candidates: what `query.find` must return, one service at a time, with no index.

Slow and plain on purpose. `oracle.py` filters and ranks them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.need import Need, Tier
from wayfinder.domain.service import Location, Service
from wayfinder.domain.word_groups import WordGroup
from wayfinder.index import text
from wayfinder.index.kin import AUDIENCE_SHARE, OWN_SHARE, Kin
from wayfinder.index.links import CRISIS_SHARE, LinksBuilder
from wayfinder.index.names import names_of
from wayfinder.index.postings import FULL_IMPACT
from wayfinder.index.terms import (
    FIELD_WEIGHTS,
    LENGTH_PENALTY,
    SATURATION,
    TermsBuilder,
    field_text,
)
from wayfinder.location.distance import distance_m
from wayfinder.location.place import WIDE, AreaRef, Place, Precision
from wayfinder.matching.understand import NOBODY_KNOWS


class NaiveRow(Struct, frozen=True, kw_only=True):
    """One candidate as `query.find` and `matching.field` would give it."""

    service: Service
    location: int
    bound: bool
    local: bool
    chance: float
    states_needs: bool
    for_crisis: bool
    text: float
    beside: float
    naming: tuple[float, ...]
    worded: bool
    needs: tuple[float, ...]
    distance_m: float | None


STRANGE = "xyzzy"
"""A word that no dictionary has."""


class NaiveIndex:
    """Holds services in a list and walks all of them for every question."""

    def __init__(
        self, services: Sequence[Service], needs: Sequence[Need], groups: Sequence[WordGroup] = ()
    ) -> None:
        self.services = sorted(services, key=lambda service: service.id)
        self._kin, self._needs = Kin(groups), tuple(needs)
        self._links = LinksBuilder(needs, self._kin)
        terms = TermsBuilder(self._kin)
        for number, service in enumerate(self.services):
            terms.add(number, service)
            self._links.add(number, service)
        pairs = (column.tolist() for column in self._links.pairs(terms.weighed()))
        self._strengths = {(need, number): s for need, number, s in zip(*pairs, strict=True)}

    def find(
        self,
        words: Mapping[str, int | None],
        needs: Sequence[tuple[int, float]],
        place: Place | None,
        radius_m: float,
        name: tuple[str, ...] | None = None,
    ) -> list[NaiveRow]:
        """Every row that holds one of `words` or meets a need (how sure), and can reach the place.

        `words` are as typed, each with the need that it names, if it names one.
        """
        found = []
        asked = {need for need, _ in needs}
        others = [word for word, need in words.items() if need not in asked]
        total = sum(map(self._worth, words)) or 1.0
        naming = tuple(
            sum(self._worth(word) for word, named in words.items() if named == need) / total
            for need, _ in needs
        )
        for number, service in enumerate(self.services):
            earned = sum(self._earned(number, word) for word in words) / total
            score = 1.0 if name in names_of(service) else earned
            strengths = tuple(
                _byte(self._strengths.get((need, number), 0.0)) * sure for need, sure in needs
            )
            if score > 0 or any(strengths):
                found += _rows(
                    service,
                    place,
                    radius_m,
                    text=score,
                    beside=sum(self._earned(number, word) for word in others) / total,
                    naming=naming,
                    worded=bool(words),
                    needs=strengths,
                    states_needs=bool(self._links.stated(service)),
                    for_crisis=self._for_crisis(number),
                )
        return found

    def _for_crisis(self, number: int) -> bool:
        links = [(need, s) for (need, n), s in self._strengths.items() if n == number]
        crisis: float = sum(s for need, s in links if self._needs[need].tier is Tier.CRISIS)
        return crisis > CRISIS_SHARE * math.fsum(strength for _, strength in links)

    def _worth(self, word: str) -> float:
        """How telling a word is: 0 for one that is not searched for."""
        group = self._kin.term(text.stem(word))
        if text.is_content(word):
            return self._idf(text.stem(word)) * (NOBODY_KNOWS if word == STRANGE else 1.0)
        if self._indexed(group) and word not in text.RELATIVES:
            return self._idf(group or "") * AUDIENCE_SHARE
        return 0.0

    def _earned(self, number: int, word: str) -> float:
        """What of that a service earns, most of it by any word of the group."""
        stem = text.stem(word)
        group = self._kin.term(stem)
        own_share = 0.0
        if text.is_content(word):
            own_share = OWN_SHARE if self._indexed(group) else 1.0
        held = own_share * self._held(number, stem) + (1 - own_share) * self._held(number, group)
        return self._worth(word) * held

    def _indexed(self, term: str | None) -> bool:
        return term is not None and term in self._holders

    def _held(self, number: int, term: str | None) -> float:
        return 0.0 if term is None else _byte(self._saturated(number, term))

    def _saturated(self, number: int, term: str) -> float:
        weight = self._weights[number].get(term, 0.0)
        length = self._lengths[number] / max(self._mean_length, 1.0)
        return weight / (weight + SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length))

    def _idf(self, stem: str) -> float:
        # A word that nobody uses is as telling as the rarest word that somebody uses.
        return self._rarity(self._holders.get(stem) or min(self._holders.values(), default=0))

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (len(self.services) - holders + 0.5) / (holders + 0.5))

    @cached_property
    def _holders(self) -> Counter[str]:
        return Counter(stem for weights in self._weights for stem in weights)

    @cached_property
    def _mean_length(self) -> float:
        return sum(self._lengths) / len(self.services)

    @cached_property
    def _lengths(self) -> list[float]:
        return [sum(_field_weights(service).values()) for service in self.services]

    @cached_property
    def _weights(self) -> list[dict[str, float]]:
        return [_field_weights(service, self._kin) for service in self.services]


def _field_weights(service: Service, kin: Kin | None = None) -> dict[str, float]:
    """The weight of each stem, and with `kin` of each group too."""
    weights: dict[str, float] = defaultdict(float)
    for field, weight in FIELD_WEIGHTS:
        for word in text.words(field_text(service, field)):
            stem = text.stem(word)
            if text.is_content(word):
                weights[stem] += weight
            if kin and (group := kin.term(stem)):
                weights[group] += weight
    return dict(weights)


def _rows(
    service: Service,
    place: Place | None,
    radius_m: float,
    *,
    text: float,
    beside: float,
    naming: tuple[float, ...],
    worded: bool,
    needs: tuple[float, ...],
    states_needs: bool,
    for_crisis: bool,
) -> list[NaiveRow]:
    return [
        NaiveRow(
            service=service,
            location=location,
            bound=_sure(service, away, place) or _serves(service, _areas(place)),
            local=_sure(service, away, place) or _serves(service, _local(place)),
            chance=_chance(service, place),
            states_needs=states_needs,
            for_crisis=for_crisis,
            text=text,
            beside=beside,
            naming=naming,
            worded=worded,
            needs=needs,
            distance_m=away,
        )
        for location, at in _places(service)
        for away in [_away(at, place)]
        if place is None or _reaches(service, away, place, radius_m)
    ]


def _places(service: Service) -> list[tuple[int, Location | None]]:
    """The places that may be told and measured; failing that the first that may be told, or -1."""
    told = [
        (number, at.location)
        for number, at in enumerate(service.locations)
        if not at.location.confidential
    ]
    return [each for each in told if each[1].lat_deg is not None] or [*told, (-1, None)][:1]


def _away(at: Location | None, place: Place | None) -> float | None:
    if place is None or at is None or at.lat_deg is None or at.lon_deg is None:
        return None
    return distance_m(place.lat_deg, place.lon_deg, at.lat_deg, at.lon_deg)


def _areas_named(service: Service) -> set[str]:
    return {code for rule in service.coverage.rules for code in rule.area_codes}


def _chance(service: Service, place: Place | None) -> float:
    served = _areas_named(service)
    chances = zip(place.possible_areas, place.possible_shares, strict=True) if place else ()
    return max((share for area, share in chances if area.code in served), default=0.0)


def _sure(service: Service, away: float | None, place: Place | None) -> bool:
    """Whether a rule takes the person in, of a service whose words leave the rest open."""
    rules = service.coverage.rules if service.coverage.unresolved else ()
    if not rules:
        return False
    if away is None or not _is_point(place):
        return _serves(service, _areas(place))
    within = any(rule.radius_m is not None and away <= rule.radius_m for rule in rules)
    return within or _serves(service, _areas(place))


def _serves(service: Service, areas: Sequence[AreaRef]) -> bool:
    return any(area.code in _areas_named(service) for area in areas)


def _areas(place: Place | None) -> tuple[AreaRef, ...]:
    return place.areas if place else ()


def _local(place: Place | None) -> tuple[AreaRef, ...]:
    return tuple(area for area in _areas(place) if area.type not in WIDE)


def _reaches(service: Service, away: float | None, place: Place, radius_m: float) -> bool:
    if _serves(service, (*place.areas, *place.possible_areas)):
        return True
    rules, unresolved = service.coverage.rules, service.coverage.unresolved
    if rules and not unresolved and all(rule.kind is CoverageKind.AREA for rule in rules):
        return False
    return away is None or (away <= radius_m and not _too_far(service, away, place))


def _too_far(service: Service, away: float, place: Place) -> bool:
    """Whether every rule is a distance that this one is beyond, and nothing is left open: not the
    words, not where the person is, and not where any place of the service is."""
    known = _measured(service) and _is_point(place) and not service.coverage.unresolved
    limits = [rule.radius_m for rule in service.coverage.rules]
    beyond = [limit is not None and away > limit for limit in limits]
    return known and bool(beyond) and all(beyond)


def _measured(service: Service) -> bool:
    """Whether it is told where all of its places are."""
    places = [at.location for at in service.locations]
    return all(at.lat_deg is not None and not at.confidential for at in places)


def _is_point(place: Place | None) -> bool:
    return place is not None and place.precision in (Precision.POSTCODE, Precision.COORDINATES)


def _byte(value: float) -> float:
    """A strength as the index keeps it: in steps of 1/255, and never rounded down to nothing."""
    return max(1, min(FULL_IMPACT, round(value * FULL_IMPACT))) / FULL_IMPACT if value > 0 else 0.0
