"""The part of a result that never changes, written as JSON when the index is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct

from wayfinder.domain.service import (
    Audience,
    CostOption,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
)
from wayfinder.index.attributes import COST_FREE, COST_PAID, cost_kind

MOST_PHONES = 4
UNNAMED: Mapping[str, str] = MappingProxyType({})
SpeaksOf = Literal["service", "organization", "conflict"]
COST_NOT_KNOWN = "Cost not known: ask"


class HitOrganization(Struct, frozen=True):
    id: str
    name: str
    sector: Sector | None


class HitPhone(Struct, frozen=True, kw_only=True, omit_defaults=True):
    number: str
    description: str | None = None
    sms: bool = False


class HitCost(Struct, frozen=True):
    """`kind` is free, paid or unknown; `text` is fit to read aloud."""

    kind: str
    text: str


class HitSource(Struct, frozen=True, kw_only=True):
    """`name` is the source's own, or its id where nobody has named it. `of` is what the record's
    word was taken for: the service, or only the organisation behind it; "conflict" where it was
    taken for nothing, and only contradicts."""

    id: str
    name: str
    record_id: str
    as_of: date | None
    of: SpeaksOf = "service"


class HitService(Struct, frozen=True, kw_only=True):
    """`service` in an answer's match (the contract), as it is sent."""

    id: str
    name: str
    organization: HitOrganization
    summary: str | None
    phones: tuple[HitPhone, ...]
    email: str | None
    url: str | None
    referral_routes: tuple[ReferralRoute, ...]
    cost: HitCost
    waiting_time: str | None
    alert: str | None
    note: str | None
    assured_date: date | None
    unverified: bool
    sources: tuple[HitSource, ...]


def hit(service: Service, source_names: Mapping[str, str] = UNNAMED) -> HitService:
    """What a result shows of a service; `source_names` are names by source id."""
    organization = service.organization
    return HitService(
        id=service.id,
        name=service.name,
        organization=HitOrganization(organization.id, organization.name, organization.sector),
        summary=service.summary or _shorten(service.description),
        phones=_public_phones(service),
        email=service.email,
        url=service.url or organization.url,
        referral_routes=service.referral_routes,
        cost=_cost(service.costs),
        waiting_time=service.waiting_time,
        alert=service.alert,
        note=service.note,
        assured_date=service.assured_date,
        unverified=service.unverified,
        sources=_sources(service, source_names),
    )


def hit_json(service: Service, source_names: Mapping[str, str] = UNNAMED) -> bytes:
    """`hit` as JSON."""
    return msgspec.json.encode(hit(service, source_names))


def _public_phones(service: Service) -> tuple[HitPhone, ...]:
    """Numbers fit for anybody; the service's own first, then its locations'."""
    phones = [*service.phones, *(phone for at in service.locations for phone in at.phones)]
    public = [_phone(phone) for phone in phones if phone.audience is Audience.PUBLIC]
    return tuple(dict.fromkeys(public))[:MOST_PHONES]


def _phone(phone: Phone) -> HitPhone:
    return HitPhone(
        number=phone.number,
        description=phone.description,
        sms=phone.sms,
    )


def _cost(costs: tuple[CostOption, ...]) -> HitCost:
    kind = cost_kind(costs)
    if kind == COST_FREE:
        return HitCost("free", "Free")
    stated = "; ".join(
        cost.text or _price(cost.amount, cost.currency)
        for cost in costs
        if cost.text or cost.amount
    )
    if kind == COST_PAID:
        return HitCost("paid", stated or "There is a charge")
    return HitCost("unknown", stated or COST_NOT_KNOWN)


def _price(amount: float | None, currency: str) -> str:
    return f"£{amount:.2f}" if currency == "GBP" else f"{amount:.2f} {currency}"


def _sources(service: Service, names: Mapping[str, str]) -> tuple[HitSource, ...]:
    """Each record once: first those that the service is made of, then those that only say something
    of its organisation, last those whose word was not taken."""
    told: dict[tuple[str, str], HitSource] = {}
    for of, origins in _speaking(service).items():
        for it in origins:
            name = names.get(it.source_id, it.source_id)
            source = HitSource(
                id=it.source_id, name=name, record_id=it.record_id, as_of=it.as_of, of=of
            )
            told.setdefault((it.source_id, it.record_id), source)
    return tuple(told.values())


def _speaking(service: Service) -> dict[SpeaksOf, tuple[Origin, ...]]:
    doubting = (claim.origin for said in service.conflicts.values() for claim in said)
    return {
        "service": (*service.records, service.origin("*"), *_told_of_service(service)),
        "organization": tuple(service.origins.values()),
        "conflict": tuple(doubting),
    }


def _told_of_service(service: Service) -> Iterator[Origin]:
    """Where what a result shows is from; the organisation's address where it stands in for one."""
    owner = service.origin("organization")
    if not service.url and service.organization.url:
        yield service.origins.get("organization.url", owner)
    for field, origin in service.origins.items():
        if field.partition(".")[0] != "organization":
            yield origin


def _shorten(description: str | None, limit: int = 200) -> str | None:
    if description is None or len(description) <= limit:
        return description
    return description[:limit].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
