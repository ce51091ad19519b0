"""Reports on demand; the counts, which anybody may see, are made once for each state of the
store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from wayfinder.domain.hours import LONDON, this_moment
from wayfinder.domain.quality import Quality
from wayfinder.errors import NotFound, NotReady
from wayfinder.insight.quality.faults import KnowsPostcode
from wayfinder.insight.quality.measure import Measuring, Wanted
from wayfinder.insight.quality.reaching import Reach
from wayfinder.store.evidence import Evidence

Evident = Callable[[str | None], AbstractContextManager[Evidence]]
"""What the store holds of one source, or (None) of all."""
Progress = Callable[[int, int], None]


class Reports:
    """Measures what `evidence` holds. `state` differs as soon as that does."""

    def __init__(
        self, evidence: Evident, state: Callable[[], object], knows: KnowsPostcode
    ) -> None:
        self._evidence = evidence
        self._state = state
        self._knows = knows
        self._in_the_making = threading.Lock()
        self._kept: tuple[object, Quality] | None = None

    def counts(self) -> Quality:
        """Every source's counts, without rows; kept until anything changes, or the day does.

        They take a while (a minute for 100,000 services), and anybody may ask: while one caller has
        them made, all others get the ones before. Raises NotReady where there are none yet.
        """
        state = (_today(), self._state())
        kept = self._kept
        if kept is not None and kept[0] == state:
            return kept[1]
        if not self._in_the_making.acquire(blocking=False):
            if kept is None:
                raise NotReady("The quality is being measured; ask again in a minute.")
            return kept[1]
        try:
            found = self.report(Wanted())
            self._kept = state, found
        finally:
            self._in_the_making.release()
        return found

    def report(
        self, wanted: Wanted, reach: Reach | None = None, progress: Progress | None = None
    ) -> Quality:
        """A report made now. With `reach` each web address is asked for. Raises NotFound for a
        source that is not known."""
        with self._evidence(wanted.source) as evidence:
            if wanted.source and wanted.source not in {it.id for it in evidence.sources}:
                raise NotFound(
                    f"There is no source {wanted.source!r}; `wayfinder quality` lists them."
                )
            measuring = Measuring(evidence, self._knows, _today(), wanted)
            measuring.records()
        if reach is not None:
            states = measuring.links().reach(reach, progress or (lambda _done, _total: None))
            measuring.reached(states)
        return measuring.report()

    def of_source(self, source: str | None) -> Quality:
        """The counts of all sources, or one source with its rows to fix."""
        return self.report(Wanted(source, rows=True)) if source else self.counts()


def _today() -> date:
    return this_moment().astimezone(LONDON).date()
