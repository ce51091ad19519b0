"""What the two tables say of one postcode, or of several together."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from wayfinder.location.place import FINE_LEVELS, AreaRef, AreaType
from wayfinder.location.postcode_table import PostcodeTable
from wayfinder.location.small_areas import NOT_LISTED, Fine, SmallAreas

_GROUP_BITS = 32
_NOTHING = Fine((), FINE_LEVELS)


class Ground(Struct, frozen=True):
    """The sets of area codes that the postcodes lie in, with the share of the postcodes in each,
    and the small areas of each set.

    `unknown_levels` are those of which nothing is loaded, or not for all the postcodes;
    `imd_decile` is None unless all share it.
    """

    sets: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    fine: tuple[tuple[AreaRef, ...], ...]
    unknown_levels: tuple[AreaType, ...]
    imd_decile: int | None


def ground(table: PostcodeTable, small: SmallAreas | None, rows: NDArray[np.integer]) -> Ground:
    """What is said of the postcodes in these rows of the table; there must be one at least."""
    groups, decile = _found(table, small, rows)
    # One number for each pair of a council's set and a group: quick to count.
    pairs = (table.area_sets[rows].astype(np.int64) << _GROUP_BITS) + groups - NOT_LISTED
    kinds, counts = np.unique(pairs, return_counts=True)
    councils = kinds >> _GROUP_BITS
    each_group = (kinds & ((1 << _GROUP_BITS) - 1)) + NOT_LISTED
    each = [small.fine(group) if small else _NOTHING for group in each_group.tolist()]
    return Ground(
        sets=tuple(table.manifest.area_sets[number] for number in councils.tolist()),
        shares=tuple((counts / len(rows)).round(4).tolist()),
        fine=tuple(fine.areas for fine in each),
        unknown_levels=_unknown(each, bool((groups == NOT_LISTED).any())),
        imd_decile=decile,
    )


def ground_of_one(table: PostcodeTable, small: SmallAreas | None, row: int) -> Ground:
    """`ground` of the postcode in one row, and quicker."""
    group, decile = small.find_one(table.keys[row]) if small else (NOT_LISTED, 0)
    fine = small.fine(group) if small else _NOTHING
    return Ground(
        sets=(table.manifest.area_sets[int(table.area_sets[row])],),
        shares=(1.0,),
        fine=(fine.areas,),
        unknown_levels=_unknown([fine], group == NOT_LISTED),
        imd_decile=decile or None,
    )


def _found(
    table: PostcodeTable, small: SmallAreas | None, rows: NDArray[np.integer]
) -> tuple[NDArray[np.int64], int | None]:
    if small is None:
        return np.full(len(rows), NOT_LISTED, np.int64), None
    groups, deciles = small.find(table.keys[rows])
    shared = int(deciles[0]) if (deciles == deciles[0]).all() else 0
    return groups, shared or None


def _unknown(each: list[Fine], some_not_listed: bool) -> tuple[AreaType, ...]:
    """A level is known if every postcode is listed, and one at least was told of it: postcodes
    that are out of use have no ward."""
    if some_not_listed:
        return FINE_LEVELS
    return tuple(level for level in FINE_LEVELS if all(level in fine.untold for fine in each))
