"""Groups hold what is one service, and nothing that cannot be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.links import PairIds
from wayfinder.ingest.linking.grouping import Grouping

SOURCES = {"a1": "a", "a2": "a", "b1": "b", "c1": "c"}


def grouping(
    judged: dict[PairIds, bool] | None = None, apart: frozenset[PairIds] = frozenset()
) -> Grouping:
    return Grouping(SOURCES, judged or {}, apart.__contains__)


def test_what_is_joined_with_the_same_is_joined() -> None:
    made = grouping()
    assert made.join("a1", "b1") is None
    assert made.join("b1", "c1") is None
    assert made.groups == (("a1", "b1", "c1"),)


def test_a_source_has_one_record_in_a_group() -> None:
    made = grouping()
    made.join("a1", "b1")
    assert made.join("a2", "b1") == "A better match from a is already joined"
    assert made.groups == (("a1", "b1"),)


def test_two_that_a_person_told_apart_meet_in_no_group() -> None:
    made = grouping({("a1", "c1"): False})
    made.join("a1", "b1")
    assert made.join("b1", "c1") == "A person judged records apart that this would join"
    assert made.groups == (("a1", "b1"),)


def test_records_that_contradict_each_other_are_not_joined_through_a_third() -> None:
    made = grouping(apart=frozenset({("a1", "c1")}))
    made.join("a1", "b1")
    assert made.join("b1", "c1") is not None


def test_a_persons_word_outweighs_a_contradiction() -> None:
    made = grouping({("a1", "c1"): True}, frozenset({("a1", "c1")}))
    assert made.join("a1", "c1") is None


@st.composite
def joins(draw: st.DrawFn) -> tuple[dict[PairIds, bool], list[PairIds]]:
    """Any judgements, and pairs in any order."""
    pairs = [(f"{left}1", f"{right}1") for left in "abcde" for right in "abcde" if left < right]
    judged = draw(st.dictionaries(st.sampled_from(pairs), st.booleans()))
    return judged, draw(st.lists(st.sampled_from(pairs)))


@given(joins())
def test_whatever_is_joined_no_group_holds_what_was_told_apart(
    made: tuple[dict[PairIds, bool], list[PairIds]],
) -> None:
    judged, pairs = made
    groups = Grouping({f"{it}1": it for it in "abcde"}, judged, lambda _: False)
    for pair in pairs:
        groups.join(*pair)
    for group in groups.groups:
        together = {(left, right) for left in group for right in group}
        assert not any(judged.get(pair) is False for pair in together)
    members = [own for group in groups.groups for own in group]
    assert len(set(members)) == len(members)
