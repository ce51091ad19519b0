"""Services and needs as vectors: what is read, what is asked again, and how close two are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.answering import numbered
from tests.made_up import NEEDS
from tests.made_up_model import MadeUpModel
from wayfinder.domain.need import Need
from wayfinder.domain.service import Service
from wayfinder.index.arrays import Arrays
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.vectors import (
    AT_ONCE,
    READ_CHARS,
    Meant,
    VectorsBuilder,
    closeness,
    digest_of,
    nearest_wording,
    needs_meant,
    read,
    similar,
)
from wayfinder.meaning import Embed

FUNGUS = numbered(1, "Fungus")
LENDERS = numbered(2, "Money", description="Owing money? Debt?")
FIDDLERS = numbered(3, "Fiddle", summary="Violin for all")


def made(
    services: Sequence[Service],
    model: Embed | None,
    earlier: Arrays | None = None,
    needs: Sequence[Need] = NEEDS,
) -> Arrays:
    builder = VectorsBuilder(needs, model, earlier or {})
    for number, service in enumerate(services):
        builder.add(number, service)
    meant = builder.finish()
    return meant.arrays() if meant else {}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choir. "),
        ({"summary": "We sing."}, "Choir. We sing."),
        ({"summary": "We sing.", "description": "On Mondays."}, "Choir. On Mondays."),
        ({"description": "la" * READ_CHARS}, "Choir. " + "la" * (READ_CHARS // 2)),
    ],
)
def test_a_service_is_read_by_its_name_and_how_its_description_begins(
    fields: dict[str, object], words: str
) -> None:
    assert read(numbered(1, "Choir", **fields)) == words


@pytest.mark.parametrize(
    ("cosine", "close"),
    [(-1.0, 0.0), (0.0, 0.0), (0.15, 0.0), (0.4, 0.5), (0.65, 1.0), (1.0, 1.0)],
)
def test_closeness_runs_from_unlike_to_alike(cosine: float, close: float) -> None:
    assert closeness(np.array([cosine])) == pytest.approx(close)


def test_a_need_is_the_middle_of_all_it_is_called() -> None:
    """ "Violin" and, twice, words of no meaning here: (0, .., 1) + 2 (.., 1), at length 1."""
    need = replace(NEEDS[0], label="Violin", phrases=("tuition",), terms=(), offers=("lessons",))
    meant = needs_meant([need], MadeUpModel(), b"")
    assert meant.vectors[0].tolist() == pytest.approx([0, 0, 0, 1 / 5**0.5, 2 / 5**0.5])


def test_vectors_are_kept_by_service_as_near_as_8_bits_can() -> None:
    arrays = made([FUNGUS, LENDERS, FIDDLERS], MadeUpModel())
    half = round(127 / 2**0.5)  # two words of a meaning to two of none
    assert arrays["vectors"].dtype == np.int8
    assert arrays["vectors"].tolist() == [
        [127, 0, 0, 0, 0],
        [0, 127, 0, 0, 0],
        [0, 0, 0, half, half],
    ]
    assert arrays["need_vectors"].shape == (len(NEEDS), 5)


def test_how_close_services_are_to_what_is_asked() -> None:
    model = MadeUpModel()
    vectors = made([FUNGUS, LENDERS, FIDDLERS], model)["vectors"]
    asked = model(["damp"])[0]
    assert similar(vectors, asked).tolist() == [1.0, 0.0, 0.0]
    # of four meanings one is the service's: a cosine of a half; but half of what fiddlers say
    assert similar(vectors, model(["damp wobbly violin owing"])[0]) == pytest.approx(
        closeness(np.array([0.5, 0.5, 0.5 / 2**0.5])), abs=0.01
    )
    assert similar(vectors[:0], asked).tolist() == []


def test_an_enquiry_is_held_against_what_a_need_is_called_one_by_one() -> None:
    """Offers are what services say, not residents."""
    violin = replace(NEEDS[0], label="Violin", phrases=("tuition",), terms=(), offers=("damp",))
    mould = replace(NEEDS[0], label="Mould", phrases=("house",), terms=("owing",), offers=())
    model = MadeUpModel()
    arrays = needs_meant([violin, mould], model, b"").arrays()
    assert arrays["wording_starts"].tolist() == [0, 2]
    assert len(arrays["wording_vectors"]) == 5
    found = [nearest_wording(arrays, model([asked])[0]) for asked in ("fiddle", "damp", "debt")]
    assert [each.tolist() for each in found] == [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]


def test_how_close_every_service_is_to_each_need_in_turn() -> None:
    builder = VectorsBuilder(NEEDS, MadeUpModel(), {})
    for number, service in enumerate((FUNGUS, LENDERS, FIDDLERS)):
        builder.add(number, service)
    meant = builder.finish()
    assert isinstance(meant, Meant)
    lines = list(meant.closeness())
    naive = [
        closeness((meant.vectors / 127) @ need.astype(float)).tolist()
        for need in meant.needs.vectors
    ]
    assert [line.tolist() for line in lines] == [pytest.approx(each, abs=1e-5) for each in naive]
    debt, falls, damp = lines
    assert [int(each.argmax()) for each in (debt, damp)] == [1, 0]
    assert debt[1] > 0.9
    assert damp[0] > 0.9
    assert max(debt[0], damp[1], *falls) < 0.5


def test_many_needs_and_services_are_each_in_their_place() -> None:
    """More than are read, or multiplied, at once."""
    model, names = MadeUpModel(), ("Fungus", "Money", "Balance", "Fiddle")
    services = [numbered(i, f"{names[i % 4]} {i}") for i in range(AT_ONCE + 10)]
    needs = [replace(NEEDS[i % 3], id=f"need-{i}") for i in range(70)]
    builder = VectorsBuilder(needs, model, {})
    for number, service in enumerate(services):
        builder.add(number, service)
    meant = builder.finish()
    assert isinstance(meant, Meant)
    assert meant.vectors.argmax(axis=1).tolist()[-5:] == [i % 4 for i in range(517, 522)]
    lines = list(meant.closeness())
    assert len(lines) == 70
    assert all((lines[i] == lines[i % 3]).all() for i in range(70))


@pytest.mark.parametrize(
    ("services", "needs", "asked"),
    [
        ([FUNGUS, LENDERS, FIDDLERS], NEEDS, []),
        ([LENDERS], NEEDS, []),
        ([FIDDLERS, FUNGUS], NEEDS, []),
        # what is not of its first words changes nothing
        ([replace(FUNGUS, alternate_name="Mycelium", url="https://f.example")], NEEDS, []),
        ([replace(FUNGUS, name="Funghi")], NEEDS, ["Funghi. "]),
        ([FUNGUS, replace(FIDDLERS, summary="Violas")], NEEDS, ["Fiddle. Violas"]),
        ([FUNGUS, numbered(9, "Falls clinic")], NEEDS, ["Falls clinic. "]),
        ([numbered(9, "Fungus")], NEEDS, []),  # another with the very words
    ],
)
def test_a_new_release_asks_only_for_words_it_has_not_seen(
    services: list[Service], needs: tuple[Need, ...], asked: list[str]
) -> None:
    earlier = made([FUNGUS, LENDERS, FIDDLERS], MadeUpModel())
    model = MadeUpModel()
    again = made(services, model, earlier, needs)
    assert model.asked == asked
    afresh = made(services, MadeUpModel(), needs=needs)
    assert {name: each.tolist() for name, each in again.items()} == {
        name: each.tolist() for name, each in afresh.items()
    }


@pytest.mark.parametrize(
    "needs",
    [
        NEEDS[:2],
        (*NEEDS, replace(NEEDS[0], id="other")),
        (replace(NEEDS[0], phrases=("owes money",)), *NEEDS[1:]),
        (replace(NEEDS[0], offers=("debt casework",)), *NEEDS[1:]),
        (NEEDS[1], NEEDS[0], NEEDS[2]),
    ],
)
def test_needs_are_read_again_when_any_is_called_something_else(needs: tuple[Need, ...]) -> None:
    earlier = made([FUNGUS], MadeUpModel())
    model = MadeUpModel()
    again = made([FUNGUS], model, earlier, needs)
    assert set(model.asked) == {
        w for n in needs for w in (n.label, *n.phrases, *n.terms, *n.offers)
    }
    assert again["need_vectors"].tolist() == needs_meant(needs, MadeUpModel(), b"").vectors.tolist()


def test_a_wording_that_moves_from_need_to_need_is_a_change() -> None:
    """Though all the words, one after the other, are the same."""
    one, other = replace(NEEDS[0], phrases=("mould", "debt")), replace(NEEDS[1], phrases=("falls",))
    left = replace(one, phrases=("mould",))
    right = replace(other, label="debt", phrases=(other.label, "falls"))
    earlier, model = made([FUNGUS], MadeUpModel(), needs=[one, other]), MadeUpModel()
    made([FUNGUS], model, earlier, [left, right])
    assert model.asked


def test_another_model_is_asked_for_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, model = made([FUNGUS, LENDERS], MadeUpModel()), MadeUpModel()
    monkeypatch.setattr("wayfinder.index.vectors.NAME", "another")
    made([FUNGUS, LENDERS], model, earlier)
    assert {read(FUNGUS), read(LENDERS), NEEDS[0].label} <= set(model.asked)


def test_a_text_is_known_by_a_digest_of_fixed_length() -> None:
    assert {len(digest_of(each)) for each in ("", "mould", "é" * 9_999)} == {32}
    assert len({digest_of(each) for each in ("", "mould", "Mould")}) == 3


@pytest.mark.parametrize(("services", "model"), [([FUNGUS], None), ([], MadeUpModel())])
def test_without_a_model_or_a_service_there_are_no_vectors(
    services: list[Service], model: Embed | None
) -> None:
    assert made(services, model) == {}


def test_a_vocabulary_of_no_needs_is_no_fault() -> None:
    arrays = made([FUNGUS], MadeUpModel(), needs=())
    assert (len(arrays["vectors"]), len(arrays["need_vectors"])) == (1, 0)


def built(root: Path, services: Sequence[Service], model: Embed | None, release: int) -> Snapshot:
    return Snapshot(
        build(services, NEEDS, root, release=release, released_at="2026-11-21", embed=model)
    )


VECTORS = {
    *("vectors", "vector_digests", "need_vectors", "need_vectors_digest"),
    *("wording_vectors", "wording_starts"),
}


def test_an_index_keeps_vectors_from_release_to_release(tmp_path: Path) -> None:
    first = built(tmp_path, [FUNGUS, LENDERS], MadeUpModel(), 1)
    model = MadeUpModel()
    second = built(tmp_path, [LENDERS, FIDDLERS], model, 2)
    assert model.asked == [read(FIDDLERS)]
    assert second.arrays["vectors"][0].tolist() == first.arrays["vectors"][1].tolist()


def test_an_index_made_without_a_model_is_as_if_there_had_never_been_one(tmp_path: Path) -> None:
    with_it = built(tmp_path / "model", [FUNGUS, LENDERS], MadeUpModel(), 1)
    without = built(tmp_path / "none", [FUNGUS, LENDERS], None, 1)
    assert set(with_it.arrays) - set(without.arrays) == VECTORS
    after = built(tmp_path / "model", [FUNGUS, LENDERS], None, 2)
    assert set(after.arrays) == set(without.arrays)
    for name, array in without.arrays.items():
        np.testing.assert_array_equal(after.arrays[name], array, name)


def test_a_service_that_shares_no_word_with_a_need_is_linked_by_its_meaning(tmp_path: Path) -> None:
    damp = [need.id for need in NEEDS].index("damp")
    for model, linked in ((None, 0), (MadeUpModel(), 1)):
        snapshot = built(tmp_path / f"{linked}", [FUNGUS, LENDERS], model, 1)
        assert snapshot.need_postings.size(damp) == linked
