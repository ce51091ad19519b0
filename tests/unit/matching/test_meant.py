"""With the extra a need is heard in what the whole means, where no words name one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answering import numbered
from tests.made_up import NEEDS
from tests.made_up_model import MadeUpModel
from wayfinder.domain.enquiry import Enquiry
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.meant import with_meant
from wayfinder.matching.understand import Heard, shown, understand


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root: Path = tmp_path_factory.mktemp("meant")
    services = [numbered(1, "Choir")]
    return Snapshot(
        build(services, NEEDS, root, release=1, released_at="2026-11-22", embed=MadeUpModel())
    )


def heard(snapshot: Snapshot, words: str) -> Heard:
    said = understand(Enquiry(need=words), snapshot)
    return with_meant(said, snapshot, MadeUpModel()([words])[0])


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("fungus fungus", ["damp"]),  # the word is in no wording, its meaning is
        ("violin fiddle", []),  # far from every need
        ("mould", ["damp"]),  # said outright
    ],
)
def test_what_no_words_name_may_still_be_meant(
    snapshot: Snapshot, words: str, needs: list[str]
) -> None:
    found = heard(snapshot, words)
    assert [snapshot.needs[need.number].id for need in found.needs] == needs


def test_what_is_only_meant_is_not_read_back_as_said(snapshot: Snapshot) -> None:
    (need,) = shown(heard(snapshot, "fungus fungus"), snapshot)
    assert (need.implied, need.phrase) == (True, None)
    (said,) = shown(heard(snapshot, "mould"), snapshot)
    assert (said.implied, said.phrase) == (False, "mould")


def test_without_a_model_nothing_is_added(snapshot: Snapshot) -> None:
    said = understand(Enquiry(need="fungus"), snapshot)
    assert with_meant(said, snapshot, None) is said
