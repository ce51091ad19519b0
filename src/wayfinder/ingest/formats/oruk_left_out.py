"""Single values of a service that cannot be used: left out, and told of to the feed's owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from wayfinder.errors import InvalidInput
from wayfinder.ingest.cleaning.text import line
from wayfinder.ingest.cleaning.values import amount, day, email_address, web_address
from wayfinder.ingest.formats import oruk_places
from wayfinder.ingest.formats.oruk_conditions import unread_ages
from wayfinder.ingest.formats.oruk_extensions import too_large
from wayfinder.ingest.formats.oruk_json import Json, listed


class LeftOut(NamedTuple):
    """A field, what is wrong with its value, and the value as it was given."""

    field: str
    reason: str
    given: str


def day_of(item: Json, key: str) -> date | None:
    """The day of a record's own date; None for none, and for one that is not in the calendar: a
    service is not lost for "0000-00-00"."""
    try:
        return day(item.get(key), key)
    except InvalidInput:
        return None


def left_out(item: Json) -> Iterator[LeftOut]:
    """Ways to make contact that lead nowhere, prices, dates and ages that are none."""
    for key, reads in (("url", web_address), ("email", email_address)):
        given = line(item.get(key))
        if given and reads(given) is None:
            yield LeftOut(key, "cannot be used as it is written", given)
    for given in oruk_places.undialled(item):
        yield LeftOut("phones", "is no number that can be dialled", given)
    for key, given in dict(oruk_places.misplaced(item)).items():
        yield LeftOut(key, f'{given!r} is not in degrees, such as "51.7520" or "-0.3360"', given)
    yield from _prices(item)
    for key in ("assured_date", "last_modified"):
        given = line(item.get(key))
        if given and day_of(item, key) is None:
            yield LeftOut(key, f'{given!r} is not a date such as "2026-03-31"', given)
    for key, words in unread_ages(item):
        yield LeftOut(key, f'{words!r} is not an age in years, such as "18"', words)
    if too_large(item):
        yield LeftOut("extensions", "the feed's own fields are too large to be kept", "")


def _prices(item: Json) -> Iterator[LeftOut]:
    for cost in listed(item, "cost_options"):
        given = cost.get("amount")
        if given not in (None, "") and amount(given) is None:
            yield LeftOut("cost_options", f'{given!r} is no price such as "5.50"', str(given))
