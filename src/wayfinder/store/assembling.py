"""Puts domain services together from the tables' rows: the way back of `store.rows`.

A span of services, from a first to a last id, is read with one ordered statement a table; services
that lie far apart are asked for by their ids. Rows are taken by their place: the primary key, which
ends in the position, then the item's own columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, select
from sqlmodel import SQLModel

from wayfinder.domain.coverage import Coverage, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import DayHours, Session
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)
from wayfinder.store import tables
from wayfinder.store.bulk import is_one_of
from wayfinder.store.columns import table_of

T = TypeVar("T")
Lists = Mapping[Any, tuple[T, ...]]

_organizations = table_of(tables.OrganizationRow)
_identifiers = table_of(tables.OrganizationIdentifierRow)
_locations = table_of(tables.LocationRow)
_accessibility = table_of(tables.AccessibilityRow)
_services = table_of(tables.ServiceRow)
_at_locations = table_of(tables.ServiceAtLocationRow)


def assemble(
    connection: Connection, rows: Sequence[Row[Any]], *, scattered: bool = False
) -> Iterator[Service]:
    """The services of these rows of `services`, which are ordered by id, with all they have.

    Of `scattered` ones, at most a page, nothing is read of those that lie between them.
    """
    if not rows:
        return
    span = _Span(connection, [row.id for row in rows], scattered)
    organizations = _read_organizations(span)
    coverage = span.lists(tables.ServiceAreaRow, lambda *values: values)
    circumstances = span.lists(tables.EligibilityRow, str)
    parts: dict[str, Lists[Any]] = {
        "locations": _read_services_at_locations(span),
        "phones": span.lists(tables.PhoneRow, _phone),
        "sessions": span.lists(tables.ScheduleRow, Session),
        "referral_routes": span.lists(tables.ReferralRouteRow, ReferralRoute),
        "channels": span.lists(tables.ChannelRow, Channel),
        "costs": span.lists(tables.CostOptionRow, _cost),
        "languages": span.lists(tables.LanguageRow, str),
        "taxonomy_terms": span.lists(tables.TaxonomyTermRow, TaxonomyTerm),
        "needs": span.lists(tables.NeedRow, str),
    }
    for row in rows:
        yield Service(
            **_own_values(row),
            organization=organizations[row.organization_id],
            coverage=_coverage(coverage.get(row.id, ())),
            eligibility=_eligibility(row, circumstances.get(row.id, ())),
            **_items_of(row.id, parts),
        )


def _items_of(service_id: str, parts: Mapping[str, Lists[Any]]) -> dict[str, Any]:
    return {name: lists.get(service_id, ()) for name, lists in parts.items()}


class _Span:
    """Services from a first to a last id, or just these, read one table at a time."""

    def __init__(self, connection: Connection, ids: Sequence[str], scattered: bool) -> None:
        self.connection = connection
        self._ids = ids
        self._scattered = scattered

    def lists(self, model: type[SQLModel], build: Callable[..., T]) -> Lists[T]:
        """Each service's items, by service id (for a list at locations: by id and place)."""
        table = table_of(model)
        return self.grouped(table, self._here(table.c.service_id), build)

    def rows(self, model: type[SQLModel]) -> Sequence[Any]:
        """The rows of a list of these services, in order."""
        table = table_of(model)
        query = select(table).where(self._here(table.c.service_id))
        return self.connection.execute(query.order_by(*table.primary_key.columns)).all()

    def organization_ids(self) -> Select[Any]:
        return select(_services.c.organization_id).where(self._here(_services.c.id))

    def location_ids(self) -> Select[Any]:
        return select(_at_locations.c.location_id).where(self._here(_at_locations.c.service_id))

    def grouped(
        self, table: Table, where: ColumnElement[bool], build: Callable[..., T]
    ) -> Lists[T]:
        """The items of a list's table, in order, by what they hang on."""
        key = list(table.primary_key.columns)
        owner = itemgetter(*range(len(key) - 1))
        rows = self.connection.execute(select(table).where(where).order_by(*key)).all()
        return {
            whose: tuple(build(*row[len(key) :]) for row in group)
            for whose, group in groupby(rows, owner)
        }

    def _here(self, service_id: Column[Any]) -> ColumnElement[bool]:
        if self._scattered:
            return is_one_of(self.connection, service_id, self._ids)
        return service_id.between(self._ids[0], self._ids[-1])


def _read_organizations(span: _Span) -> dict[str, Organization]:
    used = span.organization_ids()
    listed = _identifiers.c.organization_id.in_(used)
    identifiers = span.grouped(_identifiers, listed, Identifier)
    rows = span.connection.execute(select(_organizations).where(_organizations.c.id.in_(used)))
    return {
        row.id: Organization(
            id=row.id,
            name=row.name,
            sector=Sector(row.sector) if row.sector else None,
            description=row.description,
            url=row.url,
            identifiers=identifiers.get(row.id, ()),
        )
        for row in rows
    }


def _read_locations(span: _Span) -> dict[str, Location]:
    used = span.location_ids()
    accessibility = span.grouped(_accessibility, _accessibility.c.location_id.in_(used), str)
    rows = span.connection.execute(select(_locations).where(_locations.c.id.in_(used)))
    return {
        row.id: Location(
            id=row.id,
            name=row.name,
            address_lines=tuple(row.address_lines),
            city=row.city,
            postcode=row.postcode,
            lat_deg=row.lat_deg,
            lon_deg=row.lon_deg,
            position_source=row.position_source,
            accessibility=accessibility.get(row.id, ()),
            confidential=row.confidential,
        )
        for row in rows
    }


def _read_services_at_locations(span: _Span) -> Lists[ServiceAtLocation]:
    locations = _read_locations(span)
    phones = span.lists(tables.PhoneAtLocationRow, _phone)
    sessions = span.lists(tables.ScheduleAtLocationRow, Session)
    rows = span.rows(tables.ServiceAtLocationRow)
    return {
        service_id: tuple(
            ServiceAtLocation(
                location=locations[location_id],
                phones=phones.get((service_id, position), ()),
                sessions=sessions.get((service_id, position), ()),
                special_days=_special_days(special_days),
            )
            for _, position, location_id, special_days in group
        )
        for service_id, group in groupby(rows, itemgetter(0))
    }


def _own_values(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "status": Status(row.status),
        "description": row.description,
        "summary": row.summary,
        "alternate_name": row.alternate_name,
        "url": row.url,
        "email": row.email,
        "hours_text": row.hours_text,
        "special_days": _special_days(row.special_days),
        "application_process": row.application_process,
        "waiting_time": row.waiting_time,
        "alert": row.alert,
        "note": row.note,
        "assured_date": row.assured_date,
        "last_modified": row.last_modified,
        "origins": msgspec.convert(row.origins, dict[str, Origin]),
        "extensions": row.extensions or {},
    }


def _coverage(areas: Sequence[tuple[Any, ...]]) -> Coverage:
    return Coverage(
        rules=tuple(_rule(*values) for *values, excludes in areas if values[0] and not excludes),
        unresolved=tuple(text for kind, text, *_ in areas if not kind),
        excluded=tuple(_rule(*values) for *values, excludes in areas if excludes),
    )


def _rule(
    kind: str,
    text: str,
    codes: Sequence[str],
    radius_m: float | None,
    beyond: dict[str, Any] | None,
) -> CoverageRule:
    told = {"kind": kind, "text": text, "area_codes": codes, "radius_m": radius_m}
    return msgspec.convert(told | (beyond or {}), CoverageRule)


def _eligibility(row: Row[Any], circumstances: tuple[str, ...]) -> Eligibility:
    told = {
        "minimum_age": row.minimum_age,
        "maximum_age": row.maximum_age,
        "circumstances": circumstances,
        "text": row.eligibility_text,
    }
    return msgspec.convert(told | (row.eligibility_rules or {}), Eligibility)


def _special_days(told: list[Any] | None) -> tuple[DayHours, ...]:
    return msgspec.convert(told or (), tuple[DayHours, ...])


def _phone(number: str, description: str | None, audience: str, sms: bool) -> Phone:
    return Phone(number=number, description=description, audience=Audience(audience), sms=sms)


def _cost(amount: float | None, currency: str, text: str | None) -> CostOption:
    return CostOption(amount=amount, currency=currency, text=text)
