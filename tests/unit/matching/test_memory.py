"""Nothing of what was asked stays in a memo: those are for what the directory says."""

from __future__ import annotations

import gc
import re
from functools import _lru_cache_wrapper

import pytest

from tests.answering import HOME, Asked, numbered
from tests.unit.matching.conftest import Open
from wayfinder.index.wordings import content_stems
from wayfinder.matching.explain import quoted

NEEDS = (
    "mould in the zebrafinch flat",
    "mould in the quillwort flat",
    "quilworts for zebrafinches",
)
"""Words of a need, unheard-of words, and slips to be corrected."""


@pytest.fixture(scope="module")
def asked(open_directory: Open) -> Asked:
    return open_directory([numbered(1, "Damp and Mould"), numbered(2, "Quillworts of Essex")])


def remembered() -> dict[int, tuple[str, int]]:
    """Every memo of this process, and how many entries it has."""
    gc.unfreeze()  # A server that another test runs here has set aside all that it opened.
    memos = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    return {id(memo): (repr(memo), memo.cache_info().currsize) for memo in memos}


def test_answering_leaves_nothing_in_any_memo(asked: Asked) -> None:
    asked("mould in the flat", HOME, as_typed=True)  # What the directory says is remembered now.
    before = remembered()
    assert id(content_stems) in before
    assert [len(asked(need, HOME).matches) > 0 for need in NEEDS] == [True, True, True]
    grown = [
        name
        for memo, (name, size) in remembered().items()
        if size > before.get(memo, ("made meanwhile", 0))[1]
    ]
    assert grown == []


def test_the_memo_of_wordings_is_not_even_asked(asked: Asked) -> None:
    before = content_stems.cache_info()
    for need in NEEDS:
        asked(need)
    assert content_stems.cache_info() == before


def test_no_pattern_is_made_of_what_was_said() -> None:
    """`re` keeps the patterns it compiled last."""
    assert quoted("falling zebrafinch", "keeps falling zebrafinch again") == "falling zebrafinch"
    cache = getattr(re, "_cache")  # noqa: B009 - a private name, typed nowhere
    assert not [key for key in cache if "zebrafinch" in str(key)]
