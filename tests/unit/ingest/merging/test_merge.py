"""One record out of several sources' words: who is believed of what, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import msgspec
import pytest
from msgspec.structs import replace

from tests.unit.ingest.merging.making import (
    LAST_WEEK,
    LAST_YEAR,
    MONDAY,
    SINCE,
    TODAY,
    at,
    member,
    phone,
)
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.eligibility import Eligibility
from wayfinder.domain.hours import Session
from wayfinder.domain.service import (
    Audience,
    Claim,
    Identifier,
    Organization,
    Origin,
    Phone,
    Sector,
    TaxonomyTerm,
)
from wayfinder.ingest.merging.merge import Member, merge

CHOSEN: dict[str, tuple[Member, Member, str, str]] = {
    "the more trusted of two that are as old": (
        member("a", 0.5, LAST_WEEK, email="old@a.org"),
        member("b", 0.9, LAST_WEEK, email="new@b.org"),
        *("email", "b"),
    ),
    "the fresher of two that are trusted alike": (
        member("a", 0.8, LAST_YEAR, waiting_time="2 weeks"),
        member("b", 0.8, LAST_WEEK, waiting_time="9 weeks"),
        *("waiting_time", "b"),
    ),
    "hours fade faster than trust": (
        member("a", 0.9, LAST_YEAR, sessions=(MONDAY,)),
        member("b", 0.5, LAST_WEEK, sessions=(Session(0, 600, 960),)),
        *("sessions", "b"),
    ),
    "an address does not": (
        member("a", 0.9, LAST_YEAR, locations=(at("SG1 1EJ"),)),
        member("b", 0.5, LAST_WEEK, locations=(at("SG1 1AA"),)),
        *("locations", "a"),
    ),
    "a place that can be found before one that cannot": (
        member("a", 0.8, LAST_WEEK, locations=(at(None, city="Stevenage"),)),
        member("b", 0.6, LAST_WEEK, locations=(at("SG1 1EJ"),)),
        *("locations", "b"),
    ),
    "an organisation with a registered number": (
        member("a", 0.8, LAST_WEEK, organization=Organization(id="1", name="Hub")),
        member(
            *("b", 0.6, LAST_WEEK),
            organization=Organization(
                id="2", name="The Hub", identifiers=(Identifier("charity-ew", "1"),)
            ),
        ),
        *("organization", "b"),
    ),
    "whoever says anything before one that says nothing": (
        member("a", 0.9, LAST_WEEK),
        member("b", 0.1, None, url="https://b.org"),
        *("url", "b"),
    ),
    "the longest known of equals": (
        member("a", 0.5, LAST_WEEK, email="a@a.org"),
        member("b", 0.5, LAST_WEEK, email="b@b.org"),
        *("email", "a"),
    ),
}


@pytest.mark.parametrize("case", CHOSEN)
def test_a_field_comes_from_the_best_claim(case: str) -> None:
    *members, field, source = CHOSEN[case]
    joint = merge(members, TODAY)
    said = {it.source.id: getattr(it.service, field) for it in members}
    assert getattr(joint, field) == said[source]
    assert joint.origin(field).source_id == source


def test_what_the_others_say_stays() -> None:
    joint = merge(
        [
            member("a", 0.5, LAST_WEEK, email="a@a.org", phones=phone("01438 111111")),
            member("b", 0.9, LAST_WEEK, email="b@b.org", phones=phone("01438 222222")),
            member("c", 0.7, LAST_WEEK, email="A@a.org"),
        ],
        TODAY,
    )
    assert joint.conflicts["email"] == (
        Claim("A@a.org", Origin("c", "c-1", LAST_WEEK)),
        Claim("a@a.org", Origin("a", "a-1", LAST_WEEK)),
    ), "each of them, though both say the same"
    (claim,) = joint.conflicts["phones"]
    assert claim.value[0]["number"] == "01438 111111"
    assert claim.origin.source_id == "a"


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("name", "Warm Hub", "warm-hub"),
        ("name", "Carers' Café", "Carers\u2019 Café"),
        ("name", "Carers' Café", "Carers Café"),
        ("url", "https://www.hub.org/", "http://hub.org"),
        ("phones", phone("01438 111111"), phone("01438111111")),
        ("description", "Tea, and company.", "Tea and company"),
        ("locations", (at(name="Hub"),), (at(name="The Hub"),)),
    ],
)
def test_the_same_in_another_spelling_is_no_conflict(
    field: str, one: object, other: object
) -> None:
    members = [member("a", 0.9, LAST_WEEK, **{field: one})]
    members += [member("b", 0.5, LAST_WEEK, **{field: other})]
    assert field not in merge(members, TODAY).conflicts


def test_terms_and_languages_add_up() -> None:
    food, warmth = TaxonomyTerm("x", "1", "Food"), TaxonomyTerm("x", "2", "Warmth")
    joint = merge(
        [
            member(
                "a",
                0.9,
                LAST_WEEK,
                taxonomy_terms=(food,),
            ),
            member("b", 0.5, LAST_WEEK, taxonomy_terms=(warmth, food)),
        ],
        TODAY,
    )
    assert joint.taxonomy_terms == (food, warmth)
    assert joint.origin("taxonomy_terms").source_id == "a"
    assert joint.origins["taxonomy_terms.x:2:Warmth"].source_id == "b"
    assert "taxonomy_terms.x:1:Food" not in joint.origins, "both say it: it is a's word"
    assert not joint.conflicts


def test_a_feeds_own_fields_add_up_and_what_differs_is_a_conflict() -> None:
    joint = merge(
        [
            member("a", 0.9, LAST_WEEK, extensions={"pc_x": 1, "pc_y": 1}),
            member("b", 0.5, LAST_WEEK, extensions={"pc_x": 2, "pc_z": 2}),
            member("c", 0.4, LAST_WEEK, extensions={"pc_y": 1}),
        ],
        TODAY,
    )
    assert joint.extensions == {"pc_x": 1, "pc_y": 1, "pc_z": 2}
    assert joint.origins["extensions.pc_z"].source_id == "b"
    (claim,) = joint.conflicts["extensions"]
    assert (claim.value["pc_x"], claim.origin.source_id) == (2, "b")


def test_what_only_a_clinician_may_know_is_no_conflict() -> None:
    hers = Phone(number="01438 999999", audience=Audience.CLINICIAN)
    members = [member("a", 0.5, LAST_WEEK, phones=phone("01438 111111"))]
    members += [member("b", 0.4, LAST_WEEK, phones=(*phone("01438 111 111"), hers))]
    members += [member("c", 0.9, LAST_WEEK, phones=(hers,))]
    joint = merge(members, TODAY)
    assert joint.origin("phones").source_id == "a", "a number for all before one for a few"
    assert not joint.conflicts


def test_a_status_is_the_word_of_the_best_claim() -> None:
    members = [member("a", 0.3, LAST_YEAR), member("b", 0.9, LAST_WEEK)]
    assert merge(members, TODAY).origin("status").source_id == "b"


NUMBERED = Organization(
    id="2", name="hub", url="https://hub.org", identifiers=(Identifier("charity-ew", "1"),)
)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (Organization(id="3", name="Hub"), False),
        (Organization(id="3", name="HUB", url="http://www.hub.org/"), False),
        (Organization(id="3", name="Hub", url="https://other.org"), True),
        (Organization(id="3", name="Hub", sector=Sector.VOLUNTARY), True),
        (Organization(id="3", name="Hub", identifiers=(Identifier("charity-ew", "2"),)), True),
        (Organization(id="3", name="The Hub"), True),
    ],
)
def test_an_organisation_of_the_same_name_may_still_be_told_of_otherwise(
    other: Organization, told: bool
) -> None:
    members = [member("a", 0.9, LAST_WEEK, organization=NUMBERED)]
    members += [member("b", 0.5, LAST_WEEK, organization=other)]
    assert ("organization" in merge(members, TODAY).conflicts) is told


def test_a_check_yet_to_come_is_not_believed() -> None:
    ahead = TODAY + timedelta(days=1)
    members = [member("a", 0.5, None, assured_date=LAST_YEAR)]
    members += [member("b", 0.9, None, assured_date=ahead, last_modified=ahead)]
    joint = merge(members, TODAY)
    assert (joint.assured_date, joint.last_modified) == (LAST_YEAR, None)


def test_the_last_check_is_the_latest_and_never_an_update() -> None:
    checked = LAST_YEAR + timedelta(days=30)
    joint = merge(
        [
            member("a", 0.9, LAST_WEEK, assured_date=LAST_YEAR, last_modified=LAST_WEEK),
            member("b", 0.5, LAST_YEAR, assured_date=checked),
            member("c", 0.5, LAST_WEEK, last_modified=TODAY),
        ],
        TODAY,
    )
    assert (joint.assured_date, joint.origin("assured_date").source_id) == (checked, "b")
    assert (joint.last_modified, joint.origin("last_modified").source_id) == (TODAY, "c")
    unchecked = [member("a", 0.9, None, last_modified=TODAY), member("b", 0.9, None)]
    assert merge(unchecked, TODAY).assured_date is None


def test_all_records_and_ids_are_kept_under_the_longest_known() -> None:
    members = [member(source, 0.5, LAST_WEEK) for source in "cab"]
    later = replace(members[1], first_seen=SINCE + timedelta(days=1))
    joint = merge([members[0], later, members[2]], TODAY)
    assert joint.id == members[2].service.id
    assert {it.source_id for it in joint.records} == {"a", "b", "c"}
    assert joint.merged_ids == tuple(sorted((members[0].service.id, later.service.id)))


def test_the_order_of_sources_does_not_matter() -> None:
    members = [
        member("a", 0.5, LAST_WEEK, email="a@a.org", languages=("pl", "en")),
        member("b", 0.9, LAST_YEAR, email="b@b.org", url="https://b.org", languages=("ur",)),
        member("c", 0.7, None, phones=phone("111"), email="c@c.org"),
    ]
    assert len({msgspec.json.encode(merge(order, TODAY)) for order in permutations(members)}) == 1


ADULTS, TEENS_ON = Eligibility(minimum_age=18), Eligibility(minimum_age=13, text="Teenagers too")


@pytest.mark.parametrize(
    ("others", "doubted"),
    [
        ([], ()),
        ([ADULTS], ()),
        ([Eligibility(text="Everybody")], ()),
        ([Eligibility(maximum_age=25)], ()),
        ([TEENS_ON], ("minimum_age",)),
        ([ADULTS, TEENS_ON], ("minimum_age",)),
    ],
)
def test_a_condition_that_another_contradicts_is_doubted(
    others: list[Eligibility], doubted: tuple[str, ...]
) -> None:
    told = [
        member(name, 0.5, LAST_YEAR, eligibility=it)
        for name, it in zip("bcd", others, strict=False)
    ]
    joint = merge([member("a", 0.9, LAST_WEEK, eligibility=ADULTS), *told], TODAY)
    assert joint.eligibility == replace(ADULTS, doubted=doubted)
    said = [it.origin.source_id for it in joint.conflicts.get("eligibility", ())]
    assert said == [name for name, it in zip("bcd", others, strict=False) if it != ADULTS]
    assert joint.eligibility.binding.admits(15) is bool(doubted)


def area(name: str, *, is_default: bool = False) -> Coverage:
    kind = CoverageKind.AREA
    rule = CoverageRule(kind=kind, text=name, area_codes=(name,), is_default=is_default)
    return Coverage(rules=(rule,))


@pytest.mark.parametrize("stated", [area("Watford"), Coverage(unresolved=("the villages",))])
def test_a_default_of_a_source_is_the_weakest_word_and_speaks_against_nobody(
    stated: Coverage,
) -> None:
    joint = merge(
        [
            member("a", 0.9, LAST_WEEK, coverage=area("Hertfordshire", is_default=True)),
            member("b", 0.1, None, coverage=stated),
            member("c", 0.9, LAST_WEEK, coverage=area("Herts", is_default=True)),
        ],
        TODAY,
    )
    assert (joint.coverage, joint.origin("coverage").source_id) == (stated, "b")
    assert "coverage" not in joint.conflicts


def test_where_nobody_states_an_area_a_default_is_taken_and_still_known_as_one() -> None:
    by_default = area("Hertfordshire", is_default=True)
    told = [member("a", 0.9, LAST_WEEK), member("b", 0.1, None, coverage=by_default)]
    assert merge(told, TODAY).coverage == by_default
