"""Which id a record's service, organization and locations bear, so that the same feed always
gives the same ids."""

from __future__ import annotations

import re
from collections.abc import Container
from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://github.com/wayfinder/records")
_PLACEHOLDERS = frozenset({str(UUID(int=0)), str(UUID(int=2**128 - 1))})
_is_canonical = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def canonical_uuid(text: str | None) -> str | None:
    """`text` as a lower-case hyphenated UUID; None where it is none, or all zeros or all ones."""
    try:
        # Nearly all ids are canonical as they come, and parsing costs ten times more than looking.
        canonical = text if text and _is_canonical(text) else str(UUID(text or ""))
    except ValueError:
        return None
    return None if canonical in _PLACEHOLDERS else canonical


def service_id(source_id: str, record_id: str, feed_uuid: str | None, taken: Container[str]) -> str:
    """The feed's own uuid where it is valid and not in `taken`, else a uuid5 of source and record.

    `taken` holds canonical ids that belong to other records.
    """
    return _own_or_derived(feed_uuid, taken, source_id, record_id)


def part_id(source_id: str, kind: str, feed_id: str, taken: Container[str]) -> str:
    """The same rule for an organization or location (`kind`), which a feed's records share.

    `taken` holds canonical ids that belong to other sources.
    """
    return _own_or_derived(feed_id, taken, source_id, kind, feed_id)


def _own_or_derived(own: str | None, taken: Container[str], *local_id: str) -> str:
    canonical = canonical_uuid(own)
    if canonical is not None and canonical not in taken:
        return canonical
    return str(uuid5(NAMESPACE, "\n".join(local_id)))
