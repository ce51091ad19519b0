"""One source's way to its feed: every request checked, in turn, bounded, and tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple, cast

import httpx

from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.addresses import checked_url, shown
from wayfinder.ingest.fetching.client import Overrun
from wayfinder.ingest.fetching.gate import Gate
from wayfinder.ingest.fetching.manners import Manners, asked_again, pause_s, retry_after_s

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ENCODINGS = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


class Reply(NamedTuple):
    """How a host answered; what it sent is where the asker wanted it."""

    status: int
    headers: httpx.Headers


class Ways(NamedTuple):
    """What all requests go by: the gate they share, and waiting, which tests make their own.

    `pause` waits, and raises where all has been called off. `chance` is 0..1.
    """

    gate: Gate
    pause: Callable[[float], None]
    chance: Callable[[], float]


class Fetching:
    """Asks hosts on behalf of one source."""

    def __init__(
        self,
        http: httpx.Client,
        manners: Manners,
        ways: Ways,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.manners = manners
        self._progress = progress
        self._answers = 0
        self._http = http
        self._ways = ways

    def get(
        self, url: str, into: BinaryIO, max_bytes: int, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to a GET, its body in `into`, which is emptied first.

        "Not now" (429, 5xx), a connection that fails or breaks and a time that runs out are tried
        again after growing pauses, no shorter than the host wishes. Raises FeedError where no
        answer comes in the end, or none that we take: too large, too slow, led in a circle or to
        an address that is not public.
        """
        for attempt in range(self.manners.attempts):
            reply, trouble = self._tried(url, into, max_bytes, headers or {})
            if reply and not asked_again(reply.status):
                self._tell()
                return reply
            if attempt + 1 < self.manners.attempts:
                self._ways.pause(self._pause_s(url, attempt, reply))
        times = f"in {self.manners.attempts} attempts"
        raise FeedError(f"{shown(url)} gave no answer {times}: {trouble}.")

    def _tell(self) -> None:
        self._answers += 1
        if self._progress:
            self._progress(self._answers)

    def _tried(
        self, url: str, into: BinaryIO, max_bytes: int, headers: Mapping[str, str]
    ) -> tuple[Reply | None, str]:
        """An answer, or None, and what the trouble was."""
        try:
            reply = self._followed(url, into, max_bytes, headers)
        except (httpx.RequestError, httpx.InvalidURL, UnicodeError) as error:
            if isinstance(error.__cause__, Overrun):
                raise FeedError(f"{shown(url)} {error}.") from error
            return None, str(error).rstrip(".") or type(error).__name__
        return reply, f"status {reply.status}"

    def _pause_s(self, url: str, attempt: int, reply: Reply | None) -> float:
        told = reply.headers.get("Retry-After") if reply else None
        wished_s = retry_after_s(told, datetime.now(UTC))
        if wished_s > self.manners.max_wait_s:
            raise FeedError(
                f"{shown(url)} asks to be left alone for {wished_s:.0f} seconds; try again then."
            )
        return pause_s(self.manners, attempt, wished_s, self._ways.chance())

    def _followed(
        self, url: str, into: BinaryIO, max_bytes: int, headers: Mapping[str, str]
    ) -> Reply:
        """The answer at the end of all redirects, each as bounded and checked as the first."""
        at = first = checked_url(url)
        for _ in range(self.manners.max_redirects + 1):
            reply = self._once(at, into, max_bytes, headers)
            target = reply.headers.get("Location") if reply.status in _REDIRECTS else None
            if target is None:
                return reply
            at = checked_url(str(at.join(target)))
            if first.scheme == "https" and at.scheme != "https":
                raise FeedError(
                    f"{shown(url)} leads on to {shown(str(at))}, which anybody on the way could "
                    "read and change; nothing was asked of it. If the feed is really there, "
                    "declare that address."
                )
        raise FeedError(f"{shown(url)} leads on more than {self.manners.max_redirects} times.")

    def _once(
        self, at: httpx.URL, into: BinaryIO, max_bytes: int, headers: Mapping[str, str]
    ) -> Reply:
        into.seek(0)
        into.truncate()
        with (
            self._ways.gate.turn(at.host, self.manners),
            self._http.stream("GET", at, headers=dict(headers)) as response,
        ):
            if response.status_code == 200:
                self._take(response, into, max_bytes)
        return Reply(response.status_code, response.headers)

    def _take(self, response: httpx.Response, into: BinaryIO, max_bytes: int) -> None:
        name = shown(str(response.url))
        packing = response.headers.get("Content-Encoding", "").strip().lower()
        if packing not in _ENCODINGS:
            raise FeedError(f"{name} is packed as {packing[:20]!r}, which was not asked for.")
        response.stream = _Counted(cast(httpx.SyncByteStream, response.stream), max_bytes, name)
        taken = 0
        for chunk in response.iter_bytes():
            taken += len(chunk)
            _refuse_larger(taken, max_bytes, name)
            into.write(chunk)


class _Counted(httpx.SyncByteStream):
    """A body as it comes, packed: much of it may unpack to nothing."""

    def __init__(self, body: httpx.SyncByteStream, max_bytes: int, name: str) -> None:
        self._body = body
        self._max_bytes = max_bytes
        self._name = name

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for chunk in self._body:
            taken += len(chunk)
            _refuse_larger(taken, self._max_bytes, self._name)
            yield chunk

    def close(self) -> None:
        self._body.close()


def _refuse_larger(taken: int, max_bytes: int, name: str) -> None:
    if taken > max_bytes:
        raise FeedError(f"{name} is larger than {max_bytes:,} bytes.")
