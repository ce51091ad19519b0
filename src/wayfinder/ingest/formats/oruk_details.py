"""Listed records completed from their detail pages, one request each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.oruk_json import UNREAD, Json, text_id
from wayfinder.ingest.formats.oruk_paging import Asks
from wayfinder.ingest.json_stream import ENVELOPE_KEYS

FULL_KEYS = (
    "description", "organization", "service_at_locations", "locations", "contacts", "phones",
    "schedules", "regular_schedules", "service_areas", "cost_options",
)  # fmt: skip
"""A listed item that has an organisation and something of these is as full as its detail page."""

FAILURES_IN_A_ROW = 5
FAILURES = 50
"""So many detail pages may fail for good before the feed as a whole counts as failing."""

MISSING_IN_A_ROW = 20
"""After so many detail pages that are not there, with none that is, a feed has none at all."""

_WAYS_IN = (
    "url", "email", "phones", "contacts", "locations", "service_at_locations",
    "application_process",
)  # fmt: skip


def in_full(asking: Asks, items: Iterable[Json]) -> Iterator[Json]:
    """Each item with what its detail page adds.

    One record costs no feed: a detail page that fails twice leaves what the list says, where that
    is enough to be of use, else a record marked as unread, which keeps its last good state. One
    that is gone is kept as listed where that is enough, else left out. Raises FeedError where
    detail pages fail one after another.
    """
    details = _Details(asking)
    for item in items:
        yield from details.of(item)
    yield from details.again()


class _Details:
    """The detail pages of one feed: which failed, which were gone, whether there are any."""

    def __init__(self, asking: Asks) -> None:
        self._asking = asking
        self._found = 0
        self._in_a_row = 0
        self._missing: list[Json] = []
        self._failed: list[Json] = []

    def of(self, item: Json) -> Iterator[Json]:
        """The item in full, unless that must wait for the end."""
        own_id = text_id(item.get("id"))
        if own_id is None or _is_full(item):
            yield item
        elif not self._found and len(self._missing) >= MISSING_IN_A_ROW:
            self._missing.append(item)
        else:
            yield from self._asked(item, own_id)

    def again(self) -> Iterator[Json]:
        """What waited: failed pages are asked for once more, and what is gone is judged."""
        for item in self._failed:
            yield from self._last_try(item, text_id(item["id"]) or "")
        for item in self._missing:
            if not self._found or _is_usable(item):
                yield item

    def _asked(self, item: Json, own_id: str) -> Iterator[Json]:
        try:
            detail = self._detail(own_id)
        except FeedError:
            self._in_a_row += 1
            self._failed.append(item)
            if self._in_a_row >= FAILURES_IN_A_ROW or len(self._failed) > FAILURES:
                raise
            return
        self._in_a_row = 0
        if detail is None:
            self._missing.append(item)
        else:
            yield _joined(item, detail)

    def _last_try(self, item: Json, own_id: str) -> Iterator[Json]:
        try:
            detail = self._detail(own_id)
        except FeedError as error:
            unread = {"id": own_id, UNREAD: f"its page could not be read: {error.detail}"}
            yield item if _is_usable(item) else unread
            return
        if detail is not None:
            yield _joined(item, detail)
        elif _is_usable(item):
            yield item

    def _detail(self, own_id: str) -> Json | None:
        """The record of this id; None if its page is gone. Raises FeedError for any other answer:
        an apology with status 200 is no word that a service has ended."""
        path = f"/services/{quote(own_id, safe='')}"
        answer = self._asking.get(path, {}, missing_is_none=True)
        if answer is None:
            return None
        detail = _opened(answer, own_id)
        if detail is None:
            raise FeedError(f"{self._asking.name}{path} holds no service of that id.")
        self._found += 1
        return detail


def _opened(answer: Any, own_id: str) -> Json | None:
    """The record of this id in an answer; some feeds wrap the one record as they do a page."""
    held = [answer]
    if isinstance(answer, dict):
        held += [answer.get(key) for key in (*ENVELOPE_KEYS, "service")]
    for value in held:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and (text_id(one.get("id")) or "").lower() == own_id.lower():
                return {**one, "id": own_id}
    return None


def _joined(item: Json, detail: Json) -> Json:
    """The detail's words over the list's; what it leaves empty does not unsay them."""
    return {**item, **{key: value for key, value in detail.items() if value not in (None, "", [])}}


def _is_full(item: Json) -> bool:
    known = [key for key in FULL_KEYS if item.get(key)]
    return "organization" in known and len(known) > 2


def _is_usable(item: Json) -> bool:
    """Whether a resident could do something with what the list alone says."""
    return bool(item.get("name")) and any(item.get(key) for key in _WAYS_IN)
