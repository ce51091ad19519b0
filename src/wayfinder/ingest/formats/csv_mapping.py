"""In which cell of a table each of our columns stands: in the template by name, in a table with
headings of its own as `[source.fields]` says."""

from __future__ import annotations

from collections.abc import Mapping

from wayfinder.errors import FeedError
from wayfinder.ingest.cleaning.text import quoted
from wayfinder.ingest.formats.csv_columns import NAMES, REQUIRED, nearest

MAPPED_FORMAT = "csv"
HEADING_CHARS = 40
_OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}


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


def own(header: list[str], feed_name: str) -> dict[str, int]:
    """In which cell of a row each column of the template stands. Raises FeedError for a header
    that is not the template's."""
    names = [name.strip().lower() for name in header]
    for name in names:
        told = quoted(name, HEADING_CHARS)
        if name not in NAMES:
            near = nearest(name, NAMES)
            hint = f'did you mean "{near}"?' if near else "`wayfinder template csv` shows them all"
            raise FeedError(f'{feed_name}, row 1: there is no column "{told}"; {hint}')
        if names.count(name) > 1:
            raise FeedError(f'{feed_name}, row 1: column "{told}" is there twice.')
    if missing := [name for name in REQUIRED if name not in names]:
        raise FeedError(f'{feed_name}, row 1: column "{missing[0]}" is missing.')
    return {name: position for position, name in enumerate(names)}


def mapped(header: list[str], fields: Mapping[str, str], feed_name: str) -> dict[str, int]:
    """In which cell of a row each mapped column of ours stands. Headings are compared without
    regard to capitals and outer spaces. Raises FeedError for one that is not there, or is twice."""
    headings = [_plain(heading) for heading in header]
    for name, heading in fields.items():
        count = headings.count(_plain(heading))
        if count == 0:
            near = nearest(_plain(heading), headings)
            as_written = near and quoted(header[headings.index(near)], HEADING_CHARS)
            hint = f'; did you mean "{as_written}"?' if near else ""
            raise FeedError(f'{feed_name}, row 1: no column "{heading}" for our "{name}"{hint}')
        if count > 1:
            raise FeedError(f'{feed_name}, row 1: column "{heading}" is there {count} times.')
    return {name: headings.index(_plain(heading)) for name, heading in fields.items()}


def refuse_other_forms(header: list[str], feed_name: str) -> None:
    """Raise FeedError for a first line that is not of a table with commas, saying what it is."""
    first = ",".join(header).lstrip()
    if first.startswith(("{", "[")):
        raise FeedError(f"{feed_name} is JSON, not a table of comma-separated values.")
    for mark, its_name in _OTHER_MARKS.items():
        if len(header) == 1 and mark in first:
            raise FeedError(
                f"{feed_name}: the file is separated by {its_name}; save it with commas "
                '(in a spreadsheet: "CSV UTF-8 (comma delimited)").'
            )


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
