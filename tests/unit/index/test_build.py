"""What is written to a release's folder, and what never is."""

from __future__ import annotations

from pathlib import Path

from tests import made_up
from tests.desk import FALLS
from wayfinder.domain.service import Location
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.index.whole import LENGTHS

SECRETS = (b"Secret House", b"Hidden Lane", b"SG1 1EH")


def test_nothing_of_a_confidential_place_is_written_to_any_file(tmp_path: Path) -> None:
    (at,) = FALLS.locations
    assert (at.location.confidential, at.location.name) == (True, "Secret House")
    folder = build([FALLS], made_up.NEEDS, tmp_path, release=1, released_at="")
    for file in folder.iterdir():
        held = file.read_bytes()
        assert not [secret for secret in SECRETS if secret in held], file.name
    (kept,) = Snapshot(folder).service(0).locations
    assert kept.location == Location(id=at.location.id, confidential=True)
    assert kept.phones == at.phones


def test_a_record_built_again_from_the_index_is_the_same(tmp_path: Path) -> None:
    services = sorted(made_up.directory(3, 40), key=lambda service: service.id)
    first = build(services, made_up.NEEDS, tmp_path, release=1, released_at="")
    kept = Snapshot(first)
    again = build(map(kept.service, range(40)), made_up.NEEDS, tmp_path, release=1, released_at="")
    assert [Snapshot(again).service(number) for number in range(40)] == list(
        map(kept.service, range(40))
    )
    # A whole number of years becomes a float when it is read, so the records' bytes may differ.
    for file in first.iterdir():
        if not file.name.startswith("records") and file.name != LENGTHS:
            assert file.read_bytes() == (again / file.name).read_bytes(), file.name
