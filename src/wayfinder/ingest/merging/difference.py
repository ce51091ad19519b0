"""What has changed between two states of one service. Pure."""

from __future__ import annotations

from typing import Any

from wayfinder.domain.service import Service
from wayfinder.ingest.merging.claims import DAYS

_NOT_TOLD = frozenset({"id", "origins", "records", "merged_ids"})


def fields_changed(before: Service, after: Service) -> tuple[str, ...]:
    """Names of the fields that say something else now, sorted; that the same was said again at a
    later day is no change."""
    return tuple(
        sorted(
            name
            for name in Service.__struct_fields__
            if name not in _NOT_TOLD and _said(before, name) != _said(after, name)
        )
    )


def _said(service: Service, name: str) -> Any:
    """What a field says; of what others say, what and who, not when, nor the days of records."""
    if name != "conflicts":
        return getattr(service, name)
    return {
        field: [(claim.value, claim.origin.source_id) for claim in claims]
        for field, claims in service.conflicts.items()
        if field not in DAYS
    }
