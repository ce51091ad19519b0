"""How each source stands: declared, heard of, due, offered, in trouble."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection

from wayfinder.domain.source import Source
from wayfinder.ingest.fetching.kept import last_checked
from wayfinder.ingest.sources import Declaration
from wayfinder.store import sources as store
from wayfinder.store.alerts import Alert, alerts
from wayfinder.store.offered import count_offered

KeptAt = Callable[[str], Path | None]
"""Where the answers of a source are kept."""


class Standing(Struct, frozen=True, kw_only=True):
    """One source. `declared` says that the manifest has it, `enabled` and `schedule` what that says
    of it, `due` that `harvest --due` would ask it now.

    `last_heard` is when it last came through, with news or without; `last_changed` when that last
    changed something; None is never. `services` are offered on its word.
    """

    id: str
    name: str
    publisher: str | None
    format: str | None
    trust: float | None
    declared: bool
    enabled: bool = False
    schedule: str | None = None
    due: bool = False
    last_heard: datetime | None
    last_changed: datetime | None
    services: int
    alerts: tuple[Alert, ...]


def last_heard(connection: Connection, kept_at: KeptAt) -> Callable[[str], datetime | None]:
    """When a source last came through, by its id; None where it never did."""
    imported = store.last_heard(connection)

    def of(source_id: str) -> datetime | None:
        moments = (imported.get(source_id), last_checked(kept_at(source_id)))
        return max(filter(None, moments), default=None)

    return of


def standings(
    connection: Connection, manifest: Sequence[Declaration], kept_at: KeptAt, now: datetime
) -> tuple[Standing, ...]:
    """Every source of the manifest in its order, then those that the store alone knows."""
    named = {one.id: one for one in manifest}
    others = (each for each in store.list_sources(connection) if each.id not in named)
    heard, changed = last_heard(connection, kept_at), store.last_changes(connection)
    offered, standing = count_offered(connection), alerts(connection)

    def standing_of(source: Source, one: Declaration | None) -> Standing:
        own = source.id
        return Standing(
            id=own,
            name=source.name,
            publisher=source.publisher,
            format=source.format,
            trust=source.trust,
            declared=one is not None,
            enabled=one is not None and one.enabled,
            schedule=one.schedule if one else None,
            due=one is not None and one.enabled and one.is_due(heard(own), now),
            last_heard=heard(own),
            last_changed=changed.get(own),
            services=offered.get(own, 0),
            alerts=tuple(each for each in standing if each.source_id == own),
        )

    declared = (standing_of(one.source, one) for one in named.values())
    return (*declared, *(standing_of(each, None) for each in others))
