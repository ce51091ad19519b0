"""What filters and features need of a service, as one number each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from wayfinder.domain.circumstances import CIRCUMSTANCES
from wayfinder.domain.coverage import Coverage, CoverageKind
from wayfinder.domain.eligibility import Sex
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Location,
    ReferralRoute,
    Sector,
    Service,
)
from wayfinder.index.arrays import Arrays
from wayfinder.index.audience import ages_said, audience

COST_UNKNOWN, COST_FREE, COST_PAID = 0, 1, 2
NEVER_ASSURED = UNDATED = -1
MAX_LANGUAGES = 63
NO_CONTACT, CONTACT_PLACE, CONTACT_ONLINE, CONTACT_KNOWN = 0, 1, 2, 3
MAX_CIRCUMSTANCES, ID_BYTES = 63, 100
"""Circumstances beyond these share the bit after them, by which nobody is known."""
SEXES = tuple(Sex)

COLUMNS = {
    "minimum_age": np.float64,
    "age_limit": np.float64,
    "cost": np.uint8,
    "channels": np.uint8,
    "referral": np.uint8,
    "sector": np.uint8,
    "assured": np.int32,
    "as_of": np.int32,
    "languages": np.uint64,
    "radius_m": np.float64,
    "contact": np.uint8,
    "states_area": bool,
    "audience": np.uint8,
    "least_age_said": np.float64,
    "age_limit_said": np.float64,
    "circumstances": np.uint64,
    "excluded": np.uint64,
    "sex": np.uint8,
}
"""The arrays and their types, in the order of `AttributesBuilder`'s lines."""

Member = TypeVar("Member", bound=StrEnum)


def mask(values: Iterable[Member], members: type[Member]) -> int:
    """One bit for each value, by its place in the enum; 0 means that nothing is known."""
    order = list(members)
    return sum(1 << order.index(value) for value in set(values))


def sector_number(sector: Sector | None) -> int:
    """1 and up by place in the enum; 0 is unknown."""
    return 0 if sector is None else list(Sector).index(sector) + 1


def sex_number(sex: Sex | None) -> int:
    """1 and up by place in the enum; 0 is not stated."""
    return 0 if sex is None else SEXES.index(sex) + 1


def circumstance_bits(circumstances: Iterable[str], arrays: Mapping[str, NDArray[Any]]) -> int:
    """One bit for each circumstance that a service names, by its place in `circumstance_ids`."""
    known = arrays["circumstance_ids"].tolist()
    encoded = {each.encode() for each in circumstances}
    return sum(1 << number for number, each in enumerate(known) if each in encoded)


def cost_kind(costs: Sequence[CostOption]) -> int:
    """Free only when every stated price is nothing; unknown when no price is stated."""
    amounts = [cost.amount for cost in costs]
    if not amounts or None in amounts:
        return COST_PAID if any(amounts) else COST_UNKNOWN
    return COST_FREE if not any(amounts) else COST_PAID


def channels_of(service: Service) -> frozenset[Channel]:
    """Stated channels, and those that public contacts and the locations show to exist."""
    shown = set(service.channels)
    for phone in chain(service.phones, *(at.phones for at in service.locations)):
        if phone.audience is Audience.PUBLIC:
            shown.add(Channel.TEXT if phone.sms else Channel.PHONE)
    if any(_has_address(at.location) for at in service.locations):
        shown.add(Channel.IN_PERSON)
    return frozenset(shown)


def contact_kind(service: Service) -> int:
    """Whether somebody there can be rung or written to; failing that, whether it can be looked up
    or, at the least, gone to."""
    phones = chain(service.phones, *(at.phones for at in service.locations))
    public = any(phone.audience is Audience.PUBLIC for phone in phones)
    if public or service.email:
        return CONTACT_KNOWN
    if service.url or service.organization.url:
        return CONTACT_ONLINE
    told = (at.location for at in service.locations if not at.location.confidential)
    return CONTACT_PLACE if any(map(_has_address, told)) else NO_CONTACT


def states_area(coverage: Coverage) -> bool:
    """Whether anything is said of which area it serves, understood or not."""
    bound = any(rule.kind is CoverageKind.AREA for rule in coverage.rules)
    return bound or bool(coverage.unresolved)


def radius_served_m(coverage: Coverage) -> float:
    """The distance beyond which its rules refuse everybody; infinite where they may not."""
    radii = [rule for rule in coverage.rules if rule.kind is CoverageKind.RADIUS]
    stated = [one.radius_m for one in radii if one.radius_m is not None and not one.open_beyond]
    if coverage.unresolved or not stated or len(stated) < len(coverage.rules):
        return math.inf
    return max(stated)


class AttributesBuilder:
    """Collects one line of numbers a service."""

    def __init__(self) -> None:
        self.languages: list[str] = []
        self._circumstances = list(CIRCUMSTANCES)
        self._lines: list[tuple[float, ...]] = []

    def add(self, _number: int, service: Service) -> None:
        """Note the attributes of the next service."""
        rule = service.eligibility.binding
        # What another source says is closed stands behind what nobody doubts.
        doubted = "status" in service.conflicts
        assured = None if doubted else service.assured_date
        as_of = None if doubted else service.as_of
        self._lines.append(
            (
                rule.minimum_age or 0.0,
                rule.age_limit,
                cost_kind(service.costs),
                mask(channels_of(service), Channel),
                mask(service.referral_routes, ReferralRoute),
                sector_number(service.organization.sector),
                NEVER_ASSURED if assured is None else assured.toordinal(),
                UNDATED if as_of is None else as_of.toordinal(),
                sum(1 << bit for bit in {self._language(name) for name in service.languages}),
                radius_served_m(service.coverage),
                contact_kind(service),
                states_area(service.coverage),
                int(audience(service)),
                *ages_said(service),
                self._bits(rule.circumstances),
                self._bits(rule.excluded),
                sex_number(rule.sex),
            )
        )

    def arrays(self) -> Arrays:
        """One array an attribute, one entry a service; and the ids of the circumstances' bits."""
        columns = list(zip(*self._lines, strict=True)) or [()] * len(COLUMNS)
        ids = np.array([each.encode() for each in self._circumstances], f"S{ID_BYTES}")
        return {"circumstance_ids": ids} | {
            name: np.array(column, kind)
            for (name, kind), column in zip(COLUMNS.items(), columns, strict=True)
        }

    def _bits(self, circumstances: Iterable[str]) -> int:
        return sum(1 << bit for bit in {self._circumstance(each) for each in circumstances})

    def _circumstance(self, name: str) -> int:
        known = self._circumstances
        if name not in known and len(known) < MAX_CIRCUMSTANCES and len(name.encode()) <= ID_BYTES:
            known.append(name)
        return known.index(name) if name in known else MAX_CIRCUMSTANCES

    def _language(self, name: str) -> int:
        folded = name.strip().lower()
        if folded not in self.languages and len(self.languages) < MAX_LANGUAGES:
            self.languages.append(folded)
        # Past 63 languages the rest share one bit: a filter then lets in too many, never too few.
        return self.languages.index(folded) if folded in self.languages else MAX_LANGUAGES


def _has_address(location: Location) -> bool:
    """Whether there is a place to come to, told or (confidential) not."""
    return location.confidential or location.lat_deg is not None or location.postcode is not None
