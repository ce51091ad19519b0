"""The foundation: the ledger of sources, and the directory of services.

Constraint names follow `wayfinder.store.columns.NAMES`, which must therefore never change.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

type_of_id = sa.Uuid(as_uuid=False)
type_of_json = sa.JSON(none_as_null=True)
type_of_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_ledger()
    _create_organizations()
    _create_locations()
    _create_services()
    _create_services_at_locations()
    _create_lists_of_services()
    _create_source_records()


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the foundation")


def _must(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False)


def _may(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=True)


def _must_tell(*names: str) -> list[sa.Column[Any]]:
    return [_must(name, sa.String()) for name in names]


def _may_tell(*names: str) -> list[sa.Column[Any]]:
    return [_may(name, sa.String()) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [_must(name, sa.Integer()) for name in names]


def _create_ledger() -> None:
    op.create_table(
        "sources",
        *_must_tell("id", "name"),
        *_may_tell("publisher", "sector", "format", "url", "licence"),
        _may("trust", sa.Float()),
        _may("as_of", sa.Date()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "import_runs",
        _must("id", sa.Integer()),
        *_must_tell("source_id"),
        _must("imported_at", type_of_time),
        *_numbers("read", "added", "changed", "unchanged"),
        *_numbers("withdrawn", "rejected", "defunct", "not_offered"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
    )
    op.create_table(
        "rejections",
        *_numbers("import_run_id", "position", "row"),
        *_may_tell("record_id", "field"),
        *_must_tell("reason", "excerpt"),
        sa.PrimaryKeyConstraint("import_run_id", "position"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_runs.id"]),
    )
    op.create_table(
        "releases",
        _must("number", sa.Integer()),
        _must("published_at", type_of_time),
        *_numbers("services", "organizations", "locations"),
        *_may_tell("note"),
        sa.PrimaryKeyConstraint("number"),
    )


def _create_organizations() -> None:
    op.create_table(
        "organizations",
        _must("id", type_of_id),
        *_must_tell("source_id", "name"),
        *_may_tell("sector", "description", "url"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
    )
    op.create_index("ix_organizations_source_id", "organizations", ["source_id"])
    op.create_table(
        "organization_identifiers",
        _must("organization_id", type_of_id),
        *_numbers("position"),
        *_must_tell("scheme", "value"),
        sa.PrimaryKeyConstraint("organization_id", "position"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], ondelete="CASCADE"),
    )


def _create_locations() -> None:
    op.create_table(
        "locations",
        _must("id", type_of_id),
        *_must_tell("source_id"),
        _may("name", sa.String()),
        _must("address_lines", type_of_json),
        *_may_tell("city", "postcode"),
        _may("lat_deg", sa.Float()),
        _may("lon_deg", sa.Float()),
        _may("position_source", sa.String()),
        _must("confidential", sa.Boolean()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
    )
    op.create_index("ix_locations_source_id", "locations", ["source_id"])
    op.create_table(
        "accessibility_for_locations",
        _must("location_id", type_of_id),
        *_numbers("position"),
        *_must_tell("description"),
        sa.PrimaryKeyConstraint("location_id", "position"),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], ondelete="CASCADE"),
    )


def _create_services() -> None:
    op.create_table(
        "services",
        _must("id", type_of_id),
        _must("organization_id", type_of_id),
        *_must_tell("name", "status"),
        *_may_tell("description", "summary", "alternate_name", "url", "email", "hours_text"),
        _may("minimum_age", sa.Float()),
        _may("maximum_age", sa.Float()),
        *_may_tell("eligibility_text", "application_process", "waiting_time", "alert", "note"),
        _may("assured_date", sa.Date()),
        _may("last_modified", sa.Date()),
        _must("origins", type_of_json),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
    )
    op.create_index("ix_services_organization_id", "services", ["organization_id"])


def _create_services_at_locations() -> None:
    locations = sa.ForeignKeyConstraint(["location_id"], ["locations.id"])
    _create_list_of_services("services_at_locations", _must("location_id", type_of_id), locations)
    op.create_index(
        "ix_services_at_locations_location_id", "services_at_locations", ["location_id"]
    )
    _create_list_at_locations("phones_at_locations", *_phone())
    _create_list_at_locations("schedules_at_locations", *_session())


def _create_lists_of_services() -> None:
    _create_list_of_services("phones", *_phone())
    _create_list_of_services("schedules", *_session())
    _create_list_of_services(
        "service_areas",
        *_may_tell("kind"),
        *_must_tell("text"),
        _must("area_codes", type_of_json),
        _may("radius_m", sa.Float()),
    )
    _create_list_of_services("eligibility_circumstances", *_must_tell("circumstance"))
    _create_list_of_services("referral_routes", *_must_tell("route"))
    _create_list_of_services("channels", *_must_tell("channel"))
    _create_list_of_services(
        "cost_options", _may("amount", sa.Float()), *_must_tell("currency"), *_may_tell("text")
    )
    _create_list_of_services("languages", *_must_tell("language"))
    _create_list_of_services("taxonomy_terms", *_must_tell("vocabulary", "code", "name"))
    _create_list_of_services("service_needs", *_must_tell("need_id"))


def _phone() -> list[sa.Column[Any]]:
    return [
        *_must_tell("number"),
        *_may_tell("description"),
        *_must_tell("audience"),
        _must("sms", sa.Boolean()),
    ]


def _session() -> list[sa.Column[Any]]:
    return _numbers("weekday", "opens_min", "closes_min")


def _create_list_of_services(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _must("service_id", type_of_id),
        *_numbers("position"),
        *columns,
        sa.PrimaryKeyConstraint("service_id", "position"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def _create_list_at_locations(table: str, *columns: sa.schema.SchemaItem) -> None:
    here = ["service_id", "location_position"]
    there = ["services_at_locations.service_id", "services_at_locations.position"]
    op.create_table(
        table,
        _must("service_id", type_of_id),
        *_numbers("location_position", "position"),
        *columns,
        sa.PrimaryKeyConstraint("service_id", "location_position", "position"),
        sa.ForeignKeyConstraint(here, there, ondelete="CASCADE", name=f"fk_{table}_place"),
        sqlite_with_rowid=False,
    )


def _create_source_records() -> None:
    op.create_table(
        "source_records",
        *_must_tell("source_id", "record_id"),
        *_numbers("row"),
        *_must_tell("outcome"),
        *_may_tell("reason"),
        *_must_tell("content_hash"),
        _may("as_of", sa.Date()),
        _may("service_id", type_of_id),
        _may("payload", type_of_json),
        _must("first_seen", type_of_time),
        _must("last_changed", type_of_time),
        _may("withdrawn_at", type_of_time),
        sa.PrimaryKeyConstraint("source_id", "record_id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="SET NULL"),
    )
    op.create_index("ix_source_records_service_id", "source_records", ["service_id"])
