"""The report: every record measured once, its source's counts kept, its rows handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from wayfinder.domain.links import PairIds
from wayfinder.domain.quality import (
    EXPECTED,
    FAULTS,
    Fix,
    Quality,
    Share,
    SourceQuality,
    StandingAlert,
)
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.ingest.cleaning.phones import can_be_dialled
from wayfinder.insight.quality.disputes import Records, disputes
from wayfinder.insight.quality.doubles import Known, doubtful, duplicates, known
from wayfinder.insight.quality.expected import absences, held
from wayfinder.insight.quality.faults import KnowsPostcode, exposed, faults
from wayfinder.insight.quality.freshness import freshness, stale
from wayfinder.insight.quality.reaching import LinkState
from wayfinder.insight.quality.refusals import by_kind, refusals
from wayfinder.insight.quality.web_links import Links, link_fixes
from wayfinder.store.evidence import Evidence, Listed

EVERYTHING = "All sources"


class Tally:
    """What is counted of one source, record by record. Tallies add up to that of all sources."""

    def __init__(self) -> None:
        self.records = 0
        self.held: Counter[str] = Counter()
        self.needed: Counter[str] = Counter()
        self.days: list[date | None] = []
        self.faults: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.doubtful: set[PairIds] = set()
        self.withdrawn = 0

    def count(self, service: Service, fields: Iterable[tuple[str, bool]]) -> None:
        """One record more; `fields` are those that it needs."""
        self.records += 1
        self.days.append(service.assured_date)
        for field, is_held in fields:
            self.needed[field] += 1
            self.held[field] += is_held

    def add(self, other: Tally) -> None:
        """All that another source has; a pair between the two waits once."""
        for name, value in vars(other).items():
            own = getattr(self, name)
            setattr(self, name, own | value if isinstance(own, set) else own + value)


class Wanted(NamedTuple):
    """What is asked for: one source (None: all), and whether with the rows to fix."""

    source: str | None = None
    rows: bool = False


class Measuring:
    """One report in the making, over evidence that is read once."""

    def __init__(
        self, evidence: Evidence, knows: KnowsPostcode, today: date, wanted: Wanted
    ) -> None:
        self._evidence = evidence
        self._knows = knows
        self._today = today
        self._names = {it.id: it.name for it in evidence.sources}
        chosen = (it for it in evidence.sources if wanted.source in (None, it.id))
        self._sources = tuple(chosen)
        self._tallies = {it.id: Tally() for it in self._sources}
        self._records: dict[str, Known] = {}
        self._links = Links()
        self._wanted = wanted
        self._rows: list[Fix] = []
        self._can_be_dialled = cache(can_be_dialled)  # Hundreds may share a switchboard.

    def links(self) -> Links:
        """The web addresses of the records, once these are measured."""
        return self._links

    def records(self) -> None:
        """Measure every record by itself, then against the others."""
        for listed in self._evidence.listed:
            service = listed.service
            tally = self._tallies.get(service.origin("*").source_id)
            if tally is not None:
                fields = tuple(held(service))
                tally.count(service, fields)
                self._records[service.id] = known(service)
                self._links.add(service)
                self._take(self._of_one(listed, fields))
        rows = self._by_record()
        self._take(duplicates(self._records, self._evidence.pairs))
        for joint in self._evidence.merged:
            self._take(disputes(joint, self._names, self._today, rows))
        self._ledger(rows)

    def reached(self, states: dict[str, LinkState]) -> None:
        """Take in what became of the web addresses."""
        for source, tally in self._tallies.items():
            tally.links.update(self._links.by_state(source, states))
        self._take(link_fixes(self._links, states))

    def report(self) -> Quality:
        """What was found so far."""
        sources = tuple(self._told(it, self._tallies[it.id]) for it in self._sources)
        return Quality(
            day=self._today,
            services=self._evidence.services,
            overall=sources[0] if self._wanted.source else self._whole(),
            sources=sources,
            fixes=tuple(sorted(self._rows, key=_in_order)),
        )

    def _whole(self) -> SourceQuality:
        whole = Tally()
        for tally in self._tallies.values():
            whole.add(tally)
        return self._told(Source(id="", name=EVERYTHING), whole)

    def _of_one(self, listed: Listed, fields: Iterable[tuple[str, bool]]) -> Iterator[Fix]:
        service = listed.service
        yield from exposed(listed)
        yield from absences(service, fields)
        yield from stale(service, self._today)
        yield from faults(service, self._knows, self._can_be_dialled)

    def _by_record(self) -> dict[str, dict[str, Fix]]:
        rows: dict[str, dict[str, Fix]] = {source: {} for source in self._tallies}
        for it in self._records.values():
            rows[it.source][it.row.record_id or ""] = it.row
        return rows

    def _ledger(self, rows: Records) -> None:
        """What the store keeps of the imports."""
        waiting = doubtful(self._records, self._evidence.pairs)
        for source, tally in self._tallies.items():
            refused = self._evidence.rejections[source]
            latest = self._evidence.imports.get(source)
            tally.refused += by_kind(refused)
            tally.doubtful |= waiting.get(source, set())
            tally.withdrawn += latest.withdrawn if latest else 0
            self._take(refusals(source, refused, rows[source]))

    def _take(self, fixes: Iterable[Fix]) -> None:
        for each in fixes:
            tally = self._tallies.get(each.source)
            if tally is not None:
                tally.faults[each.code] += 1
                if self._wanted.rows:
                    self._rows.append(each)

    def _told(self, source: Source, tally: Tally) -> SourceQuality:
        latest = self._evidence.imports.get(source.id)
        return SourceQuality(
            source=source.id or None,
            name=source.name,
            publisher=source.publisher,
            as_of=source.as_of,
            imported_at=latest.imported_at if latest else None,
            records=tally.records,
            completeness={it: Share(tally.held[it], tally.needed[it]) for it in EXPECTED},
            freshness=freshness(tally.days, self._today),
            faults={code: tally.faults[code] for code in FAULTS},
            refused=dict(tally.refused.most_common()),
            doubtful_links=len(tally.doubtful),
            withdrawn=tally.withdrawn,
            alerts=self._alerts(source.id),
            links=dict(tally.links) if self._links.asked else None,
        )

    def _alerts(self, source: str) -> tuple[StandingAlert, ...]:
        return tuple(
            StandingAlert(it.code, it.raised_at, it.detail)
            for it in self._evidence.alerts
            if it.source_id == source or (not source and it.source_id in self._tallies)
        )


_ORDER = {code: position for position, code in enumerate(reversed(tuple(FAULTS)))}
"""After what is urgent, what is wrong comes before what is missing."""


def _in_order(row: Fix) -> tuple[str, bool, int, str]:
    return row.source, row.severity != "urgent", _ORDER[row.code], row.record_id or ""
