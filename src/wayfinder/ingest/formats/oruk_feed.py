"""A live Open Referral UK feed, read page by page over HTTP.

Feeds publish `/services` in pages whose items may be shallow, with the full record one request
away. Nothing is used unless the whole feed could be read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.oruk_details import in_full
from wayfinder.ingest.formats.oruk_json import Json
from wayfinder.ingest.formats.oruk_paging import listed_services
from wayfinder.ingest.reading import (
    CHUNK_BYTES,
    DEFAULT_LIMITS,
    TIMEOUT_S,
    USER_AGENT,
    Feed,
    Limits,
)


class Manners(Struct, frozen=True, kw_only=True):
    """How politely, and how long, to ask. Times in seconds."""

    per_page: int = 100
    max_pages: int = 2_000
    max_response_bytes: int = 64 << 20
    attempts: int = 4
    backoff_s: float = 1.0
    max_wait_s: float = 60.0


DEFAULT_MANNERS = Manners()


def client() -> httpx.Client:
    """A client with our name and time limits; the caller closes it."""
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=True, headers=headers)


@contextmanager
def spooled(
    base_url: str,
    limits: Limits,
    http: httpx.Client | None = None,
    manners: Manners = DEFAULT_MANNERS,
) -> Iterator[Feed]:
    """The whole live feed as JSON lines, fetched before its first row is used."""
    with ExitStack() as stack:
        asked = http or stack.enter_context(client())
        spool = stack.enter_context(TemporaryFile())
        for item in services(base_url, asked, manners):
            spool.write(msgspec.json.encode(item) + b"\n")
            if spool.tell() > limits.total_bytes:
                raise FeedError(f"{base_url} sends more than {limits.total_bytes} bytes.")
        spool.seek(0)
        yield Feed(base_url, iter(lambda: spool.read(CHUNK_BYTES), b""), limits)


def services(
    base_url: str,
    http: httpx.Client,
    manners: Manners = DEFAULT_MANNERS,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Json]:
    """Every service of the feed, each id once, in full where the feed has a detail page for it.

    429 and 5xx are tried again with growing pauses, as long as `Retry-After` asks. The list is read
    until it stands still, before the first detail page is asked for. Raises FeedError for a feed
    that does not answer, is no JSON, or never ends.
    """
    base = base_url.rstrip("/").removesuffix("/services")
    asking = _Asking(base, http, manners, sleep)
    items = listed_services(
        asking,
        per_page=manners.per_page,
        max_pages=manners.max_pages,
        max_bytes=DEFAULT_LIMITS.total_bytes,
    )
    yield from in_full(asking, items)


class _Asking:
    """Asks one feed, again where it asks for patience."""

    def __init__(
        self, base_url: str, http: httpx.Client, manners: Manners, sleep: Callable[[float], None]
    ) -> None:
        self.base_url = base_url
        self._http = http
        self._manners = manners
        self._sleep = sleep

    def get(self, path: str, params: dict[str, int], *, missing_is_none: bool = False) -> Any:
        """The decoded JSON answer. Raises FeedError if there is none in the end."""
        url = self.base_url + path
        trouble = ""
        for attempt in range(self._manners.attempts):
            pause_s = self._manners.backoff_s * 2**attempt
            try:
                response = self._http.get(url, params=params)
            except httpx.HTTPError as error:
                trouble = str(error) or type(error).__name__
            else:
                if missing_is_none and response.status_code in (404, 410):
                    return None
                if response.status_code != 429 and response.status_code < 500:
                    return self._decoded(response)
                trouble = f"status {response.status_code}"
                pause_s = max(pause_s, _retry_after_s(response))
            if attempt + 1 < self._manners.attempts:
                self._sleep(min(pause_s, self._manners.max_wait_s))
        raise FeedError(f"{url} gave no answer in {self._manners.attempts} attempts: {trouble}.")

    def _decoded(self, response: httpx.Response) -> Any:
        if response.is_error:
            raise FeedError(f"{response.url} answered with status {response.status_code}.")
        if len(response.content) > self._manners.max_response_bytes:
            raise FeedError(f"{response.url} sent {len(response.content)} bytes for one page.")
        if response.content.lstrip()[:1] == b"<":
            raise FeedError(f"{response.url} sent a web page, not JSON. Is it the feed's base URL?")
        try:
            return msgspec.json.decode(response.content)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FeedError(f"{response.url} sent no valid JSON: {error}.") from error
        except RecursionError:
            raise FeedError(f"{response.url} sent JSON nested too deep to be services.") from None


def _retry_after_s(response: httpx.Response) -> float:
    """Seconds of `Retry-After`; its date form is rare and read as no wish."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0
