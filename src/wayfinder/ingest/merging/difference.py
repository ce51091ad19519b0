"""What has changed between two states of one service. Pure."""

from __future__ import annotations

from typing import Any

from wayfinder.domain.service import Service

_SHOWN_AS = {"origins": "provenance", "records": "sources"}
"""Fields that a service shows under another name."""


def fields_changed(before: Service, after: Service) -> tuple[str, ...]:
    """Names of the fields that a copy of the service has to take over, sorted: whatever it shows
    otherwise, down to a day or the id of a record, so that copies stay equal."""
    return tuple(
        sorted(
            _SHOWN_AS.get(name, name)
            for name in Service.__struct_fields__
            if _shown(before, name) != _shown(after, name)
        )
    )


def _shown(service: Service, name: str) -> Any:
    """A service that is nobody else's too is made of the one record that speaks for it."""
    value = getattr(service, name)
    return value or (service.origin("*"),) if name == "records" else value
