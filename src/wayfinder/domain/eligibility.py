"""Whom a service is for: stated rules, each met, not met, or to be asked."""

from __future__ import annotations

from msgspec import Struct


class Eligibility(Struct, frozen=True, kw_only=True):
    """Stated conditions. None and empty mean "not stated".

    Ages are in years and may be decimal (HSDS allows 0.5); both ends are included, and a maximum
    of 17 includes everybody until the 18th birthday.
    `circumstances` are ids that a person must have one of ("carer", "veteran").
    `text` is the source's own wording, shown as it stands.
    """

    minimum_age: float | None = None
    maximum_age: float | None = None
    circumstances: tuple[str, ...] = ()
    text: str | None = None
