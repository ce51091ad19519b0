"""Who tells us of services: one feed, its owner, and how far it is trusted."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from wayfinder.domain.service import Sector


class Source(Struct, frozen=True, kw_only=True):
    """One feed as `directory/sources.toml` or the import command declares it.

    `sector` is its publisher's. `trust` is 0..1 and decides between sources that disagree; None is
    not yet judged.
    `as_of` is the day the feed's latest import was true, as the feed itself or its file says.
    """

    id: str
    name: str
    publisher: str | None = None
    sector: Sector | None = None
    format: str | None = None
    url: str | None = None
    licence: str | None = None
    trust: float | None = None
    as_of: date | None = None

    def sector_of(self, name: str) -> Sector | None:
        """The sector of an organisation of which the feed states none: a council's directory tells
        of charities too, so only the publisher itself is of its sector."""
        publisher = self.publisher or ""
        return self.sector if name.casefold() == publisher.casefold() else None
