"""A service and all that is known of it, in the words of Open Referral UK 3.0 / HSDS.

`None` always means "not known", never "no".
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from wayfinder.domain.coverage import Coverage
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import DayHours, Hours, Session
from wayfinder.location.place import AreaRef


class Sector(StrEnum):
    """Who owns a service."""

    NHS = "nhs"
    LOCAL_AUTHORITY = "local_authority"
    VOLUNTARY = "voluntary"
    OTHER_PUBLIC = "other_public"
    PRIVATE = "private"


class Status(StrEnum):
    """ORUK `service.status`, spelt for Python; only ACTIVE services are offered."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Audience(StrEnum):
    """Who may be given a contact (NHS Directory of Services: public or clinician access only)."""

    PUBLIC = "public"
    CLINICIAN = "clinician"


class Channel(StrEnum):
    """A way to be helped."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    TEXT = "text"
    ONLINE = "online"
    HOME_VISIT = "home_visit"


class ReferralRoute(StrEnum):
    """Who may ask for the service on a resident's behalf."""

    SELF = "self"
    FAMILY = "family"
    GP = "gp"
    PROFESSIONAL = "professional"


class Origin(Struct, frozen=True):
    """Where a value came from: the feed, the record in it, and the day it was true there.

    `url` is the public page a person can check the value against, where the source names one.
    """

    source_id: str
    record_id: str
    as_of: date | None = None
    url: str | None = None


class Claim(Struct, frozen=True):
    """What a source says of a field where another source's word was taken.

    `value` is plain data, as JSON spells the field.
    """

    value: Any
    origin: Origin


class Identifier(Struct, frozen=True):
    """A registered number: scheme `ods`, `charity-ew`, `companies-house`, `uprn`, ..."""

    scheme: str
    value: str


class Phone(Struct, frozen=True, kw_only=True):
    """A number as it is to be read out. `sms` is an instruction such as "SHOUT to 85258"."""

    number: str
    description: str | None = None
    audience: Audience = Audience.PUBLIC
    sms: bool = False


class TaxonomyTerm(Struct, frozen=True):
    """A term some source classifies by, e.g. ("esdServiceType", "242", "Libraries")."""

    vocabulary: str
    code: str
    name: str = ""


class CostOption(Struct, frozen=True, kw_only=True):
    """One price. `amount` 0 is free; None is a price nobody has told us."""

    amount: float | None = None
    currency: str = "GBP"
    text: str | None = None


class Organization(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    sector: Sector | None = None
    description: str | None = None
    url: str | None = None
    identifiers: tuple[Identifier, ...] = ()


class Location(Struct, frozen=True, kw_only=True):
    """A place where a service is given. `position_source` says who placed it (feed, postcode).

    `confidential` locations (refuges) never show anything finer than their `district`, which only
    they have (`domain.withheld`).
    """

    id: str
    name: str | None = None
    address_lines: tuple[str, ...] = ()
    city: str | None = None
    postcode: str | None = None
    lat_deg: float | None = None
    lon_deg: float | None = None
    position_source: str | None = None
    accessibility: tuple[str, ...] = ()
    confidential: bool = False
    district: AreaRef | None = None

    def told(self) -> Location:
        """What may be told of it: of a confidential location only that there is one, and in which
        district."""
        if not self.confidential:
            return self
        return Location(id=self.id, confidential=True, district=self.district)


class ServiceAtLocation(Struct, frozen=True, kw_only=True):
    """A service as given at one location, with what is particular to it there."""

    location: Location
    phones: tuple[Phone, ...] = ()
    sessions: tuple[Session, ...] = ()
    special_days: tuple[DayHours, ...] = ()


SAYS_NOTHING: tuple[Any, ...] = (None, (), {}, Coverage(), Eligibility())
"""Values by which nothing is said of a field."""


class Service(Struct, frozen=True, kw_only=True):
    """One service of the joint directory.

    `sessions` are the service's own hours, `special_days` the dates that differ; a location's,
    where it states any of either, replace both there.
    `needs` are ids of `directory/needs/` that the source itself states.
    `origins` maps a field's name to where its value came from; "*" speaks for all other fields.
    `assured_date` is the day a person last checked the record; None shows as unverified. It is
    never derived from `last_modified`.

    `extensions` are a feed's own fields, as it spells them: those that no standard has, and those
    that have no place here (HSDS `capacities`, `funding`). A joint record of several sources has
    all their records in `records`, in `merged_ids` the ids of the services that it took in, and in
    `conflicts`, by field, what the others say.
    """

    id: str
    name: str
    organization: Organization
    origins: dict[str, Origin]
    status: Status = Status.ACTIVE
    description: str | None = None
    summary: str | None = None
    alternate_name: str | None = None
    url: str | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()
    locations: tuple[ServiceAtLocation, ...] = ()
    sessions: tuple[Session, ...] = ()
    special_days: tuple[DayHours, ...] = ()
    hours_text: str | None = None
    coverage: Coverage = Coverage()
    eligibility: Eligibility = Eligibility()
    referral_routes: tuple[ReferralRoute, ...] = ()
    application_process: str | None = None
    channels: tuple[Channel, ...] = ()
    costs: tuple[CostOption, ...] = ()
    languages: tuple[str, ...] = ()
    taxonomy_terms: tuple[TaxonomyTerm, ...] = ()
    needs: tuple[str, ...] = ()
    waiting_time: str | None = None
    alert: str | None = None
    note: str | None = None
    assured_date: date | None = None
    last_modified: date | None = None
    extensions: dict[str, Any] = {}
    records: tuple[Origin, ...] = ()
    merged_ids: tuple[str, ...] = ()
    conflicts: dict[str, tuple[Claim, ...]] = {}

    @property
    def unverified(self) -> bool:
        """True until somebody has checked the record."""
        return self.assured_date is None

    @property
    def as_of(self) -> date | None:
        """The day of which its source speaks; None where that is not told. Nobody need have checked
        anything that day."""
        return self.origin("*").as_of or self.last_modified

    @property
    def has_confidential_place(self) -> bool:
        """Whether where it is given, somewhere at least, must not be known."""
        return any(at.location.confidential for at in self.locations)

    def hours_at(self, at: ServiceAtLocation | None) -> Hours:
        """The hours at one of its locations; None: those of no location in particular."""
        if at is not None and (at.sessions or at.special_days):
            return Hours(at.sessions, at.special_days)
        return Hours(self.sessions, self.special_days)

    def origin(self, field: str) -> Origin:
        """Where the value of `field` came from."""
        return self.origins.get(field) or self.origins["*"]
