"""The records' web pages: which are there, and what became of those that were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from msgspec.structs import replace

from wayfinder.domain.quality import LINK_STATES, Fix
from wayfinder.domain.service import Service
from wayfinder.insight.quality.reaching import LinkState, Reach
from wayfinder.insight.quality.telling import WITHHELD, fix

_RIGHT = "The address of a page that is there, or none"
_RIGHT_IF_DOUBTFUL = "The address of the very page; the same, if a person finds it there"
_RIGHT_IF_MOVED = "The address to which it has moved"
_AT_ONCE = 8
"""Hosts asked at once; one host is asked as seldom as its gate allows."""


class Links:
    """Every distinct web address of the records, with a row for each record that gives it."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Fix]] = {}
        self.asked = False

    def add(self, service: Service) -> None:
        """The web address of a record, if it states one."""
        if service.url:
            row = fix(service, "url", "gone", "", given=service.url, right="")
            self._rows.setdefault(service.url, []).append(row)

    def reach(self, ask: Reach, progress: Callable[[int, int], None]) -> dict[str, LinkState]:
        """What became of each address, asked once; `progress` is told how many of how many."""
        self.asked = True
        states: dict[str, LinkState] = {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for url, state in zip(self._rows, pool.map(ask, self._rows), strict=True):
                states[url] = state
                progress(len(states), len(self._rows))
        return states

    def by_state(self, source: str, states: Mapping[str, LinkState]) -> Counter[str]:
        """How many of a source's distinct addresses are in each state."""
        counted = Counter[str](
            states[url].state
            for url, rows in self._rows.items()
            if any(row.source == source for row in rows)
        )
        return Counter({state: counted[state] for state in LINK_STATES})

    def rows(self) -> Iterator[tuple[str, Fix]]:
        """Each address with each record that gives it."""
        return ((url, row) for url, rows in self._rows.items() for row in rows)


def link_fixes(links: Links, states: Mapping[str, LinkState]) -> Iterator[Fix]:
    """A row for each record whose page is gone, has moved, or may not be the one meant. A page that
    refuses us, or does not answer today, may be there for people: it is counted, and nobody is sent
    after it. Where a place is confidential no address is told, the new one neither."""
    for url, row in links.rows():
        state = states[url]
        if state.state == "gone":
            yield replace(row, wrong=f"The page is gone ({state.detail})", right=_RIGHT)
        elif state.state == "doubtful":
            why = "" if row.given == WITHHELD else f": {state.detail}"
            wrong = f"This may not be the page meant{why}"
            yield replace(row, code="doubtful", wrong=wrong, right=_RIGHT_IF_DOUBTFUL)
        elif state.state == "moved":
            right = _RIGHT_IF_MOVED if row.given == WITHHELD else state.to or _RIGHT_IF_MOVED
            yield replace(row, code="moved", wrong="The page has moved for good", right=right)
