"""What was told on an earlier day can be asked again, as long as its release is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import made_up
from wayfinder.errors import NotReady, ReleaseNotKept
from wayfinder.index.build import build
from wayfinder.index.folder import newest_builds
from wayfinder.index.kept import KeptReleases, kept_in
from wayfinder.index.snapshot import Snapshot

FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)


def publish(root: Path, release: int, keep: int = 3) -> Path:
    """One a day."""
    services = sorted(made_up.directory(release, 3), key=lambda service: service.id)
    return build(
        services, made_up.NEEDS, root, release=release, released_at=on_day(release).isoformat(),
        keep=keep,
    )  # fmt: skip


def on_day(release: int) -> datetime:
    return FIRST + timedelta(days=release - 1)


def kept(root: Path) -> KeptReleases[Snapshot]:
    return KeptReleases(root, Snapshot)


@pytest.mark.parametrize(
    ("moment", "release"),
    [
        (on_day(3), 3),
        (on_day(3) - timedelta(microseconds=1), 2),
        (on_day(2), 2),
        (on_day(1), 1),
        (on_day(300), 3),
    ],
)
def test_the_newest_release_published_by_then_is_the_one(
    three: Path, moment: datetime, release: int
) -> None:
    asked = kept(three)
    assert asked.open(asked.folder_at(moment)).meta.release == release


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("index")
    for release in (1, 2, 3):
        publish(root, release)
    return root


def test_before_the_oldest_kept_it_says_which_that_is(three: Path) -> None:
    with pytest.raises(ReleaseNotKept, match="2026-01-01T09:00") as raised:
        kept(three).folder_at(FIRST - timedelta(seconds=1))
    assert raised.value.facts == {"oldest_kept": FIRST.isoformat()}


def test_with_nothing_kept_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseNotKept, match="No release is kept"):
        kept(tmp_path).folder_at(FIRST)


@pytest.mark.parametrize("keep", [1, 2, 4])
def test_as_many_are_kept_as_told_and_one_to_fall_back_on(tmp_path: Path, keep: int) -> None:
    for release in range(1, 7):
        publish(tmp_path, release, keep)
    stay = max(keep, 2)
    assert [each.published_at for each in kept_in(tmp_path)] == [
        on_day(release) for release in range(6, 6 - stay, -1)
    ]


def test_a_release_that_is_built_again_takes_no_other_ones_place(tmp_path: Path) -> None:
    for release in (1, 2, 3, 3, 3, 3):
        newest = publish(tmp_path, release)
    assert [each.published_at for each in kept_in(tmp_path)] == [on_day(n) for n in (3, 2, 1)]
    assert newest_builds(tmp_path)[0] == newest
    assert len(list(tmp_path.glob("release-*"))) == 4, "and one build to fall back on"


def test_few_are_held_open_at_once(three: Path) -> None:
    opened: list[Path] = []

    def opening(folder: Path) -> Path:
        opened.append(folder)
        return folder

    asked = KeptReleases(three, opening)
    folders = [asked.folder_at(on_day(release)) for release in (1, 2, 1, 2, 3, 1)]
    assert [asked.open(folder) for folder in folders] == folders
    assert opened == [folders[0], folders[1], folders[4], folders[5]]


def test_one_that_cannot_be_read_is_not_answered_from_an_older_one(tmp_path: Path) -> None:
    def refuses(folder: Path) -> Snapshot:
        raise NotReady(f"{folder.name} was built by another version")

    publish(tmp_path, 1)
    publish(tmp_path, 2)
    asked = KeptReleases(tmp_path, refuses)
    with pytest.raises(ReleaseNotKept, match="another version"):
        asked.open(asked.folder_at(on_day(2)))


def test_a_folder_that_does_not_say_when_is_passed_over(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    undated = publish(tmp_path, 2)
    (undated / "meta.json").write_text('{"released_at": ""}')
    assert [each.published_at for each in kept_in(tmp_path)] == [on_day(1)]
