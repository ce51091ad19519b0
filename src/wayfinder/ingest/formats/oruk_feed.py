"""A live Open Referral feed, read page by page over HTTP.

Feeds publish `/services` in pages whose items may be shallow, with the full record one request
away. Nothing is used unless the whole feed could be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.asking import Asking
from wayfinder.ingest.formats.oruk_details import in_full
from wayfinder.ingest.formats.oruk_json import Json
from wayfinder.ingest.formats.oruk_paging import listed_services
from wayfinder.ingest.reading import DEFAULT_LIMITS, Limits


def write_services(asking: Asking, into: BinaryIO, limits: Limits) -> None:
    """Write the whole live feed as JSON lines. Raises FeedError as `services` does, and for a feed
    larger than the limit; nothing should be used of what was written until then."""
    for item in services(asking, limits):
        into.write(msgspec.json.encode(item) + b"\n")
        if into.tell() > limits.total_bytes:
            raise FeedError(f"{asking.name} sends more than {limits.total_bytes} bytes.")


def services(asking: Asking, limits: Limits = DEFAULT_LIMITS) -> Iterator[Json]:
    """Every service of the feed, each id once, in full where the feed has a detail page for it.

    The list is read until it stands still, before the first detail page is asked for. Raises
    FeedError for a feed that does not answer, is no JSON, or never ends.
    """
    manners = asking.manners
    items = listed_services(
        asking,
        per_page=manners.per_page,
        max_pages=manners.max_pages,
        max_bytes=limits.total_bytes,
    )
    yield from in_full(asking, items)
