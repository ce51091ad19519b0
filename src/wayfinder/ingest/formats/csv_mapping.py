"""Tables with headings of their own: `[source.fields]` says which is which of our columns."""

from __future__ import annotations

from collections.abc import Mapping

from wayfinder.errors import FeedError
from wayfinder.ingest.formats.csv_columns import NAMES, REQUIRED, nearest

MAPPED_FORMAT = "csv"


def fields_fault(format: str, fields: Mapping[str, str]) -> str | None:
    """What is wrong with the `fields` of a declaration, or None."""
    if not fields:
        return None
    if format != MAPPED_FORMAT:
        return (
            f'fields: format "{format}" has columns of its own; only "{MAPPED_FORMAT}" is mapped.'
        )
    for name in fields:
        if name not in NAMES:
            near = nearest(name, NAMES)
            hint = f'did you mean "{near}"?' if near else "`wayfinder template csv` shows them all."
            return f'fields: there is no column "{name}"; {hint}'
    if missing := [name for name in REQUIRED if name not in fields]:
        return f'fields: {missing[0]} is missing; say {missing[0]} = "the table\'s heading for it".'
    return None


def mapped(header: list[str], fields: Mapping[str, str], feed_name: str) -> dict[str, int]:
    """In which cell of a row each mapped column of ours stands. Headings are compared without
    regard to capitals and outer spaces. Raises FeedError for one that is not there, or is twice."""
    headings = [_plain(heading) for heading in header]
    for name, heading in fields.items():
        count = headings.count(_plain(heading))
        if count == 0:
            near = nearest(_plain(heading), tuple(headings))
            hint = f'; did you mean "{near}"?' if near else ""
            raise FeedError(f'{feed_name}, row 1: no column "{heading}" for our "{name}"{hint}')
        if count > 1:
            raise FeedError(f'{feed_name}, row 1: column "{heading}" is there {count} times.')
    return {name: headings.index(_plain(heading)) for name, heading in fields.items()}


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
