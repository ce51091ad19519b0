"""One row of our own template: its cells by column, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from typing import TypeVar

from wayfinder.errors import FieldError, InvalidInput
from wayfinder.ingest.cleaning.text import line, paragraphs

_Value = TypeVar("_Value")


class Cells:
    """One row's cells by column, gathering every fault before any is told."""

    def __init__(self, cells: dict[str, str]) -> None:
        self._cells = cells
        self._faults: dict[FieldError, None] = {}

    def text(self, column: str) -> str | None:
        """The cell on one line, or None if it is empty."""
        return line(self._cells.get(column))

    def prose(self, column: str) -> str | None:
        """The cell with its paragraphs."""
        return paragraphs(self._cells.get(column))

    def needed(self, column: str) -> str:
        """The cell, whose emptiness is a fault."""
        if text := self.text(column):
            return text
        self.note(column, "is empty; every service needs one.")
        return ""

    def note(self, column: str, fault: str) -> None:
        """Remember what is wrong with a column."""
        self._faults[FieldError(column, fault)] = None

    def read(self, column: str, parse: Callable[[str, str], _Value], absent: _Value) -> _Value:
        """`parse(column, cell)`, or `absent` for an empty cell and for one at fault."""
        text = self.text(column)
        if text is None:
            return absent
        return self.attempt(partial(parse, column, text), absent)

    def attempt(self, parse: Callable[[], _Value], absent: _Value) -> _Value:
        """`parse()`, or `absent` while its faults are noted."""
        try:
            return parse()
        except InvalidInput as error:
            self._faults.update(dict.fromkeys(error.errors))
            return absent

    @property
    def faults(self) -> tuple[FieldError, ...]:
        """Each fault once, in the order in which they were found."""
        return tuple(self._faults)

    def refuse_without(self, columns: Set[str]) -> None:
        """Raise InvalidInput with all faults where one is in a column that cannot be missed."""
        if any(fault.field in columns for fault in self._faults):
            detail = " ".join(f"{fault.field}: {fault.message}" for fault in self._faults)
            raise InvalidInput(detail, self.faults)
