"""A feed's whole list, though it may shift while it is being read (decision 0018).

Paging of live feeds is not atomic: a record that is added, taken away or moved on the feed's side
while we are between two pages pushes others over the edge of a page, where they are seen twice or
not at all. No envelope tells of it. So the list is read again until it stands still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any, Protocol

import msgspec
from msgspec import Struct

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.oruk_json import Json
from wayfinder.ingest.formats.oruk_pages import Page, key_of, page_of

MAX_PASSES = 12
SECOND_CHANCES = 6
"""How often a page is asked for again, or a reading begun again, of a feed that has answered."""

_PATIENCE = {True: 3, None: 2, False: 1}
"""So many pages without a new record end a list whose envelope promises more, says nothing, or
says that it has ended."""

_QUIET_PASSES = 2
_QUIET_PASSES_UNCOUNTED = 5
"""Of a list in a different order each time, a reading misses about a third: after so many that
found nothing new, one in 200 of such records could still be missing. A stated total tells."""


class Asks(Protocol):
    """Something that asks one feed, politely, and again where it should."""

    @property
    def name(self) -> str: ...

    def get(
        self, path: str, params: Mapping[str, str | int], *, missing_is_none: bool = False
    ) -> Any: ...


class Reading(Struct, frozen=True, kw_only=True):
    """One reading of the list: the keys of each page, without those at the end that told of
    nothing new.

    `stuck`: page after page was the first one again. `whole`: all came at once, in no envelope.
    """

    pages: tuple[tuple[str, ...], ...]
    total: int | None = None
    stuck: bool = False
    whole: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Each record once, in the feed's order."""
        return tuple(dict.fromkeys(key for page in self.pages for key in page))

    @property
    def clean(self) -> bool:
        """Whether nothing speaks against it: no record twice, as many as the envelope says."""
        distinct = len(self.keys)
        return distinct == sum(map(len, self.pages)) and self.total in (None, distinct)


class Shelf:
    """The newest words of each listed record, kept on disk: a feed's list may be large."""

    def __init__(self, spool: IO[bytes], max_bytes: int) -> None:
        self._spool = spool
        self._max_bytes = max_bytes
        self._at: dict[str, tuple[int, int, int]] = {}

    def __len__(self) -> int:
        return len(self._at)

    def put(self, item: Json) -> str:
        """Keeps an item; its key. Raises FeedError where the list outgrows its bound."""
        key, told = key_of(item), msgspec.json.encode(item)
        known, digest = self._at.get(key), hash(told)
        if known is None or known[2] != digest:
            at = self._spool.seek(0, 2)
            if at + len(told) > self._max_bytes:
                raise FeedError(f"The list sends more than {self._max_bytes} bytes.")
            self._spool.write(told)
            self._at[key] = (at, len(told), digest)
        return key

    def get(self, key: str) -> Json:
        """The item of a key that was put."""
        at, length, _ = self._at[key]
        self._spool.seek(at)
        found: Json = msgspec.json.decode(self._spool.read(length))
        return found

    def keys(self) -> tuple[str, ...]:
        """Of every record ever seen, in the order of their first sight."""
        return tuple(self._at)


def listed_services(
    asking: Asks, *, per_page: int, max_pages: int, max_bytes: int
) -> Iterator[Json]:
    """Every record of `/services` once, as the list has it.

    A record that was listed the whole time is there; one that came or went meanwhile may be.
    Raises FeedError for a feed that does not answer, never ends or never stands still.
    """
    with TemporaryFile() as spool:
        shelf = Shelf(spool, max_bytes)
        keys = _Lister(asking, shelf, per_page, max_pages).settled()
        yield from map(shelf.get, keys)


class _Lister:
    """Reads the list over and over, remembering where it starts and how far it went."""

    def __init__(self, asking: Asks, shelf: Shelf, per_page: int, max_pages: int) -> None:
        self._asking = asking
        self._shelf = shelf
        self._per_page = per_page
        self._max_pages = max_pages
        self._start = 1
        self._furthest: int | None = None
        self._chances = SECOND_CHANCES

    def settled(self) -> tuple[str, ...]:
        """The keys of the list once it can be believed."""
        readings: list[Reading] = []
        known = [0]
        while len(readings) < MAX_PASSES:
            try:
                readings.append(self._reading())
            except FeedError as error:
                self._spend_chance(error)
                continue
            known.append(len(self._shelf))
            if readings[-1].whole or _stands_still(readings):
                return self._believed(readings[-1], readings[-1].keys)
            if _gathered(readings, known):
                return self._shelf.keys()
        return self._given_up(readings[-1], known)

    def _believed(self, reading: Reading, keys: tuple[str, ...]) -> tuple[str, ...]:
        if reading.stuck and reading.total is not None and reading.total > len(keys):
            raise FeedError(
                f"{self._asking.name}/services gives the same page for every number: "
                f"{len(keys)} of {reading.total} services can be read."
            )
        return keys

    def _given_up(self, last: Reading, known: list[int]) -> tuple[str, ...]:
        """What was gathered, where the last reading alone reached the feed's own total, or the
        last ones found nothing new."""
        reached = last.total is not None and len(last.keys) >= last.total
        if reached or _quiet(known, _QUIET_PASSES_UNCOUNTED):
            return self._shelf.keys()
        raise FeedError(
            f"{self._asking.name}/services did not stand still in {MAX_PASSES} readings."
        )

    def _reading(self) -> Reading:
        opening = self._page(self._start, promised=None)
        if self._start == 1 and opening.first is not True:
            opening = self._from_zero(opening)
        course = _Course(self._start, self._per_page, self._furthest)
        course.take(opening, tuple(map(self._shelf.put, opening.items)))
        while not course.ended:
            number = course.number + 1
            if number - self._start >= self._max_pages:
                name = self._asking.name
                raise FeedError(f"{name} has more than {self._max_pages} pages; is it a loop?")
            page = self._page(number, course.promised)
            course.take(page, tuple(map(self._shelf.put, page.items)))
        self._furthest = max(self._furthest or 0, course.number - course.barren)
        return course.reading

    def _from_zero(self, opening: Page) -> Page:
        """The page of number 0, where the feed counts from there, else page 1: asked for a page 0,
        feeds that count from 1 have none or give page 1 again."""
        try:
            before = self._page(0, promised=False)
        except FeedError:
            return opening
        keys = set(map(key_of, before.items))
        if 2 * len(keys & set(map(key_of, opening.items))) >= len(keys):
            return opening
        self._start = 0
        return before

    def _page(self, number: int, promised: bool | None) -> Page:
        """The page of a number, empty where the feed has none. Where the list should have ended
        before, no answer is an answer; a page that was promised must be there."""
        may_miss = promised is not True and number != self._start
        try:
            return self._asked(number, may_miss=may_miss)
        except FeedError as error:
            if promised is False:
                return Page([])
            self._spend_chance(error)
            return self._asked(number, may_miss=may_miss)

    def _spend_chance(self, error: FeedError) -> None:
        """Raises the error where no chance is left, or the feed never answered."""
        if self._chances == 0 or len(self._shelf) == 0:
            raise error
        self._chances -= 1

    def _asked(self, number: int, *, may_miss: bool) -> Page:
        asked = {"page": number, "per_page": self._per_page}
        answer = self._asking.get("/services", asked, missing_is_none=may_miss)
        return Page([]) if answer is None else page_of(answer, self._asking.name)


class _Course:
    """How one reading goes: what was seen, and whether there is more to come."""

    def __init__(self, start: int, per_page: int, furthest: int | None) -> None:
        self.number = start - 1
        self.promised: bool | None = None
        self.barren = 0
        self._more: bool | None = None
        self._per_page = per_page
        self._furthest = furthest
        self._total: int | None = None
        self._pages: list[tuple[str, ...]] = []
        self._seen: set[str] = set()

    def take(self, page: Page, keys: tuple[str, ...]) -> None:
        """Adds the next page."""
        self.number += 1
        self.barren = 0 if set(keys) - self._seen else self.barren + 1
        self._seen.update(keys)
        self._pages.append(keys)
        self._total = page.total if page.total is not None else self._total
        told = page.goes_on(len(self._pages), len(self._seen))
        if told is not None or keys:
            self._more, self.promised = told, page.promises(len(self._pages))

    @property
    def ended(self) -> bool:
        """Whether the list ends with the last page. The first reading asks one page further than
        the envelope says, for envelopes err; the others go as far as any did before."""
        if self.barren >= _PATIENCE[self._more] or self._whole:
            return True
        known = self._furthest is not None and self.number >= self._furthest
        return known and self._more is False

    @property
    def reading(self) -> Reading:
        """What was read, to its last page that told of something new."""
        filled = self._pages[: len(self._pages) - self.barren]
        beyond = self._pages[len(filled) :]
        return Reading(
            pages=tuple(filled),
            total=self._total,
            stuck=len(filled) == 1 and any(page == filled[0] for page in beyond),
            whole=self._whole,
        )

    @property
    def _whole(self) -> bool:
        """Whether a feed without envelope gave more than was asked for, and the same again."""
        bare = self._more is None and self._total is None and len(self._pages) == 2
        return bare and self._pages[0] == self._pages[1] and len(self._pages[0]) > self._per_page


def _stands_still(readings: list[Reading]) -> bool:
    """Whether the last readings are the same page by page: two that nothing speaks against, or
    three, for some feeds list a record twice or miscount for good."""
    needed = 2 if readings[-1].clean else 3
    last = readings[-needed:]
    return len(last) == needed and all(one.pages == last[0].pages for one in last)


def _gathered(readings: list[Reading], known: list[int]) -> bool:
    """Whether the last readings, though never the same, found no record that was not known, and
    the feed's own total, where it has one, is reached."""
    total = readings[-1].total
    if len(readings) < 2 or readings[-1].pages == readings[-2].pages:
        return False
    if total is None:
        return _quiet(known, _QUIET_PASSES_UNCOUNTED)
    return known[-1] >= total and _quiet(known, _QUIET_PASSES)


def _quiet(known: list[int], readings: int) -> bool:
    return len(known) > readings + 1 and known[-1] == known[-1 - readings]
