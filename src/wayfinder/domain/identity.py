"""Which id a record's service, organization and locations bear, so that the same feed always
gives the same ids."""

from __future__ import annotations

from collections.abc import Container
from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://github.com/wayfinder/records")
_PLACEHOLDERS = frozenset({UUID(int=0), UUID(int=2**128 - 1)})


def canonical_uuid(text: str | None) -> str | None:
    """`text` as a lower-case hyphenated UUID; None where it is none, or all zeros or all ones."""
    try:
        parsed = UUID(text or "")
    except ValueError:
        return None
    return None if parsed in _PLACEHOLDERS else str(parsed)


def derived_id(source_id: str, *local_id: str) -> str:
    """The uuid5 of a source and an id that is only unique inside it."""
    return str(uuid5(NAMESPACE, "\n".join((source_id, *local_id))))


def service_id(source_id: str, record_id: str, feed_uuid: str | None, taken: Container[str]) -> str:
    """The feed's own uuid where it is valid and not in `taken`, else a uuid5 of source and record.

    `taken` holds canonical ids that belong to other records.
    """
    own = canonical_uuid(feed_uuid)
    if own is not None and own not in taken:
        return own
    return derived_id(source_id, record_id)
