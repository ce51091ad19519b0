"""Every service that the domain can express, for property tests."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.hours import DayHours, Session
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Identifier,
    Location,
    Organization,
    Origin,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
    Status,
    TaxonomyTerm,
)

T = TypeVar("T")


def several(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=3).map(tuple)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
maybe_words = st.none() | words
numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe_numbers = st.none() | numbers
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
# The ids that mean nothing (all zeros, all ones) are never kept, so they are not drawn.
ids = st.integers(1, 2**128 - 2).map(lambda number: str(UUID(int=number)))

origins = st.builds(Origin, words, words, days)
phones = st.builds(
    Phone,
    number=words,
    description=maybe_words,
    audience=st.sampled_from(Audience),
    sms=st.booleans(),
)
sessions = st.builds(
    Session, st.integers(0, 6), opens_min=st.integers(0, 700), closes_min=st.integers(701, 1440)
)
organizations = st.builds(
    Organization,
    id=ids,
    name=words,
    sector=st.none() | st.sampled_from(Sector),
    description=maybe_words,
    url=maybe_words,
    identifiers=several(st.builds(Identifier, words, words)),
)
locations = st.builds(
    Location,
    id=ids,
    name=maybe_words,
    address_lines=several(words),
    city=maybe_words,
    postcode=maybe_words,
    lat_deg=maybe_numbers,
    lon_deg=maybe_numbers,
    position_source=maybe_words,
    accessibility=several(words),
    confidential=st.booleans(),
)
minutes = st.integers(0, 1440)
special_days = st.builds(
    DayHours, day=days, spells=several(st.tuples(minutes, minutes)), text=maybe_words
)


def rules_with(
    also: st.SearchStrategy[tuple[CoverageRule, ...]],
) -> st.SearchStrategy[CoverageRule]:
    return st.builds(
        CoverageRule,
        kind=st.sampled_from(CoverageKind),
        text=words,
        area_codes=several(words),
        radius_m=maybe_numbers,
        practice_codes=several(words),
        polygon=several(several(st.tuples(numbers, numbers))),
        also=also,
        starts=days,
        ends=days,
    )


rules = rules_with(several(rules_with(st.just(()))))
coverages = st.builds(
    Coverage, rules=several(rules), unresolved=several(words), excluded=several(rules)
)
eligibilities = st.builds(
    Eligibility,
    minimum_age=maybe_numbers,
    maximum_age=maybe_numbers,
    circumstances=several(words),
    text=maybe_words,
    sex=st.none() | st.sampled_from(Sex),
    excluded=several(words),
    documents=several(words),
    words=st.dictionaries(words, words, max_size=3),
)
services = st.builds(
    Service,
    id=ids,
    name=words,
    organization=organizations,
    origins=st.dictionaries(words, origins, max_size=3).flatmap(
        lambda others: origins.map(lambda main: {**others, "*": main})
    ),
    status=st.just(Status.ACTIVE),
    description=maybe_words,
    summary=maybe_words,
    alternate_name=maybe_words,
    url=maybe_words,
    email=maybe_words,
    phones=several(phones),
    locations=several(
        st.builds(
            ServiceAtLocation,
            location=locations,
            phones=several(phones),
            sessions=several(sessions),
            special_days=several(special_days),
        )
    ),
    sessions=several(sessions),
    special_days=several(special_days),
    hours_text=maybe_words,
    coverage=coverages,
    eligibility=eligibilities,
    referral_routes=several(st.sampled_from(ReferralRoute)),
    application_process=maybe_words,
    channels=several(st.sampled_from(Channel)),
    costs=several(st.builds(CostOption, amount=maybe_numbers, currency=words, text=maybe_words)),
    languages=several(words),
    taxonomy_terms=several(st.builds(TaxonomyTerm, words, words, words)),
    needs=several(words),
    waiting_time=maybe_words,
    alert=maybe_words,
    note=maybe_words,
    assured_date=days,
    last_modified=days,
)
