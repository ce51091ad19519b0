"""Asks one feed for JSON, page by page, and keeps what it was told."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import httpx
import msgspec

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import shown
from wayfinder.ingest.fetching.fetching import Fetching, Reply
from wayfinder.ingest.fetching.kept import Answer, Kept, conditions
from wayfinder.ingest.fetching.manners import Manners

_GONE = (404, 410)


class Asking:
    """One feed that can be asked. `base_url` has no slash at its end; a query of its own (a key,
    say) goes with every request."""

    def __init__(self, base_url: str, fetching: Fetching, kept: Kept) -> None:
        self.base_url = base_url
        self._fetching = fetching
        self._kept = kept

    @property
    def name(self) -> str:
        """The feed's address as messages may show it."""
        return shown(self.base_url)

    @property
    def manners(self) -> Manners:
        """How this feed is asked."""
        return self._fetching.manners

    def get(
        self, path: str, params: Mapping[str, str | int], *, missing_is_none: bool = False
    ) -> Any:
        """The decoded JSON at `path` below the base; with `missing_is_none` None for what is not
        there. Raises FeedError if there is no answer in the end, or it is no JSON.

        What a run that died had fetched a while ago is taken once in place of asking, if there
        are no `params`: one record's page. A page of a list may have moved on since, and with it
        the others; it is always asked for, as is whatever is asked for again.
        """
        url = self._url(path, params)
        left = None if params else self._kept.left_behind(url)
        if left is not None and left.body is not None:
            return _decoded(url, left.body)
        known = self._kept.known(url)
        into = BytesIO()
        headers = {"Accept": "application/json", **conditions(known)}
        reply = self._fetching.get(url, into, self.manners.max_response_bytes, headers)
        if known and reply.status == 304 and known.body is not None:
            self._kept.keep_same(url)
            return _decoded(url, known.body)
        if missing_is_none and reply.status in _GONE:
            return self._missing(url, reply, known)
        if reply.status != 200:
            raise FeedError(f"{shown(url)} answered with status {reply.status}.")
        value = _decoded(url, into.getvalue())
        self._kept.keep(url, answered(reply, into.getvalue()))
        return value

    def _missing(self, url: str, reply: Reply, known: Answer | None) -> None:
        if known and known.status in _GONE:
            self._kept.keep_same(url)
        else:
            self._kept.keep(url, answered(reply, None))

    def _url(self, path: str, params: Mapping[str, str | int]) -> str:
        base, _, query = self.base_url.partition("?")
        url = httpx.URL(base.rstrip("/") + path)
        merged = httpx.QueryParams(query).merge(dict(params))
        return str(url.copy_with(params=merged)) if merged else str(url)


def answered(reply: Reply, body: bytes | None) -> Answer:
    """An answer as it is kept."""
    told = reply.headers
    return Answer(reply.status, told.get("ETag"), told.get("Last-Modified"), body)


def _decoded(url: str, body: bytes) -> Any:
    name = shown(url)
    if body.lstrip()[:1] == b"<":
        raise FeedError(f"{name} sent a web page, not JSON. Is it the feed's base URL?")
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FeedError(f"{name} sent no valid JSON: {error}.") from error
    except RecursionError:
        raise FeedError(f"{name} sent JSON nested too deep to be services.") from None
