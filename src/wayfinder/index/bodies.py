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
    """`name` is the source's own, or its id where nobody has named it. `of`: whether the record
    says something of the service, or only of the organisation behind it."""

    id: str
    name: str
    record_id: str
    as_of: date | None
    of: Literal["service", "organization"] = "service"


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
    """Each record once: first those that the service is made of, last those that only say
    something of its organisation."""
    own = (*service.records, service.origin("*"), *_told_of_service(service))
    of_own = {(o.source_id, o.record_id): o for o in own}
    others = {(o.source_id, o.record_id): o for o in service.origins.values()}
    return tuple(
        HitSource(
            id=o.source_id,
            name=names.get(o.source_id, o.source_id),
            record_id=o.record_id,
            as_of=o.as_of,
            of="service" if key in of_own else "organization",
        )
        for key, o in (of_own | others).items()
    )


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
