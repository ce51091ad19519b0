"""What an import did, in counts that add up."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from wayfinder.store.staging import Changes, StagedRejection


class Summary(Struct, frozen=True, kw_only=True):
    """What an import did, every row of the feed counted once:
    `read` = `offered` + `defunct` + `not_offered` + `rejected`
    = `added` + `changed` + `unchanged` + `rejected`.

    `rejections` are the refused rows, and the single fields left out of records that were kept.
    `reasons` counts these by their reason, and those of rows that are defunct or not offered.
    `release` is the latest release after the import, `published` whether this import,
    or the harvest it was part of, made it.
    `not_modified` says that the host had nothing new: then nothing was read, and what the latest
    import read is told, all of it unchanged.
    """

    source: str
    format: str
    read: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    rejected: int
    offered: int
    defunct: int
    not_offered: int
    reasons: dict[str, int]
    rejections: tuple[StagedRejection, ...]
    release: int | None = None
    published: bool = False
    not_modified: bool = False


def nothing_new(
    source_id: str,
    name: str,
    latest: Changes,
    reasons: Counter[str],
    refused: tuple[StagedRejection, ...],
) -> Summary:
    """What an import did whose host had nothing new: all that the `latest` one read stands."""
    kept = latest.read - latest.rejected
    same = replace(latest, added=0, changed=0, unchanged=kept, withdrawn=0)
    return replace(summary_of(source_id, name, same, reasons, refused), not_modified=True)


def summary_of(
    source_id: str,
    name: str,
    changes: Changes,
    reasons: Counter[str],
    refused: tuple[StagedRejection, ...],
) -> Summary:
    """What an import did. `reasons` are those of records that are not offered, `refused` are the
    rows and fields that could not be used."""
    counts = {field: getattr(changes, field) for field in changes.__struct_fields__}
    shown = changes.read - changes.rejected - changes.defunct - changes.not_offered
    told = reasons + Counter(it.reason for it in refused)
    return Summary(
        source=source_id,
        format=name,
        offered=shown,
        reasons=dict(told.most_common()),
        rejections=refused,
        **counts,
    )
