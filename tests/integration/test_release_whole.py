"""What belongs together answers together: a release, its needs, its safety rules, its doors."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.caller import Caller
from tests.integration.conftest import workroom_of
from tests.made_up_model import MadeUpModel
from wayfinder.app import create_app
from wayfinder.desk import Desk
from wayfinder.domain.enquiry import Enquiry
from wayfinder.errors import DirectoryError
from wayfinder.index.folder import current, save_json
from wayfinder.index.stamp import made_by
from wayfinder.index.whole import seal
from wayfinder.meaning import Model, no_model
from wayfinder.settings import Settings

DOOR = """
[[front_door]]
name = "{name}"
area = "Great Britain"
area_codes = ["K03000001"]
url = "https://www.example.org"
source = "https://www.example.org"
without_place = true
"""
ANYBODY = Enquiry(need="debt")


@pytest.fixture
def edited(own: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A folder of one's own, indexed, whose directory may be edited."""
    directory = shutil.copytree(own.directory, tmp_path / "directory")
    settings = own.model_copy(update={"directory": directory})
    prepare(settings)
    yield settings


def prepare(settings: Settings, model: Model = no_model) -> None:
    with closing(workroom_of(settings, model)) as workroom:
        workroom.prepare()


def desk_of(settings: Settings) -> Desk:
    return Desk(
        index_dir=settings.index_dir,
        gazetteer_path=settings.gazetteer_path,
        directory=settings.directory,
    )


def doors(desk: Desk) -> list[str]:
    return [door.name for door in desk.answer(ANYBODY).front_doors]


def open_a_door(settings: Settings, name: str) -> None:
    (settings.directory / "front_doors" / "9-new.toml").write_text(DOOR.format(name=name))


def test_an_edited_rule_answers_once_it_is_indexed_and_in_every_process_alike(
    edited: Settings,
) -> None:
    open_a_door(edited, "The new desk")
    assert "The new desk" not in doors(desk_of(edited)), "not before it belongs to a release"
    running = desk_of(edited)
    assert doors(running)
    prepare(edited)
    assert "The new desk" in doors(desk_of(edited))
    built = current(edited.index_dir)
    prepare(edited)
    assert current(edited.index_dir) == built, "built again only when something has changed"


def test_a_model_that_comes_or_goes_has_the_index_built_again(edited: Settings) -> None:
    """The extra was installed, or switched off: what stands in the index is what is asked for."""
    built = []
    for model in (no_model, MadeUpModel, MadeUpModel, no_model):
        prepare(edited, model)
        built.append(current(edited.index_dir))
        knows = (built[-1] / "vectors.npy").exists() if built[-1] else None
        assert knows is (model is MadeUpModel)
    assert built[1] == built[2], "built again only when something has changed"
    assert len(set(built)) == 3


def stamp_otherwise(folder: Path, stamp: dict[str, object]) -> None:
    """As another version of this program would have left the release."""
    told = msgspec.json.decode((folder / "meta.json").read_bytes(), type=dict[str, object])
    unstamped = {name: said for name, said in told.items() if name not in ("made_by", "model")}
    save_json(folder, "meta.json", unstamped | stamp)
    seal(folder)


@pytest.mark.parametrize(
    "stamp",
    [
        {},
        {"made_by": "0.0.9 format 6 code 00"},
        {"made_by": made_by(), "model": "another-model"},
    ],
    ids=["before there were stamps", "other code", "another model"],
)
def test_an_index_of_other_making_answers_with_a_warning_until_the_next_start_makes_it_anew(
    edited: Settings, stamp: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    older = current(edited.index_dir)
    assert older is not None
    stamp_otherwise(older, stamp)
    assert doors(desk_of(edited)), "who only opens the folder answers from what there is"
    assert current(edited.index_dir) == older
    assert ("made by other code" in caplog.text) is ("model" not in stamp)
    caplog.clear()
    prepare(edited)
    assert len(caplog.messages) == 1
    assert "release 1 is indexed again, for" in caplog.text
    newer = current(edited.index_dir)
    assert newer != older
    caplog.clear()
    prepare(edited)
    assert (current(edited.index_dir), doors(desk_of(edited)) != []) == (newer, True)
    assert caplog.messages == []


def test_a_running_desk_takes_rules_and_release_up_together(edited: Settings) -> None:
    desk = desk_of(edited)
    assert doors(desk)
    open_a_door(edited, "The new desk")
    needs = min((edited.directory / "needs").glob("*.toml"))
    needs.write_text(needs.read_text().replace('label = "', 'label = "New: ', 1))
    prepare(edited)
    new_needs = new_doors = False
    deadline = time.monotonic() + 10
    while not (new_needs and new_doors) and time.monotonic() < deadline:
        new_needs = any(need.label.startswith("New: ") for need in desk.needs().needs)
        new_doors = "The new desk" in doors(desk)
        assert new_doors or not new_needs
    assert new_needs


def test_rules_that_cannot_be_used_are_never_released(edited: Settings) -> None:
    desk = desk_of(edited)
    before = doors(desk)
    (edited.directory / "front_doors" / "9-new.toml").write_text("[[front_door]")
    with pytest.raises(DirectoryError, match=r"9-new\.toml"):
        prepare(edited)
    assert doors(desk) == doors(desk_of(edited)) == before


def test_a_damaged_index_is_told_of_as_not_ready_and_mended_by_the_next_start(
    edited: Settings,
) -> None:
    broken = current(edited.index_dir)
    assert broken is not None
    os.truncate(broken / "row_service.npy", 10)
    caller = Caller(create_app(edited))
    for answer in (caller.post("/v1/match", json={"need": "debt"}), caller.get("/readyz")):
        assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
        assert "wayfinder reindex" in answer.json()["detail"]
    prepare(edited)
    assert caller.post("/v1/match", json={"need": "debt"}).status_code == 200
