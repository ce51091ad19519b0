"""A feed brought here: fetched whole and checked before the first row of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import checked_url, shown
from wayfinder.ingest.fetching.asking import Asking, answered
from wayfinder.ingest.fetching.kept import Kept, conditions
from wayfinder.ingest.fetching.web import Visit
from wayfinder.ingest.formats import hsds_csv, oruk_feed
from wayfinder.ingest.reading import CHUNK_BYTES, Feed, Limits, feed_of, open_feed

_FILE = re.compile(r"\.(?:json|jsonl|ndjson|csv|zip|gz)(?:[?#]|\Z)", re.IGNORECASE)


class Delivery:
    """A feed that is here, or whose host says that it is as it was. Close it in the end."""

    def __init__(
        self,
        name: str,
        stream: BinaryIO | None = None,
        kept: Kept | None = None,
        live: bool = False,
    ) -> None:
        self.name = name
        self._stream = stream
        self._kept = kept
        self._live = live

    @property
    def unchanged(self) -> bool:
        """Whether nothing of it is other than what was imported last."""
        return self._kept is not None and self._kept.unchanged

    @contextmanager
    def opened(self, format: str, limits: Limits) -> Iterator[Feed]:
        """The feed, from its beginning. Raises FeedError for a file that is missing."""
        stream = self._stream
        if format == hsds_csv.FORMAT:
            with hsds_csv.opened(stream or Path(self.name), self.name, limits) as feed:
                yield feed
            return
        if stream is None:
            with open_feed(self.name, limits=limits) as feed:
                yield feed
            return
        stream.seek(0)
        if self._live:
            yield Feed(self.name, iter(lambda: stream.read(CHUNK_BYTES), b""), limits)
        else:
            yield feed_of(stream, self.name, limits)

    def settle(self, basis: str) -> None:
        """It has been imported: what was fetched need not be sent again while it stays the same."""
        if self._kept:
            self._kept.settle(basis)

    def discard(self) -> None:
        """It could not be imported: the next attempt asks for all of it."""
        if self._kept:
            self._kept.discard()

    def close(self) -> None:
        """Let go of what was fetched."""
        if self._stream:
            self._stream.close()
        if self._kept:
            self._kept.close()


def is_remote(where: str) -> bool:
    """Whether a feed is to be fetched, or refused as an address, rather than read from a file."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*://", where, re.IGNORECASE))


def fetch(where: str, format: str, visit: Visit, limits: Limits) -> Delivery:
    """The feed at an address, whole, in a file without a name. Raises FeedError."""
    with ExitStack() as failed:
        stream = cast(BinaryIO, failed.enter_context(TemporaryFile()))
        live = format in ("oruk", "hsds") and not _FILE.search(where)
        if live:
            checked_url(where)
            asking = Asking(_base(where), visit.fetching, visit.kept)
            oruk_feed.write_services(asking, stream, limits)
        else:
            _download(where, stream, visit, limits)
        failed.pop_all()
    return Delivery(shown(where), stream, visit.kept, live)


def _base(where: str) -> str:
    """The address below which a live feed's pages lie: people also give that of the pages."""
    return re.sub(r"(?:/services)?/?(?=\?|\Z)", "", where.partition("#")[0], count=1)


def _download(url: str, into: BinaryIO, visit: Visit, limits: Limits) -> None:
    known = visit.kept.known(url)
    reply = visit.fetching.get(url, into, limits.total_bytes, conditions(known))
    if known and reply.status == 304:
        visit.kept.keep_same(url)
        return
    if reply.status != 200:
        raise FeedError(f"{shown(url)} answered with status {reply.status}.")
    visit.kept.keep(url, answered(reply, None))
