"""The directory's tables, in the words of HSDS 3.0: what is offered, by whom, where and to whom.

They mirror `domain.service` value for value. A list's order is its `position`, from 0; every list
hangs on its service's id first, so that a primary key read in order is a service read in order.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKeyConstraint, false
from sqlmodel import Field

from wayfinder.store.columns import DOCUMENT, ID, Row

# On SQLite such a table is its primary key's tree: half the work to write, and read in order.
CLUSTERED = {"sqlite_with_rowid": False}


class OrganizationRow(Row, table=True):
    """An organization belongs to the source that named it first; no other source changes it."""

    __tablename__ = "organizations"

    id: str = Field(primary_key=True, sa_type=ID)
    source_id: str = Field(foreign_key="sources.id", index=True)
    name: str
    sector: str | None = None
    description: str | None = None
    url: str | None = None


class OrganizationIdentifierRow(Row, table=True):
    __tablename__ = "organization_identifiers"

    organization_id: str = Field(
        primary_key=True, sa_type=ID, foreign_key="organizations.id", ondelete="CASCADE"
    )
    position: int = Field(primary_key=True)
    scheme: str
    value: str


class LocationRow(Row, table=True):
    """A location belongs to one source, as an organization does."""

    __tablename__ = "locations"

    id: str = Field(primary_key=True, sa_type=ID)
    source_id: str = Field(foreign_key="sources.id", index=True)
    name: str | None = None
    address_lines: list[str] = Field(sa_type=DOCUMENT)
    city: str | None = None
    postcode: str | None = None
    lat_deg: float | None = None
    lon_deg: float | None = None
    position_source: str | None = None
    confidential: bool


class AccessibilityRow(Row, table=True):
    __tablename__ = "accessibility_for_locations"

    location_id: str = Field(
        primary_key=True, sa_type=ID, foreign_key="locations.id", ondelete="CASCADE"
    )
    position: int = Field(primary_key=True)
    description: str


class ServiceRow(Row, table=True):
    """`origins` maps a field to {source_id, record_id, as_of}; "*" speaks for all other fields.

    `eligibility_rules` are the fields of `domain.eligibility` that have no column here,
    `special_days` those of `domain.hours.DayHours`.
    """

    __tablename__ = "services"

    id: str = Field(primary_key=True, sa_type=ID)
    organization_id: str = Field(sa_type=ID, foreign_key="organizations.id", index=True)
    name: str
    status: str
    description: str | None = None
    summary: str | None = None
    alternate_name: str | None = None
    url: str | None = None
    email: str | None = None
    hours_text: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    eligibility_text: str | None = None
    eligibility_rules: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    special_days: list[Any] | None = Field(default=None, sa_type=DOCUMENT)
    application_process: str | None = None
    waiting_time: str | None = None
    alert: str | None = None
    note: str | None = None
    assured_date: date | None = None
    last_modified: date | None = None
    origins: dict[str, Any] = Field(sa_type=DOCUMENT)
    extensions: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)


class OfService(Row):
    """One item of a list that a service has."""

    __table_args__ = CLUSTERED

    service_id: str = Field(
        primary_key=True, sa_type=ID, foreign_key="services.id", ondelete="CASCADE"
    )
    position: int = Field(primary_key=True)


class ServiceAtLocationRow(OfService, table=True):
    __tablename__ = "services_at_locations"

    location_id: str = Field(sa_type=ID, foreign_key="locations.id", index=True)
    special_days: list[Any] | None = Field(default=None, sa_type=DOCUMENT)


class OfServiceAtLocation(Row):
    """One item of a list that a service has at its location number `location_position`."""

    service_id: str = Field(primary_key=True, sa_type=ID)
    location_position: int = Field(primary_key=True)
    position: int = Field(primary_key=True)


def _hangs_on_its_place(table: str) -> tuple[ForeignKeyConstraint, dict[str, bool]]:
    here = ["service_id", "location_position"]
    there = ["services_at_locations.service_id", "services_at_locations.position"]
    # Named here because the name by convention is longer than PostgreSQL's 63 letters.
    key = ForeignKeyConstraint(here, there, ondelete="CASCADE", name=f"fk_{table}_place")
    return key, CLUSTERED


class PhoneRow(OfService, table=True):
    """`audience` is public or clinician; a clinician's number is never shown to residents."""

    __tablename__ = "phones"

    number: str
    description: str | None = None
    audience: str
    sms: bool


class PhoneAtLocationRow(OfServiceAtLocation, table=True):
    __tablename__ = "phones_at_locations"
    __table_args__ = _hangs_on_its_place("phones_at_locations")

    number: str
    description: str | None = None
    audience: str
    sms: bool


class ScheduleRow(OfService, table=True):
    """A weekly session in Europe/London time: weekday 0 is Monday, minutes since midnight."""

    __tablename__ = "schedules"

    weekday: int
    opens_min: int
    closes_min: int


class ScheduleAtLocationRow(OfServiceAtLocation, table=True):
    __tablename__ = "schedules_at_locations"
    __table_args__ = _hangs_on_its_place("schedules_at_locations")

    weekday: int
    opens_min: int
    closes_min: int


class ServiceAreaRow(OfService, table=True):
    """A coverage rule; without a `kind`, words of the source that no rule could be made of.

    `conditions` are the fields of `domain.coverage.CoverageRule` that have no column here.
    """

    __tablename__ = "service_areas"

    kind: str | None = None
    text: str
    area_codes: list[str] = Field(sa_type=DOCUMENT)
    radius_m: float | None = None
    conditions: dict[str, Any] | None = Field(default=None, sa_type=DOCUMENT)
    excludes: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class EligibilityRow(OfService, table=True):
    """A circumstance that qualifies; ages and the source's words stand on the service (HSDS)."""

    __tablename__ = "eligibility_circumstances"

    circumstance: str


class ReferralRouteRow(OfService, table=True):
    __tablename__ = "referral_routes"

    route: str


class ChannelRow(OfService, table=True):
    __tablename__ = "channels"

    channel: str


class CostOptionRow(OfService, table=True):
    __tablename__ = "cost_options"

    amount: float | None = None
    currency: str
    text: str | None = None


class LanguageRow(OfService, table=True):
    __tablename__ = "languages"

    language: str


class TaxonomyTermRow(OfService, table=True):
    __tablename__ = "taxonomy_terms"

    vocabulary: str
    code: str
    name: str


class NeedRow(OfService, table=True):
    """A need of `directory/needs/` that the source itself states."""

    __tablename__ = "service_needs"

    need_id: str
