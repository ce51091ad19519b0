"""A record with the rules that its own words tell."""

from __future__ import annotations

from msgspec.structs import replace

from wayfinder.ingest.records import AreaNames
from wayfinder.ingest.rules.coverage import gp_rule, read_coverage, with_gp
from wayfinder.ingest.rules.eligibility import read_eligibility
from wayfinder.ingest.rules.opening import with_hours
from wayfinder.store.records import StagedRecord


def with_rules(record: StagedRecord, areas: AreaNames) -> StagedRecord:
    """The record with rules read in what it says of its area, of whom it is for and when."""
    service = record.service
    if service is None:
        return record
    coverage = read_coverage(service.coverage, areas)
    registered = gp_rule(service.eligibility.text or "", areas)
    if registered is not None:
        coverage = with_gp(coverage, registered)
    eligibility = read_eligibility(service.eligibility)
    told = replace(service, coverage=coverage, eligibility=eligibility)
    return replace(record, service=with_hours(told))
