"""Wishes and firm conditions that take candidates out. Only a definite "no" removes one.

What is not known stays (a helpline with no stated price, a group whose owner's sector no feed
tells), with one exception: "open now" keeps only what is known to be open, because that is what it
asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from wayfinder.domain.enquiry import Filters
from wayfinder.domain.service import Channel, ReferralRoute
from wayfinder.index.arrays import Bools
from wayfinder.index.attributes import (
    COST_PAID,
    MAX_LANGUAGES,
    circumstance_bits,
    mask,
    sector_number,
    sex_number,
)
from wayfinder.matching.field import Field
from wayfinder.matching.people import PersonHeard


def allowed(field: Field, wishes: Filters, person: PersonHeard, languages: Sequence[str]) -> Bools:
    """Which rows stay. `languages` is the index's own list, for the bits of the mask."""
    kept = np.ones(len(field.rows), bool)
    for test in _tests(field, wishes, person, languages):
        kept &= test
    return kept


def _tests(
    field: Field, wishes: Filters, person: PersonHeard, languages: Sequence[str]
) -> Iterable[Bools]:
    yield from _by_person(field, person)
    if wishes.open_now:
        yield field.open_now == 1.0
    if wishes.free:
        yield field.of("cost") != COST_PAID
    if wishes.channels:
        yield _shares(field, "channels", mask(wishes.channels, Channel))
    if wishes.referral:
        yield _shares(field, "referral", mask(wishes.referral, ReferralRoute))
    if wishes.languages:
        yield _shares(field, "languages", _language_bits(wishes.languages, languages))
    if wishes.sectors:
        yield np.isin(field.of("sector"), [*map(sector_number, (None, *wishes.sectors))])
    if wishes.max_distance_m is not None:
        yield ~(field.distance_m > wishes.max_distance_m)


def _by_person(field: Field, person: PersonHeard) -> Iterable[Bools]:
    """All but those of which `matching.eligibility` says "not met"."""
    if person.age is not None:
        yield fits_age(field, person.age)
    if person.sex_stated is not None:
        yield np.isin(field.of("sex"), [0, sex_number(person.sex_stated)])
    if person.sure:
        yield ~_among(field, "excluded", person.sure).astype(bool)
    if person.not_circumstances:
        wanted = cast("NDArray[np.uint64]", field.of("circumstances"))
        yield (wanted == 0) | (wanted != _among(field, "circumstances", person.not_circumstances))


def _among(field: Field, attribute: str, circumstances: Iterable[str]) -> NDArray[np.uint64]:
    """The bits of an attribute that are of these circumstances."""
    bits = np.uint64(circumstance_bits(circumstances, field.attributes))
    held: NDArray[np.uint64] = cast("NDArray[np.uint64]", field.of(attribute)) & bits
    return held


def fits_age(field: Field, age: float) -> Bools:
    """Rows whose stated ages take in this one; ages that are not stated refuse nobody."""
    low, limit = cast("NDArray[np.float64]", field.of("minimum_age")), field.of("age_limit")
    fits: Bools = (low <= age) & (age < cast("NDArray[np.float64]", limit))
    return fits


def _shares(field: Field, attribute: str, wanted: int) -> Bools:
    held = cast("NDArray[np.uint64]", field.of(attribute))
    shares: Bools = (held == 0) | ((held & held.dtype.type(wanted)) != 0)
    return shares


def _language_bits(wanted: Sequence[str], known: Sequence[str]) -> int:
    folded = {name.strip().lower() for name in wanted}
    bits = sum(1 << number for number, name in enumerate(known) if name in folded)
    return bits | (1 << MAX_LANGUAGES if len(known) >= MAX_LANGUAGES else 0)
