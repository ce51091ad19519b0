"""What staff type in a hurry, understood as the product does: correction, recognition, leaning."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests import made_up
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.vocabulary import load_needs
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.understand import understand

HERE = Path(__file__).parent
NEEDS = load_needs(HERE.parents[1] / "directory" / "needs")
WORDINGS: dict[str, list[str]] = tomllib.loads((HERE / "everyday_wordings.toml").read_text("utf-8"))
OFF_TOPIC = (HERE / "off_topic.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The index of the real vocabulary; its one service takes no part in understanding."""
    root: Path = tmp_path_factory.mktemp("index")
    services = made_up.directory(0, 1)
    return Snapshot(build(services, NEEDS, root, release=1, released_at="2026-11-21"))


def heard(words: str, snapshot: Snapshot) -> list[str]:
    found = understand(Enquiry(need=words), snapshot).needs
    return [snapshot.needs[need.number].id for need in found]


def test_every_need_has_its_everyday_wordings() -> None:
    assert set(WORDINGS) == {need.id for need in NEEDS}
    assert min(map(len, WORDINGS.values())) >= 3


def test_nearly_every_wording_is_heard_among_the_first_two_needs(snapshot: Snapshot) -> None:
    said = [(need, words) for need, wordings in WORDINGS.items() for words in wordings]
    missed = [(need, words) for need, words in said if need not in heard(words, snapshot)[:2]]
    assert len(missed) <= 0.05 * len(said), missed


@pytest.mark.parametrize("need", sorted(WORDINGS))
def test_no_need_is_deaf_to_its_plainest_wordings(need: str, snapshot: Snapshot) -> None:
    assert sum(need in heard(words, snapshot)[:2] for words in WORDINGS[need]) >= 2


def test_talk_of_other_things_is_no_need(snapshot: Snapshot) -> None:
    mistaken = {words: needs for words in OFF_TOPIC if (needs := heard(words, snapshot))}
    assert len(OFF_TOPIC) >= 60
    assert len(mistaken) <= 0.1 * len(OFF_TOPIC), mistaken


def test_a_child_who_is_a_carer_is_heard_as_one_in_whatever_words(snapshot: Snapshot) -> None:
    enquiry = Enquiry(need="tired at school")
    found = understand(enquiry, snapshot, person=PersonHeard(14, ("carer",))).needs
    assert "young-carers" in [snapshot.needs[need.number].id for need in found]


@pytest.mark.parametrize("typed", ["texting", "havent", "whove", "shouldve", "theyll"])
def test_words_that_are_right_are_not_put_right(typed: str, snapshot: Snapshot) -> None:
    assert understand(Enquiry(need=typed), snapshot).corrections == ()


def test_a_woman_on_probation_is_told_nothing_of_estates(snapshot: Snapshot) -> None:
    assert heard("womans on probation", snapshot) == ["ex-offenders"]
    assert heard("help with probate", snapshot) == ["after-a-death"]
