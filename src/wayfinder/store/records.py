"""Values that come into the store: a feed's records, its refused rows, and what an import did."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct, structs

from wayfinder.domain.service import Service

Outcome = Literal["offered", "defunct", "not_offered"]


class StagedRecord(Struct, frozen=True):
    """One record of a feed, cleaned. `row` counts as a person would count in the file.

    `service.id` is the feed's own uuid, or anything else where it has none (see `service_id`).
    """

    record_id: str
    row: int
    outcome: Outcome
    reason: str | None = None
    service: Service | None = None


class StagedRejection(Struct, frozen=True):
    """A row (`field` None), or one field of it, that could not be used, and why."""

    row: int
    record_id: str | None
    field: str | None
    reason: str
    excerpt: str


class Changes(Struct, frozen=True, kw_only=True):
    """What an import did: `read` = `added` + `changed` + `unchanged` + `rejected`.

    `defunct` and `not_offered` say how many of the records read are kept but not shown;
    `withdrawn` counts records that the source no longer lists.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: int = 0
    defunct: int = 0
    not_offered: int = 0


class Known(Struct, frozen=True):
    """What the store knows of a record from before."""

    content_hash: str
    service_id: str | None
    row: int
    as_of: date | None
    first_seen: datetime
    withdrawn: bool


class Entry(Struct, frozen=True):
    """A record as the source gives it now, beside what is known of it."""

    record: StagedRecord
    content_hash: str
    as_of: date | None
    known: Known | None

    @property
    def differs(self) -> bool:
        """Whether the record is new, back again, or says something else than before."""
        known = self.known
        return known is None or known.withdrawn or known.content_hash != self.content_hash

    @property
    def moved(self) -> bool:
        """Whether the same words now stand in another row or bear another day."""
        known = self.known
        return known is not None and (known.row, known.as_of) != (self.record.row, self.as_of)


_encode = msgspec.json.Encoder(order="deterministic").encode
# PostgreSQL's text holds every character but this one.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def content_hash(record: StagedRecord) -> str:
    """A digest of what the record says.

    Its row and the days in `origins` are left out: the same words at a later date are unchanged.
    """
    told = (record.outcome, record.reason, record.service and _undated(record.service))
    return hashlib.blake2b(_encode(told), digest_size=16).hexdigest()


def latest_day(service: Service | None) -> date | None:
    """The last day on which the source is known to have said this of `service`."""
    origins = service.origins.values() if service else ()
    return max((origin.as_of for origin in origins if origin.as_of), default=None)


def unstorable(record: StagedRecord) -> str | None:
    """Why no database could hold the record's text, or None where it can."""
    try:
        text = _encode(record)
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate): the file is not in the stated encoding"
    # The plain search first: it is a hundred times faster, and nearly always the last word.
    if b"\\u0000" in text and _NUL.search(text):
        return "holds a NUL character (U+0000), which is no text"
    return None


def storable(text: str) -> str:
    """`text` with what no database can hold shown as U+FFFD."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


def _undated(service: Service) -> Service:
    origins = {
        field: structs.replace(origin, as_of=None) for field, origin in service.origins.items()
    }
    return structs.replace(service, origins=origins)
