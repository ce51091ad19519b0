"""From prints to pairs and groups."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.labelled.pairs import records
from tests.unit.ingest.linking.making import told
from wayfinder.ingest.linking.link import link
from wayfinder.ingest.linking.prints import Print, print_of

LABELLED = tuple(print_of(it.service) for it in records())
HALL: dict[str, Any] = {"phone": "01632 960001", "postcode": "SG1 1AA", "address": "7 High St"}


def halls(*ids: str) -> list[Print]:
    return [told(own, "Oak Village Hall", **HALL) for own in ids]


def test_nothing_gives_nothing() -> None:
    linked = link([], {})
    assert (linked.pairs, linked.groups, linked.organizations) == ((), (), ())


def test_one_service_of_three_sources_is_one_group() -> None:
    linked = link(halls("c/1", "a/1", "b/1"), {})
    assert linked.groups == (("a/1", "b/1", "c/1"),)
    assert {it.verdict for it in linked.pairs} == {"certain"}
    assert all(0.98 <= it.score <= 1 and it.left_id < it.right_id for it in linked.pairs)


def test_what_one_source_has_twice_is_told_of_and_never_merged() -> None:
    (pair,) = (linked := link(halls("a/1", "a/2"), {})).pairs
    assert pair.verdict == "doubtful"
    assert pair.reasons[0] == "Twice in one source"
    assert linked.groups == ()


def test_of_a_record_given_twice_one_is_joined() -> None:
    linked = link(halls("a/1", "a/2", "b/1"), {})
    assert linked.groups == (("a/1", "b/1"),)
    verdicts = {(it.left_id, it.right_id): it.verdict for it in linked.pairs}
    assert verdicts == {
        ("a/1", "b/1"): "certain",
        ("a/2", "b/1"): "doubtful",
        ("a/1", "a/2"): "doubtful",
    }


def test_of_two_different_records_that_match_as_well_neither_is_joined() -> None:
    left = told("a/1", "Dental Surgery", ods="V00001", **HALL)
    right = told("a/2", "Dental Surgery", ods="V00002", **HALL)
    linked = link([left, right, told("b/1", "Dental Surgery", **HALL)], {})
    assert linked.groups == ()
    assert {it.reasons[0] for it in linked.pairs} == {
        "Another record of that source matches as well"
    }


def test_a_person_tells_two_apart_for_ever() -> None:
    linked = link(halls("a/1", "b/1"), {("a/1", "b/1"): False})
    assert (linked.groups, linked.pairs) == ((), ())


def test_told_apart_they_do_not_meet_through_a_third() -> None:
    linked = link(halls("a/1", "b/1", "c/1"), {("a/1", "b/1"): False})
    assert len(linked.groups) == 1
    assert not {"a/1", "b/1"} <= {*linked.groups[0]}


def test_a_person_joins_what_nothing_else_would() -> None:
    prints = [told("a/1", "Oak Hall"), told("b/1", "Elm Rooms")]
    linked = link(prints, {("a/1", "b/1"): True})
    assert linked.groups == (("a/1", "b/1"),)
    assert linked.pairs[0].reasons[0] == "A person judged them to be one service"


def test_a_persons_choice_goes_before_a_better_score() -> None:
    prints = [*halls("a/1", "b/1"), told("b/2", "Oak Rooms")]
    assert link(prints, {("a/1", "b/2"): True}).groups == (("a/1", "b/2"),)


def test_a_judgement_on_what_is_no_more_offered_changes_nothing() -> None:
    assert link(halls("a/1", "b/1"), {("a/1", "gone"): True}).groups == (("a/1", "b/1"),)


def test_two_of_one_source_stay_apart_even_if_judged_one() -> None:
    linked = link(halls("a/1", "a/2"), {("a/1", "a/2"): True})
    assert linked.groups == ()
    assert [it.verdict for it in linked.pairs] == ["doubtful"]


PLAY = {"org": "Family Centres", "phone": "01632 960001", "address": "1 High Street, Oak",
        "postcode": "SG1 1AA", "url": "https://play.example/stay"}  # fmt: skip
TELLS_APART = [
    ({"ages": (0, 1)}, {"ages": (2, 5)}),
    ({"days": (0,)}, {"days": (4,)}),
    ({"charity": "1"}, {"charity": "2"}),
]


@pytest.mark.parametrize(("one", "other"), TELLS_APART, ids=["ages", "days", "charity"])
def test_two_groups_of_one_hall_and_phone_wait_for_a_person(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """However much else they share; and they do not meet through a third list that says less."""
    ours = told("a/1", "Stay and Play", **PLAY, **one)
    theirs = told("b/1", "Stay and Play", **PLAY, **other)
    linked = link([ours, theirs], {})
    assert (linked.groups, [it.verdict for it in linked.pairs]) == ((), ["doubtful"])
    (group,) = link([ours, theirs, told("c/1", "Stay and Play", **PLAY)], {}).groups
    assert not {"a/1", "b/1"} <= {*group}


def test_one_name_and_one_phone_in_two_towns_wait_for_a_person() -> None:
    """A branch has its head office's number, and so has a service that moved."""
    shared = {"org": "Oak Medical Group", "phone": "01632 960001", "url": "https://oak.example"}
    main = told("a/1", "Oak Medical Group", **shared, postcode="SG1 3QA")
    branch = told("b/1", "Oak Medical Group", **shared, postcode="SG2 9RZ")
    assert [it.verdict for it in link([main, branch], {}).pairs] == ["doubtful"]
    hall = told("c/1", "Oak Medical Group", **shared, address="Church Hall, Hitchin")
    lodge = told("d/1", "Oak Medical Group", **shared, address="The Lodge, Stevenage")
    assert [it.verdict for it in link([hall, lodge], {}).pairs] == ["doubtful"]


LILY = {"org": "Lily Refuge", "phone": "01632 960001", "city": "Harlow"}


def test_one_phone_of_one_organisation_in_no_two_towns_is_looked_at_however_it_is_named() -> None:
    one = told("a/1", "Harlow Women Refuge Outreach Lily", **LILY, postcode="CM20 1HP")
    other = told("b/1", "Lily Refuge Harlow", **LILY, postcode="CM19 4QT")
    (pair,) = link([one, other], {}).pairs
    assert pair.verdict == "doubtful"
    assert "One organisation, one phone of theirs for this alone, in no two towns" in pair.reasons


def test_an_organisation_that_lists_many_services_on_its_phone_is_not_asked_of_each() -> None:
    many = [told(f"a/{n}", f"Harlow {it}", **LILY) for n, it in enumerate(("supper", "choir"))]
    assert link([*many, told("b/1", "Harlow kitchen", **LILY)], {}).pairs == ()


JUDGED = st.dictionaries(
    st.tuples(*[st.sampled_from(sorted(it.id for it in LABELLED))] * 2).map(
        lambda pair: (min(pair), max(pair))
    ).filter(lambda pair: pair[0] != pair[1]),
    st.booleans(),
    max_size=20,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.permutations(LABELLED), JUDGED)
def test_order_is_nothing_and_no_group_holds_what_it_must_not(
    prints: list[Print], judged: dict[tuple[str, str], bool]
) -> None:
    linked = link(prints, judged)
    assert linked == link(LABELLED, judged)
    source_of = {it.id: it.source_id for it in LABELLED}
    members = [own for group in linked.groups for own in group]
    assert len(set(members)) == len(members)
    for group in linked.groups:
        assert len({source_of[own] for own in group}) == len(group) > 1
        assert not any(judged.get((a, b)) is False for a in group for b in group)
    pairs = [(it.left_id, it.right_id) for it in linked.pairs]
    assert len(set(pairs)) == len(pairs)
    assert all(left < right for left, right in pairs)
