"""How one feed is asked: how often, how long, how much; and when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct


class Manners(Struct, frozen=True, kw_only=True):
    """How politely, how long and how far to ask. Times in seconds.

    `requests_per_s` and `at_once` hold for each host, over all sources that ask it.
    `response_s` bounds one whole answer, `timeout_s` each wait for its next byte.
    `allow_private` lets a source lie in a private network or on this machine.
    """

    allow_private: bool = False
    requests_per_s: float = 5.0
    at_once: int = 2
    per_page: int = 100
    max_pages: int = 2_000
    max_response_bytes: int = 64 << 20
    max_redirects: int = 5
    attempts: int = 4
    backoff_s: float = 1.0
    max_wait_s: float = 120.0
    timeout_s: float = 30.0
    response_s: float = 1_800.0


DEFAULT_MANNERS = Manners()


def asked_again(status: int) -> bool:
    """Whether a status says "not now" rather than "no"."""
    return status in (408, 425, 429) or status >= 500


def pause_s(manners: Manners, attempt: int, wished_s: float, chance: float) -> float:
    """Seconds to wait after failed `attempt` (from 0): doubled each time, no less than the host
    wished, and longer by up to a half by `chance` (0..1), so that many who failed at once do not
    come back at once."""
    growing_s = min(manners.backoff_s * 2.0**attempt, manners.max_wait_s)
    return max(growing_s, wished_s) * (1 + chance / 2)


def retry_after_s(value: str | None, now: datetime) -> float:
    """Seconds of a `Retry-After`, given as a number or as an HTTP date; 0 where it says nothing
    that can be read, or a time gone by. RFC 9110, 10.2.3."""
    told = (value or "").strip()
    if told.isascii() and told.isdecimal():
        return float(told)
    try:
        then = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    # A date without a zone is read as GMT, which is what an HTTP date always is.
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
