"""The rows to fix as a table for a spreadsheet, in which no cell can be a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from wayfinder.domain.quality import Fix

COLUMNS = Fix.__struct_fields__
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV Injection)."""


def as_csv(fixes: Iterable[Fix]) -> str:
    """A heading and a line a row, as RFC 4180 has it."""
    made = StringIO()
    table = csv.writer(made, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    table.writerows([_cell(getattr(each, name)) for name in COLUMNS] for each in fixes)
    return made.getvalue()


def _cell(value: str | None) -> str:
    """An apostrophe before a dangerous beginning makes it text; blanks before it change nothing."""
    text = value or ""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text
