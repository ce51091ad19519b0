"""The words of one meaning, checked as data: what a reviewer of `words.toml` may rely on."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from wayfinder.domain.word_groups import WordGroup, load_word_groups
from wayfinder.index import text
from wayfinder.index.terms import STEM_BYTES

GROUPS = load_word_groups(Path(__file__).parents[2] / "directory" / "words.toml")


def each_group() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("group", GROUPS, ids=[group.id for group in GROUPS])


def test_there_are_enough_groups_to_matter() -> None:
    assert len(GROUPS) >= 150


def test_no_stem_stands_in_two_groups() -> None:
    """ "benefit" in one and "benefits" in another would be one word with two meanings."""
    holders: dict[str, set[str]] = defaultdict(set)
    for group in GROUPS:
        for word in group.words:
            holders[text.stem(word)].add(group.id)
    assert not {stem: ids for stem, ids in holders.items() if len(ids) > 1}


@each_group()
def test_a_word_is_listed_once_and_not_again_for_each_inflection(group: WordGroup) -> None:
    stems = [text.stem(word) for word in group.words]
    assert sorted(stems) == sorted(set(stems))


@each_group()
def test_a_word_is_one_that_can_be_read_in_a_text(group: WordGroup) -> None:
    assert text.words(" ".join(group.words)) == list(group.words)
    assert not [word for word in group.words if len(word) > STEM_BYTES]


@each_group()
def test_small_words_stand_in_a_group_only_where_they_say_whom_it_is_for(group: WordGroup) -> None:
    """Of all words that carry no need only persons are heard, and of those relatives in offers
    alone ("for mums"): asking, they are somebody's. So each group needs another to be asked by."""
    small = {word for word in group.words if not text.is_content(word)}
    assert small <= text.PERSON_WORDS
    assert set(group.words) - text.RELATIVES
