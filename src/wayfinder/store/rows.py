"""A domain service as rows of the tables. `store.directory` turns them back; a test holds both
together for every value that the domain can express."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Table

from wayfinder.domain.coverage import CoverageRule
from wayfinder.domain.hours import DayHours, Session
from wayfinder.domain.service import Location, Organization, Phone, Service, ServiceAtLocation
from wayfinder.store import tables
from wayfinder.store.bulk import Values
from wayfinder.store.columns import table_of

RULE_COLUMNS = frozenset({"kind", "text", "area_codes", "radius_m"})
ELIGIBILITY_COLUMNS = frozenset({"minimum_age", "maximum_age", "circumstances", "text"})
"""Fields that have columns, or a table, of their own; the others share a document."""


def organization_row(source_id: str, organization: Organization) -> Values:
    o = organization
    return (o.id, source_id, o.name, o.sector and o.sector.value, o.description, o.url)


def identifier_rows(organization: Organization) -> Iterator[Values]:
    for position, identifier in enumerate(organization.identifiers):
        yield organization.id, position, identifier.scheme, identifier.value


def location_row(source_id: str, location: Location) -> Values:
    return (
        location.id,
        source_id,
        location.name,
        location.address_lines,
        location.city,
        location.postcode,
        location.lat_deg,
        location.lon_deg,
        location.position_source,
        location.confidential,
    )


def accessibility_rows(location: Location) -> Iterator[Values]:
    for position, description in enumerate(location.accessibility):
        yield location.id, position, description


def service_row(service: Service) -> Values:
    return (
        service.id,
        service.organization.id,
        service.name,
        service.status.value,
        service.description,
        service.summary,
        service.alternate_name,
        service.url,
        service.email,
        service.hours_text,
        service.eligibility.minimum_age,
        service.eligibility.maximum_age,
        service.eligibility.text,
        _beyond(service.eligibility, ELIGIBILITY_COLUMNS),
        _special_days(service.special_days),
        service.application_process,
        service.waiting_time,
        service.alert,
        service.note,
        service.assured_date,
        service.last_modified,
        service.origins,
        service.extensions or None,
    )


def _phone(phone: Phone) -> Values:
    return phone.number, phone.description, phone.audience.value, phone.sms


def _session(session: Session) -> Values:
    return session.weekday, session.opens_min, session.closes_min


def _listed(service: Service, items: Iterable[Values]) -> Iterator[Values]:
    for position, item in enumerate(items):
        yield service.id, position, *item


def _listed_at_locations(service: Service, items: Iterable[Iterable[Values]]) -> Iterator[Values]:
    for location_position, here in enumerate(items):
        for position, item in enumerate(here):
            yield service.id, location_position, position, *item


def _service_areas(service: Service) -> Iterator[Values]:
    for rule in service.coverage.rules:
        yield *_rule(rule), False
    for text in service.coverage.unresolved:
        yield None, text, (), None, None, False
    for rule in service.coverage.excluded:
        yield *_rule(rule), True


def _rule(rule: CoverageRule) -> Values:
    conditions = _beyond(rule, RULE_COLUMNS)
    return rule.kind.value, rule.text, rule.area_codes, rule.radius_m, conditions


def _beyond(value: msgspec.Struct, columns: frozenset[str]) -> dict[str, Any] | None:
    """What the value says beyond the fields that have columns of their own; None: nothing."""
    told: dict[str, Any] = msgspec.to_builtins(value)
    return {name: it for name, it in told.items() if name not in columns} or None


def _special_days(days: Sequence[DayHours]) -> list[Any] | None:
    told: list[Any] = msgspec.to_builtins(days)
    return told or None


def _at_location(at: ServiceAtLocation) -> Values:
    return at.location.id, _special_days(at.special_days)


_LISTS: Mapping[type[tables.OfService], Callable[[Service], Iterable[Values]]] = {
    tables.ServiceAtLocationRow: lambda s: map(_at_location, s.locations),
    tables.PhoneRow: lambda s: map(_phone, s.phones),
    tables.ScheduleRow: lambda s: map(_session, s.sessions),
    tables.ServiceAreaRow: _service_areas,
    tables.EligibilityRow: lambda s: ((it,) for it in s.eligibility.circumstances),
    tables.ReferralRouteRow: lambda s: ((route.value,) for route in s.referral_routes),
    tables.ChannelRow: lambda s: ((channel.value,) for channel in s.channels),
    tables.CostOptionRow: lambda s: ((cost.amount, cost.currency, cost.text) for cost in s.costs),
    tables.LanguageRow: lambda s: ((language,) for language in s.languages),
    tables.TaxonomyTermRow: lambda s: ((t.vocabulary, t.code, t.name) for t in s.taxonomy_terms),
    tables.NeedRow: lambda s: ((need,) for need in s.needs),
}
_LISTS_AT_LOCATIONS: Mapping[
    type[tables.OfServiceAtLocation], Callable[[Service], Iterable[Iterable[Values]]]
] = {
    tables.PhoneAtLocationRow: lambda s: (map(_phone, at.phones) for at in s.locations),
    tables.ScheduleAtLocationRow: lambda s: (map(_session, at.sessions) for at in s.locations),
}

LIST_TABLES: tuple[Table, ...] = tuple(table_of(row) for row in (*_LISTS, *_LISTS_AT_LOCATIONS))
"""Every table whose rows hang on a service, parents before children."""


def list_rows(services: Iterable[Service]) -> Iterator[tuple[Table, list[Values]]]:
    """The rows of every list of these services, table by table, parents before children."""
    services = tuple(services)
    for row, items in _LISTS.items():
        yield table_of(row), [it for s in services for it in _listed(s, items(s))]
    for at, items_at in _LISTS_AT_LOCATIONS.items():
        yield table_of(at), [it for s in services for it in _listed_at_locations(s, items_at(s))]
