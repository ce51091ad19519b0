"""What has changed between two states of one service. Pure."""

from __future__ import annotations

from wayfinder.domain.service import Service

_NOT_TOLD = frozenset({"id", "origins", "records", "merged_ids"})


def fields_changed(before: Service, after: Service) -> tuple[str, ...]:
    """Names of the fields that say something else now, sorted; that the same was said again at a
    later day is no change."""
    return tuple(
        sorted(
            name
            for name in Service.__struct_fields__
            if name not in _NOT_TOLD and getattr(before, name) != getattr(after, name)
        )
    )
