"""The cell of our template that keeps a refuge safe. It is read before all others, and whatever is
not plainly a no counts as a yes."""

from __future__ import annotations

import re

from wayfinder.domain.withheld import WITHHELD
from wayfinder.errors import FeedError, InvalidInput
from wayfinder.ingest.cleaning.values import refusal

COLUMN = "confidential"

_YES = frozenset(("yes", "y", "true", "1"))
_NO = frozenset(("", "no", "n", "false", "0"))
# Anything else may be a cell that slipped there from the address.
_A_WORD = re.compile(r"[a-z]{1,20}")
_IN_A_WORD = re.compile(
    r"\s*(?:confidential|withheld|refuge|secret|undisclosed|hidden|private)\s*", re.IGNORECASE
)


def is_flagged(cell: str | None) -> bool:
    """Whether the cell asks for the place to be withheld: an editor who writes "refuge" or "x"
    there does not mean no."""
    return _said(cell) not in _NO


def taken_as_yes(held: dict[str, str]) -> InvalidInput | None:
    """What to tell an editor whose flag was taken as a yes and is none; None for any other."""
    said = _said(held.get(COLUMN))
    if said in _YES | _NO:
        return None
    told = f'"{said}"' if _A_WORD.fullmatch(said) else "what stands there"
    return refusal(
        COLUMN, f'{told} was taken as "yes": the place is withheld. Write "yes" or "no".'
    )


def excerpt(given: list[str], at: int | None, width: int) -> str:
    """A row as it stands; one that is flagged in cell `at`, or may be, is not quoted."""
    if at is None:
        return ",".join(given)
    may_be = any(given[width:]) or is_flagged(given[at] if at < len(given) else None)
    return WITHHELD if may_be else ",".join(given)


def left_of_a_long_row(
    held: dict[str, str], given: list[str], at: dict[str, int]
) -> dict[str, str]:
    """What may be believed of a row with more cells than headings: whose it is, and that its place
    is withheld if that is said in any cell to which the flag may have slipped. Nothing else."""
    start = at.get(COLUMN)
    reach = given[start:] if start is not None else []
    if not any(_said(cell) in _YES or _IN_A_WORD.fullmatch(cell) for cell in reach):
        return {}
    whose = {name: cell for name, cell in held.items() if name in _WHOSE}
    return {**whose, COLUMN: "yes"}


_WHOSE = frozenset({"id", "name", "organization", "phones", "email", "url"})
"""By which a record is known in other sources; a number that slipped elsewhere is none."""


def refuse_unnamed(row: int, held: dict[str, str]) -> None:
    """Raise FeedError for a row that asks for its place to be withheld and has no id: nobody could
    do so, and nobody would notice."""
    if is_flagged(held.get(COLUMN)):
        raise FeedError(
            f"Row {row} says that its place is confidential and has no id, so that it cannot be "
            'kept; nothing was changed. Give it an id, such as "herts-refuge-1".'
        )


def _said(cell: str | None) -> str:
    return (cell or "").strip().lower()
