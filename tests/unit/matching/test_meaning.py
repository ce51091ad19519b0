"""Closeness in meaning as one more witness: who is found by it, and who stands first."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from msgspec.structs import replace

from tests.answering import HOME, Asked, numbered
from tests.made_up_model import MadeUpModel
from wayfinder.domain.service import Organization
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.matching.search import ENOUGH
from wayfinder.meaning import Embed

NOBODY = Organization(id="o", name="Of")
SERVICES = (
    replace(numbered(1, "Wobbly", needs=("damp",)), organization=NOBODY),
    replace(numbered(2, "Fungus", needs=("damp",)), organization=NOBODY),
    replace(numbered(3, "Fungus Fungus"), organization=NOBODY),
)
"""Two meet the need, and share no word with "mould"; one of them is close to it in meaning. The
third says nothing of the need, but is close to it too."""

Opened = Callable[..., Asked]


@pytest.fixture
def opened(handful: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The services, read by a model of meaning while the index was built, or asked by one."""
    number = count()

    def open_with(*, read_by: Embed | None = None, asked_by: Embed | None = None) -> Asked:
        folder = tmp_path_factory.mktemp(f"index-{next(number)}")
        return Asked(SERVICES, folder, handful, read_by=read_by, asked_by=asked_by)

    return open_with


def test_what_is_close_in_meaning_stands_above_what_is_not(opened: Opened) -> None:
    model = MadeUpModel()
    found = opened(read_by=model, asked_by=model).names("mould")
    assert found[:2] == ["Fungus", "Wobbly"]


def test_what_says_nothing_of_a_need_but_means_it_is_found(opened: Opened) -> None:
    assert "Fungus Fungus" in opened(read_by=MadeUpModel()).names("mould")
    assert "Fungus Fungus" not in opened().names("mould")


@pytest.mark.parametrize("postcode", [None, HOME])
def test_without_a_model_when_asked_the_rest_decides(opened: Opened, postcode: str | None) -> None:
    asked = opened(read_by=MadeUpModel())
    first, second, *_ = asked("mould", postcode).matches
    assert asked.names("mould", postcode)[:2] == ["Wobbly", "Fungus"]
    assert first.score == second.score


def test_an_index_made_without_a_model_is_asked_as_if_there_were_none(opened: Opened) -> None:
    model = MadeUpModel()
    assert opened(asked_by=model)("mould in my flat", HOME) == opened()("mould in my flat", HOME)
    assert model.asked == []


def test_what_is_asked_is_read_once_an_enquiry_and_not_kept(opened: Opened) -> None:
    """Though the search climbs every rung of its ladder, for want of enough."""
    model = MadeUpModel()
    asked = opened(read_by=model, asked_by=model)
    model.asked.clear()
    for _ in range(2):
        assert asked("Keeps falling over", HOME).total < ENOUGH
    assert model.asked == ["keeps falling over"] * 2


def test_a_need_that_was_chosen_and_not_told_has_nothing_to_be_read(opened: Opened) -> None:
    model = MadeUpModel()
    asked = opened(read_by=model, asked_by=model)
    model.asked.clear()
    assert asked.names(needs=("damp",))[:2] == ["Wobbly", "Fungus"]
    assert model.asked == []
