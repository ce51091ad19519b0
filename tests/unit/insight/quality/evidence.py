"""Evidence of a made-up store, and the report on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from wayfinder.domain.links import Pair
from wayfinder.domain.quality import Fix, Quality
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.insight.quality.measure import Measuring, Wanted
from wayfinder.store.alerts import Alert
from wayfinder.store.evidence import Evidence, LatestImport, Listed
from wayfinder.store.records import StagedRejection

TODAY = date(2026, 11, 22)
POSTCODES = frozenset(("SG1 1EH", "AL1 3JE"))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def evidence(
    services: Iterable[Service | Listed] = (),
    *,
    sources: Iterable[str] = ("test",),
    joint: Iterable[Service] = (),
    pairs: tuple[Pair, ...] = (),
    refused: tuple[StagedRejection, ...] = (),
    alerts: tuple[Alert, ...] = (),
) -> Evidence:
    """All sources are called by their id in capitals; `refused` is what the first one refused."""
    ids = tuple(sources)
    return Evidence(
        sources=tuple(Source(id=own, name=own.upper()) for own in ids),
        imports={ids[0]: LatestImport(NOON, withdrawn=2)},
        rejections={own: refused if own == ids[0] else () for own in ids},
        alerts=alerts,
        pairs=pairs,
        listed=(it if isinstance(it, Listed) else Listed(it) for it in services),
        merged=iter(joint),
        services=None,
    )


def measured(found: Evidence, source: str | None = None) -> Quality:
    """The whole report of the day."""
    measuring = Measuring(found, POSTCODES.__contains__, TODAY, Wanted(source, rows=True))
    measuring.records()
    return measuring.report()


def rows(found: Quality, *codes: str) -> list[Fix]:
    """The rows of these codes."""
    return [each for each in found.fixes if each.code in codes]


def pair(left_id: str, right_id: str, verdict: Any = "doubtful") -> Pair:
    return Pair(left_id=left_id, right_id=right_id, score=0.7, verdict=verdict, reasons=("Phone.",))
