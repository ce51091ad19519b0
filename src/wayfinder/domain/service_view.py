"""A whole service as `GET /v1/services/{id}` shows it, with the source and date of every field.

Spelt out field by field, so that nothing of the domain leaks out unnoticed: a confidential place
shows no name, address or point, and clinicians' numbers are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wayfinder.domain.confidence import HALF_LIFE_DAYS, confidence
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import WEEKDAYS, DayHours, Session, Spell, clock
from wayfinder.domain.provenance import word_of, word_of_place
from wayfinder.domain.service import (
    SAYS_NOTHING,
    Audience,
    Channel,
    Claim,
    CostOption,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)


class PhoneView(Struct, frozen=True):
    number: str
    description: str | None
    sms: bool


class HoursView(Struct, frozen=True):
    """One weekly session in Europe/London time, as `weekday` "Monday" and "09:00" to "17:00"."""

    weekday: str
    opens_at: str
    closes_at: str


class SpellView(Struct, frozen=True):
    """Hours within one day: "09:00" to "17:00"."""

    opens_at: str
    closes_at: str


class SpecialDayView(Struct, frozen=True):
    """The hours of one date, or (`day` null) of every bank holiday; no spells: closed."""

    day: date | None
    spells: tuple[SpellView, ...]
    text: str | None


class ProvenanceView(Struct, frozen=True):
    """Where a field's value came from, and the day it was true there (None: not told).

    `freshness` is what is left of 1 by now: it halves at the field's own pace, hours faster than an
    address. None where the day is not known.
    """

    source: str
    record_id: str
    as_of: date | None
    freshness: float | None


class LocationView(Struct, frozen=True, kw_only=True):
    """One place where the service is given; None is unknown, or withheld when confidential. Of such
    a place `district` is all that is told, and of others it is None. `provenance` has an entry for
    each field that holds something ("position" speaks for the point), of a withheld place none."""

    name: str | None
    address: tuple[str, ...]
    city: str | None
    postcode: str | None
    latitude: float | None
    longitude: float | None
    accessibility: tuple[str, ...]
    confidential: bool
    district: str | None
    phones: tuple[PhoneView, ...]
    hours: tuple[HoursView, ...]
    special_days: tuple[SpecialDayView, ...]
    provenance: dict[str, ProvenanceView] = {}


class ClaimView(Struct, frozen=True):
    """What another source says of a field, in the shape of the field itself."""

    value: Any
    source: str
    record_id: str
    as_of: date | None


class SourceView(Struct, frozen=True):
    """A record that this one is made of."""

    source: str
    record_id: str
    as_of: date | None
    url: str | None


class ServiceView(Struct, frozen=True, kw_only=True):
    """Everything known of a service. None and empty mean "not known", never "no".

    `provenance` has an entry for each field that holds something. Its dotted names speak for a part
    that is from elsewhere than its field: "languages.pl", "taxonomy_terms.VOCABULARY:CODE:NAME",
    "organization.url", "organization.identifiers.SCHEME:VALUE"; "locations.hours" for the hours at
    its places, where all are from one source, and each place has its own. `conflicts` is what other
    sources say otherwise, by field; `sources` are all records that it is made of, `merged_ids` the
    ids that now lead here.
    `extensions` are fields of the feed's own. `assured_date` is the day a person last checked the
    record; without one the record is `unverified`.
    """

    id: str
    name: str
    organization: Organization
    status: Status
    alternate_name: str | None
    summary: str | None
    description: str | None
    url: str | None
    email: str | None
    phones: tuple[PhoneView, ...]
    locations: tuple[LocationView, ...]
    hours: tuple[HoursView, ...]
    special_days: tuple[SpecialDayView, ...]
    hours_text: str | None
    coverage: Coverage
    eligibility: Eligibility
    referral_routes: tuple[ReferralRoute, ...]
    application_process: str | None
    channels: tuple[Channel, ...]
    costs: tuple[CostOption, ...]
    languages: tuple[str, ...]
    taxonomy_terms: tuple[TaxonomyTerm, ...]
    needs: tuple[str, ...]
    waiting_time: str | None
    alert: str | None
    note: str | None
    assured_date: date | None
    last_modified: date | None
    unverified: bool
    extensions: dict[str, Any]
    sources: tuple[SourceView, ...]
    merged_ids: tuple[str, ...]
    provenance: dict[str, ProvenanceView]
    conflicts: dict[str, tuple[ClaimView, ...]]


_MADE = frozenset(
    "phones locations hours special_days unverified sources provenance conflicts".split()
)
_SAME = tuple(name for name in ServiceView.__struct_fields__ if name not in _MADE)


def service_view(service: Service, today: date | None) -> ServiceView:
    """The service as the public may see it on a day; with None as its release holds it, without
    what moves by the calendar alone (`freshness`)."""
    return ServiceView(
        **{name: getattr(service, name) for name in _SAME},
        phones=_phones(service.phones),
        locations=tuple(_of_service(at, service, today) for at in service.locations),
        hours=_hours(service.sessions),
        special_days=_special_days(service.special_days),
        unverified=service.unverified,
        sources=tuple(map(_source, service.records or (service.origin("*"),))),
        provenance=_provenance(service, today),
        conflicts=_conflicts(service),
    )


def _source(origin: Origin) -> SourceView:
    return SourceView(origin.source_id, origin.record_id, origin.as_of, origin.url)


def _locations(locations: tuple[ServiceAtLocation, ...]) -> tuple[LocationView, ...]:
    return tuple(map(_location, locations))


def _location(at: ServiceAtLocation) -> LocationView:
    place = at.location.told()
    return LocationView(
        name=place.name,
        address=place.address_lines,
        city=place.city,
        postcode=place.postcode,
        latitude=place.lat_deg,
        longitude=place.lon_deg,
        accessibility=place.accessibility,
        confidential=place.confidential,
        district=place.district.name if place.district else None,
        phones=_phones(at.phones),
        hours=_hours(at.sessions),
        special_days=_special_days(at.special_days),
    )


def _phones(phones: tuple[Phone, ...]) -> tuple[PhoneView, ...]:
    return tuple(
        PhoneView(each.number, each.description, each.sms)
        for each in phones
        if each.audience is Audience.PUBLIC
    )


def _hours(sessions: tuple[Session, ...]) -> tuple[HoursView, ...]:
    return tuple(
        HoursView(WEEKDAYS[each.weekday], clock(each.opens_min), clock(each.closes_min))
        for each in sorted(sessions)
    )


def _special_days(days: tuple[DayHours, ...]) -> tuple[SpecialDayView, ...]:
    return tuple(SpecialDayView(it.day, _spells(it.spells), it.text) for it in days)


def _spells(spells: tuple[Spell, ...]) -> tuple[SpellView, ...]:
    return tuple(SpellView(clock(opens), clock(closes)) for opens, closes in spells)


_SHOWN_AS = {"sessions": "hours", "locations.sessions": "locations.hours"}
_SHOWN_OF_PLACE = {"sessions": "hours", "address_lines": "address"}


def _provenance(service: Service, today: date | None) -> dict[str, ProvenanceView]:
    whose = word_of(service)
    return {_SHOWN_AS.get(name, name): _origin(name, it, today) for name, it in whose.items()}


def _of_service(at: ServiceAtLocation, service: Service, today: date | None) -> LocationView:
    whose = word_of_place(at, service)
    told = {
        _SHOWN_OF_PLACE.get(it, it): _origin(f"locations.{it}", origin, today)
        for it, origin in whose.items()
    }
    return replace(_location(at), provenance=told)


def _origin(name: str, origin: Origin, today: date | None) -> ProvenanceView:
    """`name` is of a field, or of a part that may have a pace of its own."""
    field, _, part = name.partition(".")
    pace = part if part in HALF_LIFE_DAYS else field
    fresh = None
    if today and origin.as_of:
        fresh = round(confidence(pace, origin.as_of, today, trust=1), 2)
    return ProvenanceView(origin.source_id, origin.record_id, origin.as_of, fresh)


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "phones": _phones,
    "sessions": _hours,
    "special_days": _special_days,
    "locations": _locations,
}
_TYPES = get_type_hints(Service)


def _conflicts(service: Service) -> dict[str, tuple[ClaimView, ...]]:
    """What others say, where anything of it can be shown: a clinician's number cannot."""
    told = {
        _SHOWN_AS.get(name, name): tuple(it for each in claims if (it := _claim(name, each)))
        for name, claims in service.conflicts.items()
    }
    return {name: claims for name, claims in told.items() if claims}


def _claim(field: str, claim: Claim) -> ClaimView | None:
    value = msgspec.convert(claim.value, _TYPES[field])
    shown = _SHAPES[field](value) if field in _SHAPES else value
    origin = claim.origin
    if shown in SAYS_NOTHING:
        return None
    return ClaimView(shown, origin.source_id, origin.record_id, origin.as_of)
