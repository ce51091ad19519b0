"""What filters and features need of a service, as one number each: 0 is always "not known"."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from tests.made_up import areas, at, service
from wayfinder.domain.circumstances import CIRCUMSTANCES
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility, Sex
from wayfinder.domain.service import (
    Audience,
    Channel,
    CostOption,
    Location,
    Organization,
    Phone,
    ReferralRoute,
    Sector,
    Service,
    ServiceAtLocation,
)
from wayfinder.index.attributes import (
    COLUMNS,
    CONTACT_KNOWN,
    COST_FREE,
    COST_PAID,
    COST_UNKNOWN,
    MAX_CIRCUMSTANCES,
    MAX_LANGUAGES,
    NEVER_ASSURED,
    NO_CONTACT,
    AttributesBuilder,
    channels_of,
    circumstance_bits,
    cost_kind,
    mask,
    radius_served_m,
    sector_number,
)
from wayfinder.index.audience import Group

FREE, PAID, NOT_TOLD = CostOption(amount=0), CostOption(amount=4.5), CostOption(text="ask")


@pytest.mark.parametrize(
    ("costs", "kind"),
    [
        ((), COST_UNKNOWN),
        ((FREE,), COST_FREE),
        ((FREE, FREE), COST_FREE),
        ((PAID,), COST_PAID),
        ((FREE, PAID), COST_PAID),
        ((NOT_TOLD,), COST_UNKNOWN),
        ((FREE, NOT_TOLD), COST_UNKNOWN),
        ((NOT_TOLD, PAID), COST_PAID),
    ],
)
def test_free_is_said_only_of_what_costs_nothing_whatever(
    costs: tuple[CostOption, ...], kind: int
) -> None:
    assert cost_kind(costs) == kind


@pytest.mark.parametrize(
    ("values", "bits"),
    [
        ((), 0),
        ((Channel.IN_PERSON,), 0b1),
        ((Channel.PHONE,), 0b10),
        ((Channel.HOME_VISIT, Channel.IN_PERSON), 0b10001),
        ((Channel.TEXT, Channel.TEXT), 0b100),
    ],
)
def test_one_bit_for_each_value(values: tuple[Channel, ...], bits: int) -> None:
    assert mask(values, Channel) == bits


def test_every_channel_and_route_has_a_bit_in_its_column() -> None:
    for column, members in (("channels", Channel), ("referral", ReferralRoute)):
        assert COLUMNS[column] is np.uint8
        assert mask(members, members) < 1 << 8


@pytest.mark.parametrize(
    ("sector", "number"), [(None, 0), (Sector.NHS, 1), (Sector.LOCAL_AUTHORITY, 2)]
)
def test_a_sector_has_a_number_and_none_is_nought(sector: Sector | None, number: int) -> None:
    assert sector_number(sector) == number


CALL, WRITE = Phone(number="111"), Phone(number="SHOUT to 85258", sms=True)
CLINICIANS = Phone(number="01727 999999", audience=Audience.CLINICIAN)


def place(**told: object) -> ServiceAtLocation:
    return ServiceAtLocation(location=Location(id="x", **told))  # type: ignore[arg-type]


RINGS = ServiceAtLocation(location=Location(id="x"), phones=(CALL,))


@pytest.mark.parametrize(
    ("fields", "channels"),
    [
        ({}, set()),
        ({"channels": (Channel.ONLINE,)}, {Channel.ONLINE}),
        ({"phones": (CALL,)}, {Channel.PHONE}),
        ({"phones": (WRITE,)}, {Channel.TEXT}),
        ({"phones": (CALL, WRITE)}, {Channel.PHONE, Channel.TEXT}),
        ({"phones": (CLINICIANS,)}, set()),
        ({"locations": (RINGS,)}, {Channel.PHONE}),
        ({"locations": (at(51.7, -0.3),)}, {Channel.IN_PERSON}),
        ({"locations": (place(postcode="AL1 3JE"),)}, {Channel.IN_PERSON}),
        ({"locations": (place(confidential=True),)}, {Channel.IN_PERSON}),
        ({"locations": (place(name="Online"),)}, set()),
        (
            {"phones": (CALL,), "channels": (Channel.HOME_VISIT,)},
            {Channel.PHONE, Channel.HOME_VISIT},
        ),
    ],
)
def test_channels_are_those_stated_and_those_that_residents_can_see(
    fields: dict[str, object], channels: set[Channel]
) -> None:
    assert channels_of(service("Group", **fields)) == channels


def radius(metres: float | None) -> CoverageRule:
    return CoverageRule(kind=CoverageKind.RADIUS, text="near", radius_m=metres)


@pytest.mark.parametrize(
    ("coverage", "metres"),
    [
        (Coverage(), math.inf),
        (Coverage(rules=(radius(800.0),)), 800.0),
        (Coverage(rules=(radius(800.0), radius(3_000.0))), 3_000.0),
        (Coverage(rules=(radius(800.0), radius(None))), math.inf),
        (Coverage(rules=(radius(None),)), math.inf),
        (Coverage(rules=(radius(800.0),), unresolved=("and nearby",)), math.inf),
        (Coverage(rules=(radius(800.0), *areas("E10000015").rules)), math.inf),
        (areas("E10000015"), math.inf),
    ],
)
def test_a_distance_refuses_only_where_nothing_else_could_take_one_in(
    coverage: Coverage, metres: float
) -> None:
    assert radius_served_m(coverage) == metres


def built(*services: Service) -> dict[str, list[object]]:
    builder = AttributesBuilder()
    for number, each in enumerate(services):
        builder.add(number, each)
    arrays = builder.arrays()
    return {name: arrays[name].tolist() for name in COLUMNS}


def test_of_a_service_that_tells_nothing_every_column_says_not_known() -> None:
    assert {name: column[0] for name, column in built(service("Group")).items()} == {
        "minimum_age": 0.0,
        "age_limit": math.inf,
        "cost": COST_UNKNOWN,
        "channels": 0,
        "referral": 0,
        "sector": 0,
        "assured": NEVER_ASSURED,
        "as_of": date(2026, 11, 1).toordinal(),
        "languages": 0,
        "radius_m": math.inf,
        "contact": NO_CONTACT,
        "states_area": False,
        "audience": 0,
        "least_age_said": 0.0,
        "age_limit_said": math.inf,
        "circumstances": 0,
        "excluded": 0,
        "sex": 0,
    }


def test_each_service_has_its_line_in_every_column() -> None:
    told = service(
        "Told",
        summary="A club for people over 60",
        organization=Organization(id="o", name="Owner", sector=Sector.VOLUNTARY),
        eligibility=Eligibility(
            minimum_age=11,
            maximum_age=17,
            sex=Sex.FEMALE,
            circumstances=("carer",),
            excluded=("veteran", "pregnant"),
        ),
        costs=(PAID,),
        phones=(CALL,),
        referral_routes=(ReferralRoute.SELF, ReferralRoute.GP),
        assured_date=date(1, 1, 10),
        languages=("pl",),
        coverage=Coverage(rules=(radius(500.0),)),
    )
    assert {name: column[1] for name, column in built(service("Group"), told).items()} == {
        "minimum_age": 11.0,
        "age_limit": 18.0,
        "cost": COST_PAID,
        "channels": 0b10,
        "referral": 0b101,
        "sector": 3,
        "assured": 10,
        "as_of": date(2026, 11, 1).toordinal(),
        "languages": 0b1,
        "radius_m": 500.0,
        "contact": CONTACT_KNOWN,
        "states_area": False,
        "audience": Group.OLDER,
        "least_age_said": 60.0,
        "age_limit_said": math.inf,
        "circumstances": 0b1,
        "excluded": 0b110,
        "sex": 1,
    }


def test_a_directory_of_nothing_has_empty_columns_of_the_right_kinds() -> None:
    columns = AttributesBuilder().arrays()
    del columns["circumstance_ids"]
    assert {name: column.dtype for name, column in columns.items()} == COLUMNS
    assert {len(column) for column in columns.values()} == {0}


def test_a_language_is_one_bit_however_it_is_written() -> None:
    builder = AttributesBuilder()
    spoken = (("Polish",), (" polish ", "ur"), ("UR",), ("POLISH", "Polish"))
    for number, languages in enumerate(spoken):
        builder.add(number, service("Group", languages=languages))
    assert builder.languages == ["polish", "ur"]
    assert builder.arrays()["languages"].tolist() == [0b01, 0b11, 0b10, 0b01]


def test_languages_beyond_the_last_bit_share_it() -> None:
    builder = AttributesBuilder()
    spoken = [f"language {number}" for number in range(MAX_LANGUAGES + 2)]
    held = (*((one,) for one in spoken), spoken[-2:], (*spoken[-2:], spoken[0]))
    for number, languages in enumerate(held):
        builder.add(number, service("Group", languages=tuple(languages)))
    assert builder.languages == spoken[:MAX_LANGUAGES]
    bits = builder.arrays()["languages"].tolist()
    assert bits[:MAX_LANGUAGES] == [1 << number for number in range(MAX_LANGUAGES)]
    assert bits[MAX_LANGUAGES:] == [1 << MAX_LANGUAGES] * 3 + [(1 << MAX_LANGUAGES) + 1]


def test_each_circumstance_that_a_service_names_is_told_by_a_bit_of_its_own() -> None:
    builder = AttributesBuilder()
    names = [f"circumstance {number}" for number in range(MAX_CIRCUMSTANCES)]
    for number, name in enumerate(names):
        builder.add(number, service("Group", eligibility=Eligibility(excluded=(name,))))
    arrays = builder.arrays()
    bits = [circumstance_bits([name], arrays) for name in names]
    own = [bit for bit in bits if bit]
    assert arrays["excluded"].tolist()[: len(own)] == own
    assert len(set(own)) == MAX_CIRCUMSTANCES - len(CIRCUMSTANCES)
    assert set(arrays["excluded"].tolist()[len(own) :]) == {1 << MAX_CIRCUMSTANCES}


def test_a_circumstance_that_no_service_names_has_no_bit() -> None:
    assert circumstance_bits(["collects stamps"], AttributesBuilder().arrays()) == 0
