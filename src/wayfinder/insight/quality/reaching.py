"""Asks whether a web page is there: politely, on the public internet alone, reading no more of it
than its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import httpx
from msgspec import Struct

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import checked_url
from wayfinder.ingest.fetching.client import Resolve, looked_up, open_client
from wayfinder.ingest.fetching.gate import Gate
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.insight.quality.soft_404 import HEAD_BYTES, doubt

State = Literal["works", "doubtful", "moved", "gone", "refused", "no_answer"]

LINK_MANNERS = Manners(
    requests_per_s=1.0, at_once=1, timeout_s=10.0, response_s=20.0, max_redirects=5
)
"""A page of a charity's website is asked for more slowly than a feed that is there to be read."""

_GONE = frozenset((404, 410))
_FOR_GOOD = frozenset((301, 308))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PAGES = ("text/html", "application/xhtml+xml")
_AS_IT_IS = {"Accept-Encoding": "identity"}
"""What is packed may unpack to anything; without, so many bytes are so many bytes."""


class LinkState(Struct, frozen=True):
    """`works`; `doubtful` (there is a page, which may not be the one meant: `detail` says why);
    `moved` for good (`to` a page that works); `gone` (404, 410); `refused` (another 4xx: there may
    be a page, for people); `no_answer` (nothing, or 5xx: try another day)."""

    state: State
    detail: str = ""
    to: str | None = None


Reach = Callable[[str], LinkState]
"""What became of a web address."""


@contextmanager
def reaching(
    manners: Manners = LINK_MANNERS,
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    resolve: Resolve = looked_up,
) -> Iterator[Reach]:
    """A way to ask, over one client; threads may share it."""
    gate = Gate(clock, sleep)
    with open_client(manners, resolve) as http:
        yield _Asker(http, gate, manners).state


class _Asker:
    def __init__(self, http: httpx.Client, gate: Gate, manners: Manners) -> None:
        self._http = http
        self._gate = gate
        self._manners = manners

    def state(self, url: str) -> LinkState:
        """Asked once with GET: hosts that know no HEAD need no second request, and a page has to
        be begun to see what it says of itself."""
        try:
            return self._followed(url)
        except (FeedError, httpx.HTTPError, httpx.InvalidURL, UnicodeError) as trouble:
            return LinkState("no_answer", _why(trouble))

    def _followed(self, url: str) -> LinkState:
        """The state at the end of all redirects, each as checked as the first."""
        first = at = lasting = checked_url(url)
        for_good = True
        for _ in range(self._manners.max_redirects + 1):
            status, target, page = self._once(at)
            if target is None:
                found = _state(status, None if lasting == first else str(lasting))
                why = doubt(first, at, page) if found.state in ("works", "moved") else None
                return LinkState("doubtful", why) if why else found
            at = checked_url(str(at.join(target)))
            for_good = for_good and status in _FOR_GOOD
            lasting = at if for_good else lasting
        return LinkState("no_answer", f"leads on more than {self._manners.max_redirects} times")

    def _once(self, at: httpx.URL) -> tuple[int, str | None, str]:
        """The status, where it leads, and the beginning of the page that there is."""
        with (
            self._gate.turn(at.host, self._manners),
            self._http.stream("GET", at, headers=_AS_IT_IS) as response,
        ):
            status = response.status_code
            if status in _REDIRECTS:
                return status, response.headers.get("Location"), ""
            return status, None, _beginning(response) if response.is_success else ""


def _beginning(response: httpx.Response) -> str:
    """The first bytes of a page as text; nothing of what is no page, or is packed all the same."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES or response.headers.get("Content-Encoding", "identity") != "identity":
        return ""
    read = bytearray()
    for chunk in response.iter_raw():
        read += chunk
        if len(read) >= HEAD_BYTES:
            break
    return _text(bytes(read[:HEAD_BYTES]), response.charset_encoding)


def _text(read: bytes, charset: str | None) -> str:
    try:
        return read.decode(charset or "utf-8", "replace")
    except LookupError:
        return read.decode("utf-8", "replace")


def _state(status: int, lasting: str | None) -> LinkState:
    said = f"status {status}"
    if 200 <= status < 300:
        return LinkState("moved", said, lasting) if lasting else LinkState("works", said)
    if status in _GONE:
        return LinkState("gone", said)
    return LinkState("refused" if 400 <= status < 500 else "no_answer", said)


def _why(trouble: Exception) -> str:
    if isinstance(trouble, FeedError):
        return "not an address on the public web"
    return type(trouble).__name__
