"""A record with the rules that its own words tell."""

from __future__ import annotations

from msgspec.structs import replace

from wayfinder.domain.service import Service
from wayfinder.ingest.records import AreaNames
from wayfinder.ingest.rules.coverage import gp_rule, read_coverage, with_gp
from wayfinder.ingest.rules.eligibility import read_eligibility
from wayfinder.ingest.rules.opening import with_hours
from wayfinder.store.records import StagedRecord


def with_rules(record: StagedRecord, areas: AreaNames) -> StagedRecord:
    """The record with rules read in what it says of its area, of whom it is for and when."""
    if record.service is None:
        return record
    return replace(record, service=service_with_rules(record.service, areas))


def service_with_rules(service: Service, areas: AreaNames) -> Service:
    """The service with the rules of its own words."""
    coverage = read_coverage(service.coverage, areas)
    practice = gp_rule(service.eligibility.text or "", areas)
    told = replace(
        service,
        coverage=with_gp(coverage, practice) if practice else coverage,
        eligibility=read_eligibility(service.eligibility, areas),
    )
    return with_hours(told)
