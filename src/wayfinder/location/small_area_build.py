"""Writes the table of small areas beside the one in use, swaps it in, and tells what changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.location.postcode_table import MANIFEST
from wayfinder.location.small_area_source import (
    OUTSIDE,
    Progress,
    Refused,
    SmallAreaRows,
    read_small_areas,
)
from wayfinder.location.small_areas import (
    LEVELS,
    NO_SUCH,
    SMALL_AREAS,
    UNTOLD,
    Manifest,
    SmallAreas,
)
from wayfinder.location.swap import swapped_in

FORMAT = 1
_MARKS = {UNTOLD, NO_SUCH}
_LAST_MARK = len(_MARKS) - 1


class SmallAreaSummary(Struct, frozen=True, kw_only=True):
    """What an import of small areas did, every row counted once:
    `read` = `added` + `changed` + `unchanged` + `left_out` + `rejected`.

    `withdrawn` are postcodes that the table before had and this list has not. `left_out` are
    postcodes outside Great Britain. `reasons` counts what was left out or refused by its reason;
    `rejections` are the first refused rows. `levels` tells how many postcodes have each.
    """

    source: str
    format: str
    read: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    left_out: int
    rejected: int
    levels: dict[str, int]
    reasons: Mapping[str, int]
    rejections: tuple[Refused, ...]


class _Columns(Struct, frozen=True):
    keys: NDArray[np.uint32]
    groups: NDArray[np.uint32]
    codes: NDArray[np.uint32]
    deciles: NDArray[np.uint8]


def load_small_areas(
    folder: Path, listed: Path, name: str, progress: Progress | None = None
) -> SmallAreaSummary:
    """Load the list at `listed` beside the gazetteer in `folder`; a gazetteer opened from now on
    has its areas. What was loaded before is replaced, all of it or, if the list cannot be read
    (FeedError), nothing. `name` is that of the source, `progress` is told of the rows read."""
    rows = read_small_areas(listed, name, progress)
    codes = (UNTOLD, NO_SUCH, *sorted({c for group in rows.groups for c in group} - _MARKS))
    columns = _sorted_columns(rows, codes)
    before = SmallAreas.open(folder)
    changes = _changes(before, columns, codes)
    with swapped_in(folder / SMALL_AREAS, f"table-{FORMAT}-") as table:
        for field in columns.__struct_fields__:
            np.save(table / f"{field}.npy", getattr(columns, field))
        names = tuple(rows.names.of.get(code, code) for code in codes)
        manifest = Manifest(source=rows.source, codes=codes, names=names)
        (table / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return _summary(rows, name, changes, columns)


def _sorted_columns(rows: SmallAreaRows, codes: tuple[str, ...]) -> _Columns:
    number_of = {code: number for number, code in enumerate(codes)}
    order = np.argsort(rows.keys)
    return _Columns(
        rows.keys[order],
        rows.numbers[order],
        np.array([[number_of[code] for code in group] for group in rows.groups], np.uint32),
        rows.deciles[order],
    )


class _Changes(Struct, frozen=True):
    added: int
    changed: int
    unchanged: int
    withdrawn: int


def _changes(before: SmallAreas | None, now: _Columns, codes: tuple[str, ...]) -> _Changes:
    if before is None:
        return _Changes(len(now.keys), 0, 0, 0)
    _, old, new = np.intersect1d(before.keys, now.keys, assume_unique=True, return_indices=True)
    number_of = {code: number for number, code in enumerate(codes)}
    # Codes that are gone get a number that nothing has now.
    renumbered = np.array([number_of.get(c, len(codes)) for c in before.manifest.codes], np.uint32)
    same = renumbered[before.codes[before.groups[old]]] == now.codes[now.groups[new]]
    unchanged = int((same.all(axis=1) & (before.deciles[old] == now.deciles[new])).sum())
    return _Changes(
        added=len(now.keys) - len(new),
        changed=len(new) - unchanged,
        unchanged=unchanged,
        withdrawn=len(before.keys) - len(old),
    )


def _summary(
    rows: SmallAreaRows, name: str, changes: _Changes, columns: _Columns
) -> SmallAreaSummary:
    left_out = rows.reasons.get(OUTSIDE, 0)
    has = (columns.codes[columns.groups] > _LAST_MARK).sum(axis=0).tolist()
    levels = dict(zip((level.value for level in LEVELS), has, strict=True))
    return SmallAreaSummary(
        source=name,
        format="onspd",
        read=rows.read,
        left_out=left_out,
        rejected=rows.read - left_out - len(rows.keys),
        levels={**levels, "imd": int((columns.deciles > 0).sum())},
        reasons=rows.reasons,
        rejections=rows.refused,
        **{field: getattr(changes, field) for field in changes.__struct_fields__},
    )
