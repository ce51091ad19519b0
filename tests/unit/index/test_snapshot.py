"""A release's index, opened: everything is found by its number, and what is not there is told."""

from __future__ import annotations

import math
import weakref
from pathlib import Path

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from tests.answering import numbered
from tests.made_up import NEEDS, areas, at
from wayfinder.domain.coverage import Coverage
from wayfinder.domain.service import Organization
from wayfinder.errors import NotReady
from wayfinder.index.bodies import HitService, hit
from wayfinder.index.build import build
from wayfinder.index.meta import FORMAT_VERSION, IndexMeta
from wayfinder.index.names import MOST_HOLDERS
from wayfinder.index.snapshot import KEPT_AREAS, Snapshot
from wayfinder.index.stamp import made_by
from wayfinder.index.text import stems

HERTS, ESSEX, ENGLAND = "E10000015", "E10000012", "E92000001"
NOBODY = Organization(id="o", name="Of")

SERVICES = (
    replace(numbered(1, "Violin Orchard", description="mould"), organization=NOBODY),
    numbered(2, "Pebble Saddle", coverage=areas(HERTS), languages=("pl",)),
    numbered(3, "Timber Anchor", coverage=areas(ESSEX, HERTS), locations=(at(51.7, 0.1),)),
    numbered(4, "Copper Lantern", coverage=areas(HERTS), locations=(at(51.8, 0.1), at(51.7, 0.1))),
    numbered(5, "Walnut Ribbon", locations=(at(51.7, -0.3),)),
    numbered(6, "Velvet Canyon", coverage=areas(ENGLAND, unresolved=("and Wales",))),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("index")
    return build(SERVICES, NEEDS, root, release=7, released_at="2026-11-21")


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    return Snapshot(folder)


def test_it_says_what_it_is_of(snapshot: Snapshot) -> None:
    """One near row (Walnut); Pebble, Timber, twice Copper and Velvet bound; Violin and Velvet
    anywhere."""
    assert snapshot.meta == IndexMeta(
        format_version=FORMAT_VERSION,
        release=7,
        released_at="2026-11-21",
        services=6,
        rows=8,
        near_end=1,
        area_end=6,
        languages=("pl",),
        made_by=made_by(),
        model=None,
    )
    assert snapshot.needs == NEEDS
    assert snapshot.need_numbers == {"debt": 0, "falls": 1, "damp": 2}


@pytest.mark.parametrize("number", range(len(SERVICES)))
def test_a_service_comes_back_as_it_was(snapshot: Snapshot, number: int) -> None:
    assert snapshot.service(number) == SERVICES[number]
    body = msgspec.json.decode(snapshot.hit(number), type=HitService)
    assert body == hit(SERVICES[number])
    assert snapshot.service_number(SERVICES[number].id) == number


@pytest.mark.parametrize(
    "service_id",
    [
        "",
        "0",
        "zzz",
        "É",
        SERVICES[0].id[:-1],
        SERVICES[0].id + "0",
        SERVICES[3].id.replace("4", "9"),
    ],
)
def test_an_id_of_no_service_has_no_number(snapshot: Snapshot, service_id: str) -> None:
    assert snapshot.service_number(service_id) is None


@pytest.mark.parametrize("word", ["violin", "mould", "walnut", "ribbon"])
def test_a_word_is_held_by_the_rows_of_its_services(snapshot: Snapshot, word: str) -> None:
    term = snapshot.term(stems([word])[0])
    assert term is not None
    every = np.arange(snapshot.meta.rows, dtype=np.int32)
    holders = snapshot.arrays["row_service"][snapshot.term_postings.has(term, every)]
    said = [f"{each.name} {each.description or ''}".lower() for each in SERVICES]
    assert holders.tolist() == [number for number, text in enumerate(said) if word in text]


@pytest.mark.parametrize("stem", ["", "aaa", "kettl", "violinorchard", "zzz", "the"])
def test_a_word_that_no_service_uses_has_no_number(snapshot: Snapshot, stem: str) -> None:
    assert snapshot.term(stem) is None


def test_an_unknown_word_is_as_telling_as_the_rarest(snapshot: Snapshot) -> None:
    """Six services, and a word that one of them uses: ln(1 + 5.5 / 1.5)."""
    violin, organisation = (snapshot.term(stem) for stem in stems(["violin", "organisation"]))
    assert violin is not None
    assert organisation is not None
    assert snapshot.idf(violin) == pytest.approx(math.log(1 + 5.5 / 1.5))
    assert snapshot.idf(organisation) == pytest.approx(math.log(1 + 1.5 / 5.5))
    assert snapshot.idf_of_unknown == snapshot.idf(violin)


@pytest.mark.parametrize(
    ("typed", "bearer"),
    [
        (["violin", "orchard"], "Violin Orchard"),
        (["timber", "anchor"], "Timber Anchor"),
        (["timber", "anchor", "organisation"], "Timber Anchor"),  # its owner's name
        (["violin"], None),
        (["orchard", "violin"], None),
        (["kettle"], None),
        ([], None),
    ],
)
def test_a_name_is_found_by_its_stems(
    snapshot: Snapshot, typed: list[str], bearer: str | None
) -> None:
    number = snapshot.name(stems(typed))
    assert (number is None) is (bearer is None)
    if number is not None:
        every = np.arange(snapshot.meta.rows, dtype=np.int32)
        rows = snapshot.name_postings.has(number, every)
        (service,) = set(snapshot.arrays["row_service"][rows].tolist())
        assert SERVICES[service].name == bearer


@pytest.mark.parametrize(("bearers", "found"), [(MOST_HOLDERS, True), (MOST_HOLDERS + 1, False)])
def test_a_name_that_too_many_bear_names_nobody(tmp_path: Path, bearers: int, found: bool) -> None:
    surgeries = [numbered(number, "Medical Centre") for number in range(bearers)]
    opened = Snapshot(build(surgeries, NEEDS, tmp_path, release=1, released_at=""))
    assert (opened.name(stems(["medical", "centre"])) is not None) is found


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), []),
        (("W92000004",), []),
        (("E1000001",), []),  # the beginning of a code is no code
        ((ESSEX,), ["Timber Anchor"]),
        ((HERTS,), ["Pebble Saddle", "Copper Lantern", "Copper Lantern", "Timber Anchor"]),
        ((ENGLAND,), ["Velvet Canyon"]),
        (
            (HERTS, ESSEX, ENGLAND),
            ["Pebble Saddle", "Copper Lantern", "Copper Lantern", "Timber Anchor", "Velvet Canyon"],
        ),
    ],
)
def test_the_rows_that_serve_an_area_by_a_rule(
    snapshot: Snapshot, codes: tuple[str, ...], expected: list[str]
) -> None:
    spans = snapshot.area_spans(codes)
    rows = spans.rows(np.arange(spans.size))
    assert [SERVICES[n].name for n in snapshot.arrays["row_service"][rows]] == expected
    assert snapshot.area_spans(codes) is spans, "kept for the next enquiry from there"


def test_only_the_areas_asked_for_last_are_kept(snapshot: Snapshot) -> None:
    """Else a server that runs for months would gather what people all over the country asked."""
    first = snapshot.area_spans((HERTS, "E0"))
    for number in range(1, KEPT_AREAS + 1):
        snapshot.area_spans((HERTS, f"E{number}"))
    assert snapshot.area_spans((HERTS, "E0")) is not first
    assert snapshot.area_spans((HERTS, "E0")).size == first.size


def test_a_release_that_nobody_holds_is_let_go_at_once(folder: Path) -> None:
    opened = Snapshot(folder)
    opened.area_spans((HERTS,))
    gone = weakref.ref(opened)
    del opened
    assert gone() is None


def test_nothing_in_it_can_be_changed(snapshot: Snapshot) -> None:
    assert [name for name, array in snapshot.arrays.items() if array.flags.writeable] == []


def test_a_directory_of_nothing_can_be_opened_and_asked(tmp_path: Path) -> None:
    empty = Snapshot(build([], NEEDS, tmp_path, release=1, released_at=""))
    assert (empty.meta.services, empty.meta.rows) == (0, 0)
    assert (empty.term("mould"), empty.name(["mould"]), empty.service_number("x")) == (None,) * 3
    assert empty.idf_of_unknown == 1.0
    assert empty.area_spans((HERTS,)).size == 0


@pytest.mark.parametrize("harm", ["remove", "empty", "not JSON", "another version"])
def test_an_index_that_cannot_be_read_asks_for_a_reindex(tmp_path: Path, harm: str) -> None:
    broken = build(SERVICES[:1], NEEDS, tmp_path, release=1, released_at="")
    meta = broken / "meta.json"
    told = meta.read_text()
    if harm == "remove":
        meta.unlink()
    else:
        older = f'"format_version":{FORMAT_VERSION - 1}'
        changed = told.replace(f'"format_version":{FORMAT_VERSION}', older)
        meta.write_text({"empty": "", "not JSON": told[:-1], "another version": changed}[harm])
    with pytest.raises(NotReady, match="wayfinder reindex"):
        Snapshot(broken)


def test_coverage_by_area_and_more_stands_in_both_groups(snapshot: Snapshot) -> None:
    assert SERVICES[5].coverage != Coverage()
    rows = np.flatnonzero(snapshot.arrays["row_service"] == 5)
    assert [row >= snapshot.meta.area_end for row in rows.tolist()] == [False, True]


def test_a_service_is_found_by_the_ids_of_those_it_took_in(tmp_path: Path) -> None:
    old, older = (numbered(number, "Gone").id for number in (8, 9))
    joint = replace(numbered(2, "Joint"), merged_ids=(older, old))
    opened = Snapshot(
        build((numbered(1, "Single"), joint), NEEDS, tmp_path, release=1, released_at="2026-11-21")
    )
    assert {opened.service_number(own) for own in (joint.id, old, older)} == {1}
    assert opened.service_number(numbered(10, "Nobody").id) is None
