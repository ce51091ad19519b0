"""The bank holidays of England, on which a standard week may not hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def bank_holidays_around(year: int) -> tuple[date, ...]:
    """From the year before to five years ahead: longer than any release is in use."""
    return bank_holidays(range(year - 1, year + 6))


def bank_holidays(years: Iterable[int]) -> tuple[date, ...]:
    """All of these years in order, substitute days included; those proclaimed for one occasion as
    far as the installed `holidays` package knows them."""
    # Slow to import, and wanted only where an index is built.
    from holidays import country_holidays  # noqa: PLC0415

    return tuple(sorted(country_holidays("GB", subdiv="ENG", years=list(years))))
