"""A whole service as `GET /v1/services/{id}` shows it, with the source and date of every field.

Spelt out field by field, so that nothing of the domain leaks out unnoticed: a confidential place
shows no name, address or point, and clinicians' numbers are left out.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import WEEKDAYS, Session, clock
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Organization,
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


class LocationView(Struct, frozen=True, kw_only=True):
    """One place where the service is given; None is unknown, or withheld when confidential."""

    name: str | None
    address: tuple[str, ...]
    city: str | None
    postcode: str | None
    latitude: float | None
    longitude: float | None
    accessibility: tuple[str, ...]
    confidential: bool
    phones: tuple[PhoneView, ...]
    hours: tuple[HoursView, ...]


class ProvenanceView(Struct, frozen=True):
    """Where a field's value came from, and the day it was true there (None: not told)."""

    source: str
    record_id: str
    as_of: date | None


class ServiceView(Struct, frozen=True, kw_only=True):
    """Everything known of a service. None and empty mean "not known", never "no".

    `provenance` has an entry for each field that holds something. `assured_date` is the day a
    person last checked the record; without one the record is `unverified`.
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
    provenance: dict[str, ProvenanceView]


_SAME = tuple(
    name
    for name in ServiceView.__struct_fields__
    if name not in ("phones", "locations", "hours", "unverified", "provenance")
)


def service_view(service: Service) -> ServiceView:
    """The service as the public may see it."""
    return ServiceView(
        **{name: getattr(service, name) for name in _SAME},
        phones=_phones(service.phones),
        locations=tuple(_location(each) for each in service.locations),
        hours=_hours(service.sessions),
        unverified=service.unverified,
        provenance=_provenance(service),
    )


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
        phones=_phones(at.phones),
        hours=_hours(at.sessions),
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


_NOTHING = (None, (), Coverage(), Eligibility())


def _provenance(service: Service) -> dict[str, ProvenanceView]:
    derived = {"id", "unverified", "provenance"}
    aliases = {"hours": "sessions"}
    stated = (name for name in ServiceView.__struct_fields__ if name not in derived)
    fields = ((name, aliases.get(name, name)) for name in stated)
    return {
        shown: ProvenanceView(origin.source_id, origin.record_id, origin.as_of)
        for shown, field in fields
        if getattr(service, field) not in _NOTHING
        for origin in (service.origin(field),)
    }
