"""Releases that show what is withheld by now are neither asked nor kept."""

from __future__ import annotations

import logging
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import made_up
from wayfinder.domain.service import Service
from wayfinder.domain.withheld import Discretion
from wayfinder.index.build import build
from wayfinder.index.folder import all_builds, current
from wayfinder.index.kept import kept_in

HOUSE = made_up.at(51.9, -0.2, address_lines=("12 Quillwort Lane",), postcode="SG1 1EH")
OFFICE = made_up.at(51.8, -0.1, address_lines=("1 High Street",))
OPEN = made_up.service("Safe at Last", id="a", locations=(HOUSE, OFFICE))
HIDDEN = replace(
    OPEN, locations=(replace(HOUSE, location=replace(HOUSE.location, confidential=True)), OFFICE)
)
OTHER = made_up.service("Chair exercise", id="b", locations=(OFFICE,))


def publish(root: Path, number: int, *services: Service, by: Service | None = None) -> None:
    flagged = Discretion([by]) if by else None
    at = f"2026-11-0{number}T09:00:00+00:00"
    build(services, made_up.NEEDS, root, release=number, released_at=at, discreet=flagged)


def kept(root: Path) -> list[int]:
    """The days whose releases can be asked, the newest first."""
    return [each.published_at.astimezone(UTC).day for each in kept_in(root)]


def test_a_release_that_shows_a_place_flagged_since_is_forgotten(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, 1, OTHER)
    publish(tmp_path, 2, OPEN, OTHER)
    with caplog.at_level(logging.WARNING):
        publish(tmp_path, 3, HIDDEN, OTHER)
    assert kept(tmp_path) == [3, 1]
    assert len(all_builds(tmp_path)) == 2
    assert "no longer kept" in caplog.text
    assert "Safe at Last" not in caplog.text
    publish(tmp_path, 4, HIDDEN, OTHER)
    assert kept(tmp_path) == [4, 3, 1], "what hides it stays"


def test_it_is_not_asked_either_while_it_still_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, 1, OPEN)
    monkeypatch.setattr("wayfinder.index.folder.sweep", lambda *_: None)  # killed before it swept
    publish(tmp_path, 2, HIDDEN)
    assert len(all_builds(tmp_path)) == 2
    assert kept(tmp_path) == [2]


def test_a_service_that_is_withdrawn_by_then_is_found_by_the_sources_flag(tmp_path: Path) -> None:
    publish(tmp_path, 1, OPEN, OTHER)
    publish(tmp_path, 2, OTHER)
    assert kept(tmp_path) == [2, 1]
    publish(tmp_path, 3, OTHER, by=HIDDEN)
    assert kept(tmp_path) == [3, 2]


def test_an_earlier_address_of_what_is_confidential_now_is_forgotten_too(tmp_path: Path) -> None:
    moved = made_up.at(51.7, -0.3, postcode="AL1 3JE")
    publish(tmp_path, 1, replace(OPEN, locations=(moved, OFFICE)))
    publish(tmp_path, 2, HIDDEN)
    assert kept(tmp_path) == [2]


def test_a_build_that_cannot_be_read_is_kept_only_where_nothing_is_hidden(tmp_path: Path) -> None:
    publish(tmp_path, 1, OTHER)
    before = current(tmp_path)
    assert before is not None
    (before / "records.bin").write_bytes(b"")
    publish(tmp_path, 2, OTHER)
    assert before.exists()
    publish(tmp_path, 3, HIDDEN)
    assert not before.exists()


def test_where_nothing_is_hidden_nothing_is_forgotten(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish(tmp_path, number, OPEN, OTHER)
    assert kept(tmp_path) == [3, 2, 1]
