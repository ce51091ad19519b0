"""One page of a feed's list, in any of the envelopes that feeds use."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.oruk_json import Json, text_id
from wayfinder.ingest.json_stream import ENVELOPE_KEYS

_TOTAL_KEYS = ("total_items", "totalElements", "totalItems", "total_elements", "total_count")
_PAGES_KEYS = ("total_pages", "totalPages")
_FIRST_KEYS = ("first_page", "first", "firstPage")
_LAST_KEYS = ("last_page", "last", "lastPage")


class Page(NamedTuple):
    """The items of a page and what its envelope says of the whole list; None: it does not say."""

    items: list[Json]
    total: int | None = None
    pages: int | None = None
    first: bool | None = None
    last: bool | None = None

    def goes_on(self, number: int, seen: int) -> bool | None:
        """Whether any of the envelope's words has more to come after page `number` (counted from
        1) and `seen` records. Feeds contradict themselves, so one that says so is enough."""
        words = [
            None if self.total is None else seen < self.total,
            None if self.pages is None else number < self.pages,
            None if self.last is None else not self.last,
        ]
        said = [word for word in words if word is not None]
        return any(said) if said else None

    def promises(self, number: int) -> bool | None:
        """Whether there is a page after `number` (counted from 1), by pages and flags alone: sums
        of records are what feeds get wrong most."""
        if self.pages is not None:
            return number < self.pages
        return None if self.last is None else not self.last


def page_of(answer: Any, name: str) -> Page:
    """The page in a decoded answer; rows that are null are passed over. Raises FeedError."""
    envelope = answer if isinstance(answer, dict) else {}
    named = [envelope.get(key) for key in ENVELOPE_KEYS] if envelope else [answer]
    lists = [rows for rows in named if isinstance(rows, list)]
    rows = [row for one in lists for row in one if row is not None]
    if not lists or not all(isinstance(row, dict) for row in rows):
        raise FeedError(f'{name}/services is no page of services: "contents" should be a list.')
    return Page(
        rows,
        total=_count(envelope, _TOTAL_KEYS),
        pages=_count(envelope, _PAGES_KEYS),
        first=_flag(envelope, _FIRST_KEYS),
        last=_flag(envelope, _LAST_KEYS),
    )


def key_of(item: Json) -> str:
    """What tells a listed record from the others: its id, or all that it says where it has none."""
    if own_id := text_id(item.get("id")):
        return own_id
    told = msgspec.json.encode(item, order="deterministic")
    return f"? {hashlib.blake2b(told, digest_size=16).hexdigest()}"


def _count(envelope: Json, keys: tuple[str, ...]) -> int | None:
    given = (text_id(envelope.get(key)) for key in keys)
    return next((int(text) for text in given if text and text.isdecimal()), None)


def _flag(envelope: Json, keys: tuple[str, ...]) -> bool | None:
    return next((envelope[key] for key in keys if isinstance(envelope.get(key), bool)), None)
