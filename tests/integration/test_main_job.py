"""The main job, end to end, on the real files: need and postcode in, the right services out."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.conftest import DIRECTORY
from wayfinder.desk import Desk
from wayfinder.domain.answer import Answer
from wayfinder.domain.enquiry import Enquiry
from wayfinder.domain.source import Source
from wayfinder.index.bodies import HitService
from wayfinder.location.distance import distances_m
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.workroom import Workroom

FEEDS = (
    ("ods-gp", "ods-gp", "data/ods/epraccur.csv.gz"),
    ("ods-dental", "ods-dental", "data/ods/egdpprac.csv.gz"),
    ("libraries-hertfordshire", "libraries", "data/libraries/hertfordshire_county_council.csv"),
    ("libraries-essex", "libraries", "data/libraries/essex_county_council.csv"),
)

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def data_dir(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the starter directory and the real public files in it."""
    folder = tmp_path_factory.mktemp("data")
    workroom = Workroom(
        database=f"sqlite:///{folder}/wayfinder.db",
        index_dir=folder / "index",
        gazetteer_path=folder / "gazetteer",
        directory=DIRECTORY,
    )
    workroom.prepare()
    for source_id, format_name, path in FEEDS:
        source = Source(id=source_id, name=source_id, format=format_name)
        workroom.import_feed(source, str(shared_dir / path), publish=path == FEEDS[-1][2])
    workroom.close()
    return folder


@pytest.fixture(scope="module")
def ask(data_dir: Path) -> Ask:
    desk = Desk(
        index_dir=data_dir / "index", gazetteer_path=data_dir / "gazetteer", directory=DIRECTORY
    )

    def answer(need: str, postcode: str | None = None, limit: int = 10) -> Answer:
        return desk.answer(Enquiry(need=need, postcode=postcode, limit=limit))

    return answer


def services(answer: Answer) -> list[HitService]:
    return [msgspec.json.decode(match.service, type=HitService) for match in answer.matches]


def _serving(answer: Answer) -> set[str]:
    pairs = zip(services(answer), answer.matches, strict=True)
    return {service.name for service, match in pairs if match.serves == "yes"}


def test_the_nearest_practices_are_truly_the_nearest(
    ask: Ask, gazetteer: Gazetteer, shared_dir: Path
) -> None:
    codes, positions = _practices(shared_dir, gazetteer)
    for postcode in _hundred_postcodes(shared_dir):
        place = gazetteer.locate(postcode)
        answer = ask("register with a GP", postcode)
        away = distances_m(place.lat_deg, place.lon_deg, positions[:, 0], positions[:, 1])
        nearest = np.sort(away)[:10]
        shown = [match.distance_m for match in answer.matches]
        assert shown == [round(metres) for metres in nearest], postcode
        for service, metres in zip(services(answer), shown, strict=True):
            assert round(float(away[codes.index(service.sources[0].record_id)])) == metres


def _practices(shared_dir: Path, gazetteer: Gazetteer) -> tuple[list[str], np.ndarray]:
    """ODS codes and points of active prescribing-setting-4 rows, straight from the file."""
    with gzip.open(shared_dir / "data/ods/epraccur.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[12] == "A" and row[25] == "4"]
    points = gazetteer.points([row[9] for row in rows])
    placed = ~np.isnan(points[:, 0])
    return [row[0] for row, there in zip(rows, placed, strict=True) if there], points[placed]


def _hundred_postcodes(shared_dir: Path) -> list[str]:
    with gzip.open(shared_dir / "data/areas/postcodes_hwe.csv.gz", "rt", encoding="utf-8") as file:
        live = [row["postcode"] for row in csv.DictReader(file) if row["live_2025_05"] == "1"]
    return live[:: len(live) // 100][:100]


def test_an_older_person_who_falls_is_not_offered_football(ask: Ask) -> None:
    answer = ask("mum keeps falling over", "AL1 3JE")
    assert answer.understood.needs[0].id == "falls"
    text = " ".join(f"{s.name} {s.summary}".lower() for s in services(answer)[:5])
    assert "older" in text or "age uk" in text
    assert "football" not in text


def test_misspelt_words_are_corrected_and_the_answer_says_so(ask: Ask) -> None:
    answer = ask("berevement councelling", "AL1 3JE")
    assert {(c.from_, c.to) for c in answer.understood.corrections} == {
        ("berevement", "bereavement"),
        ("councelling", "counselling"),
    }
    assert "Cruse Bereavement Support" in {service.name for service in services(answer)[:5]}


def test_two_needs_in_one_sentence_are_both_found_and_both_served(ask: Ask) -> None:
    answer = ask("my flat has mould and I'm behind with rent", "CM20 1BL")
    heard = {need.id for need in answer.understood.needs}
    assert {"repairs-and-mould", "rent-arrears"} <= heard
    reasons = " ".join(reason.text for match in answer.matches[:4] for reason in match.reasons)
    assert "For mould" in reasons
    assert "“behind with rent”" in reasons


def test_a_helpline_without_an_address_still_appears(ask: Ask) -> None:
    answer = ask("debt advice", "CB10 1AA", limit=20)
    national = {s.name: m for s, m in zip(services(answer), answer.matches, strict=True)}
    helpline = national["National Debtline"]
    assert helpline.distance_m is None
    assert helpline.serves == "yes"


def test_one_outward_code_two_counties_two_councils(ask: Ask) -> None:
    """SG8 5 is Royston in Hertfordshire; SG8 6 is Melbourn in Cambridgeshire."""
    royston, melbourn = (
        _serving(ask("homeless", code, limit=30)) for code in ("SG8 5AA", "SG8 6AA")
    )
    assert any("North Herts" in name for name in royston)
    assert not any("Herts" in name for name in melbourn)


def test_every_answer_ends_in_somebody_to_turn_to(ask: Ask) -> None:
    for need in ("xyzzy plugh", "best pizza recipe", "mum keeps falling over"):
        for postcode in (None, "AL1 3JE", "EH1 1YZ", "CF10 1EP"):
            doors = ask(need, postcode).front_doors
            assert any(door.phone or door.url for door in doors)


def test_neither_the_database_nor_the_index_holds_what_was_asked(
    ask: Ask, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    need, postcode = "my neighbour zqxjebedee has quinsy", "AL1 3JE"
    held_before = _files_holding(data_dir, b"AL1 3JE")
    ask(need, postcode)
    assert not _files_holding(data_dir, b"zqxjebedee")
    assert _files_holding(data_dir, b"AL1 3JE") == held_before
    assert "zqxjebedee" not in caplog.text
    assert postcode not in caplog.text


def _files_holding(folder: Path, words: bytes) -> set[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path for path in files if words.lower() in path.read_bytes().lower()}
