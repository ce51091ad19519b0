"""What a release's index folder says of itself."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

FORMAT_VERSION = 14

SPECIAL_HOURS = "special_hours.json"
"""Hours that differ from their week on some days, by schedule number."""

COVERAGES = "coverages.json"
"""Coverage that not areas and distance alone decide, by number."""


class IndexMeta(Struct, frozen=True, kw_only=True):
    """`meta.json`. Rows before `near_end` are placed, before `area_end` bound to areas.

    `bank_holidays` are those of the years around the release.
    `made_by` is the code that built it (`index/stamp.py`; "" before there were stamps), `model` the
    model of meaning, where there was one. `forgets` are the folders of earlier builds that are not
    to be asked any more, for they show what is withheld by now.
    """

    format_version: int
    release: int
    released_at: str
    services: int
    rows: int
    near_end: int
    area_end: int
    languages: tuple[str, ...]
    bank_holidays: tuple[date, ...] = ()
    made_by: str = ""
    model: str | None = None
    forgets: tuple[str, ...] = ()
