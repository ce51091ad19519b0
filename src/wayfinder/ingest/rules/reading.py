"""A record with the rules that its own words tell."""

from __future__ import annotations

from msgspec.structs import replace

from wayfinder.ingest.records import AreaNames
from wayfinder.ingest.rules.confidential import with_confidential_places
from wayfinder.ingest.rules.coverage import gp_rule, read_coverage, with_gp
from wayfinder.ingest.rules.eligibility import read_eligibility
from wayfinder.store.records import StagedRecord


def with_rules(record: StagedRecord, areas: AreaNames) -> StagedRecord:
    """The record with rules read in what it says of its area and of whom it is for, and of whether
    its place may be told."""
    if record.service is None:
        return record
    service = with_confidential_places(record.service)
    coverage = read_coverage(service.coverage, areas)
    registered = gp_rule(service.eligibility.text or "", areas)
    if registered is not None:
        coverage = with_gp(coverage, registered)
    eligibility = read_eligibility(service.eligibility)
    return replace(record, service=replace(service, coverage=coverage, eligibility=eligibility))
