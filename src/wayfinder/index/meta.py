"""What a release's index folder says of itself."""

from __future__ import annotations

from msgspec import Struct

FORMAT_VERSION = 7


class IndexMeta(Struct, frozen=True, kw_only=True):
    """`meta.json`. Rows before `near_end` are placed, before `area_end` bound to areas."""

    format_version: int
    release: int
    released_at: str
    services: int
    rows: int
    near_end: int
    area_end: int
    languages: tuple[str, ...]
