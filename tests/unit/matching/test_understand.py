"""What the words of an enquiry are taken to mean, and what is said of needs that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from tests import made_up
from wayfinder.domain.answer import Correction
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import InvalidInput
from wayfinder.index import text
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.understand import MAX_HEARD, shown, understand


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root: Path = tmp_path_factory.mktemp("index")
    services = sorted(made_up.directory(1, 20), key=lambda service: service.id)
    return Snapshot(build(services, made_up.NEEDS, root, release=1, released_at="2026-11-21"))


def needs_of(enquiry: Enquiry, snapshot: Snapshot, *implied: str) -> list[str]:
    return [need.id for need in shown(understand(enquiry, snapshot, implied), snapshot)]


def test_a_need_is_heard_in_plain_words(snapshot: Snapshot) -> None:
    assert needs_of(Enquiry(need="my mum keeps falling over"), snapshot) == ["falls"]


def test_a_need_chosen_by_id_must_exist(snapshot: Snapshot) -> None:
    with pytest.raises(InvalidInput) as raised:
        understand(Enquiry(needs=("no-such-need",)), snapshot)
    assert [error.field for error in raised.value.errors] == ["needs"]


def test_an_implied_need_that_this_release_lacks_is_passed_over(snapshot: Snapshot) -> None:
    """Danger rules newer than the index must not turn a cry for help into an error."""
    assert needs_of(Enquiry(need="xyzzy"), snapshot, "no-such-need", "falls") == ["falls"]


def test_a_need_that_only_a_danger_implies_is_marked_and_has_no_words(snapshot: Snapshot) -> None:
    heard = understand(Enquiry(need="xyzzy"), snapshot, ("falls",))
    (need,) = shown(heard, snapshot)
    assert (need.id, need.phrase, need.implied) == ("falls", None, True)
    assert heard.named == 1


def test_a_need_that_a_danger_implies_and_words_name_has_these_words(snapshot: Snapshot) -> None:
    (need,) = shown(understand(Enquiry(need="keeps falling"), snapshot, ("falls",)), snapshot)
    assert (need.phrase, need.implied) == ("keeps falling", False)


def test_a_need_that_nobody_means_is_not_heard_nor_its_words(snapshot: Snapshot) -> None:
    typed = Enquiry(need="keeps falling, in debt", without_needs=("falls", "no-such-need"))
    heard = understand(typed, snapshot)
    assert [need.id for need in shown(heard, snapshot)] == ["debt"]
    assert [word.word for word in heard.words if word.word.startswith("fall")] == []


def test_what_a_danger_calls_for_cannot_be_left_out(snapshot: Snapshot) -> None:
    typed = Enquiry(need="keeps falling", without_needs=("falls",))
    assert needs_of(typed, snapshot, "falls") == ["falls"]


@pytest.mark.parametrize(
    ("typed", "corrections"),
    [
        ("keeps faling over", (Correction("faling", "falling"),)),
        ("keeps fal ling over", (Correction("fal ling", "falling"),)),
        ("keeps falling over", ()),
    ],
)
def test_what_was_corrected_is_said(
    typed: str, corrections: tuple[Correction, ...], snapshot: Snapshot
) -> None:
    assert understand(Enquiry(need=typed), snapshot).corrections == corrections
    assert needs_of(Enquiry(need=typed), snapshot) == ["falls"]


def test_as_typed_nothing_is_corrected(snapshot: Snapshot) -> None:
    heard = understand(Enquiry(need="keeps faling over", as_typed=True), snapshot)
    assert heard.corrections == ()
    assert [word.word for word in heard.words if word.word.startswith("fal")] == ["faling"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Debt advice, please!", "debt advice, please"),
        ("dept advcie, please", "dept advice, please"),
        ("Debt advice! Please - in Hitchin.", "debt advice, please in"),
        ("money advice, doesn't want counselling", "money advice"),
    ],
)
def test_what_is_meant_is_what_was_typed_put_right_and_without_what_is_refused(
    typed: str, said: str, snapshot: Snapshot
) -> None:
    place = frozenset(n for n, word in enumerate(text.words(typed)) if word == "hitchin")
    assert understand(Enquiry(need=typed), snapshot, place_words=place).said == said


def test_no_phrase_reaches_across_what_is_refused(snapshot: Snapshot) -> None:
    told = "behind, {}, rent"
    assert needs_of(Enquiry(need=told.format("for her")), snapshot) == ["debt"]
    heard = understand(Enquiry(need=told.format("not counselling")), snapshot)
    assert heard.set_aside == ("counselling",)
    assert [need for need in heard.needs if need.strength == 1.0] == []


def test_what_is_shown_as_heard_has_no_holes(snapshot: Snapshot) -> None:
    enquiry = Enquiry(need="behind in Hitchin with rent")
    heard = understand(enquiry, snapshot, place_words=frozenset({1, 2}))
    assert [need.phrase for need in heard.needs] == ["behind with rent"]


LETTERS = "abcdefgh"
MANY = tuple(
    structs.replace(made_up.NEEDS[0], id=f"{letter}-need", label=letter, phrases=(letter * 5,))
    for letter in LETTERS
)


@pytest.fixture(scope="module")
def of_many(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root: Path = tmp_path_factory.mktemp("index")
    services = made_up.directory(1, 2)
    return Snapshot(build(services, MANY, root, release=1, released_at="2026-11-21"))


def test_what_was_chosen_or_is_implied_is_never_dropped(of_many: Snapshot) -> None:
    """A danger's needs stand first, then those chosen, then what was heard."""
    *chosen, implied, heard = (need.id for need in MANY)
    enquiry = Enquiry(need="hhhhh", needs=tuple(chosen), as_typed=True)
    assert len(chosen) > MAX_HEARD
    assert needs_of(enquiry, of_many, implied) == [implied, *chosen]
    assert needs_of(enquiry, of_many) == [*chosen, heard]


def test_of_needs_heard_only_the_surest_are_kept(of_many: Snapshot) -> None:
    told = ". ".join(need.phrases[0] for need in MANY)
    assert len(needs_of(Enquiry(need=told, as_typed=True), of_many)) == MAX_HEARD
