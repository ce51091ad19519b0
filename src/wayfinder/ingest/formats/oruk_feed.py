"""A live Open Referral UK feed, read page by page over HTTP.

Feeds publish `/services` in pages whose items may be shallow, with the full record one request
away. Nothing is used unless the whole feed could be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.asking import Asking
from wayfinder.ingest.formats.oruk_json import Json, text_id
from wayfinder.ingest.json_stream import ENVELOPE_KEYS
from wayfinder.ingest.reading import Limits

FULL_KEYS = (
    "description", "organization", "service_at_locations", "locations", "contacts", "phones",
    "schedules", "regular_schedules", "service_areas", "cost_options",
)  # fmt: skip
"""A listed item that has an organisation and something of these is as full as its detail page."""


def write_services(asking: Asking, into: BinaryIO, limits: Limits) -> None:
    """Write the whole live feed as JSON lines. Raises FeedError as `services` does, and for a feed
    larger than the limit; nothing should be used of what was written until then."""
    for item in services(asking):
        into.write(msgspec.json.encode(item) + b"\n")
        if into.tell() > limits.total_bytes:
            raise FeedError(f"{asking.name} sends more than {limits.total_bytes} bytes.")


def services(asking: Asking) -> Iterator[Json]:
    """Every service of the feed, each id once, in full where the feed has a detail page for it.

    Paging is not atomic at live feeds, so a record seen on two pages counts once. Raises FeedError
    for a feed that does not answer, is no JSON, or never ends.
    """
    seen: set[str] = set()
    for item in _items(asking):
        own_id = text_id(item.get("id"))
        if own_id in seen:
            continue
        if own_id is None:
            yield item
        else:
            seen.add(own_id)
            yield _in_full(item, own_id, asking)


def _items(asking: Asking) -> Iterator[Json]:
    manners = asking.manners
    for number in range(1, manners.max_pages + 1):
        page = asking.get("/services", {"page": number, "per_page": manners.per_page})
        items = _rows(page, asking.name)
        yield from items
        if not items or _is_last(page, number):
            return
    raise FeedError(f"{asking.name} has more than {manners.max_pages} pages; is it a loop?")


def _rows(page: Any, name: str) -> list[Json]:
    named = [page.get(key) for key in ENVELOPE_KEYS] if isinstance(page, dict) else [page]
    lists = [rows for rows in named if isinstance(rows, list)]
    rows = [row for one in lists for row in one]
    if not lists or not all(isinstance(row, dict) for row in rows):
        raise FeedError(f'{name}/services is no page of services: "contents" should be a list.')
    return rows


def _is_last(page: Any, number: int) -> bool:
    """Whether the envelope, in any of its spellings, says that no page follows."""
    if not isinstance(page, dict):
        return True
    total = page.get("total_pages", page.get("totalPages"))
    if isinstance(total, int) and not isinstance(total, bool):
        return number >= total
    return bool(page.get("last_page", page.get("last", False)))


def _in_full(item: Json, own_id: str, asking: Asking) -> Json:
    """The item with what its detail page adds; a detail page that is not there adds nothing."""
    known = [key for key in FULL_KEYS if item.get(key)]
    if "organization" in known and len(known) > 2:
        return item
    detail = asking.get(f"/services/{quote(own_id, safe='')}", {}, missing_is_none=True)
    return {**item, **detail} if isinstance(detail, dict) else item
