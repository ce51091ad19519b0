"""Which level of small area a code is of, by its form alone (ONS coding and naming policy)."""

from __future__ import annotations

import re

from wayfinder.location.place import AreaType

GSS_CODE = re.compile(r"[A-Z]\d{8}")
"""Nine characters: nation, kind of area and number."""

CODES = {
    AreaType.LSOA: re.compile(r"[EWS]01\d{6}"),
    AreaType.WARD: re.compile(r"[EW]05\d{6}|S13\d{6}"),
    AreaType.SUB_ICB: re.compile(r"E38\d{6}|[A-Z0-9]{3,5}"),
    AreaType.ICB: re.compile(r"E54\d{6}|Q[A-Z0-9]{2}"),
}
"""Codes of each level: the ONS's, and for the NHS's own areas also the NHS's."""

_ONLY_IN_SMALL_AREAS = (AreaType.LSOA, AreaType.WARD)
_LISTED = re.compile(
    r"K0[234]000001|[ENSW]92\d{6}|E1[02]\d{6}|E0[6-9]\d{6}|W06\d{6}|S12\d{6}"
    r"|Q[A-Z0-9]{2}|\d\d[A-Z]|wf:[a-z0-9-]+"
)
"""Countries, nations, regions, counties, districts, the NHS's own codes, and our own ids."""


def small_area_level(code: str) -> AreaType | None:
    """WARD or LSOA for a code of one, else None.

    No file of `directory/areas/` has these. Where a place's `unknown_levels` hold the level,
    nobody knows whether the place lies in such an area.
    """
    return next((level for level in _ONLY_IN_SMALL_AREAS if CODES[level].fullmatch(code)), None)


def is_listed(code: str) -> bool:
    """Whether it is of a kind that the files of `directory/areas/` hold.

    Of any other (a ward, a parish, something misspelt) a council tells nothing: a place that is
    not known to lie there may do so all the same.
    """
    return _LISTED.fullmatch(code) is not None
