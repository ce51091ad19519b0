"""Releases are swapped while questions are being answered."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests import made_up
from wayfinder.errors import NotReady
from wayfinder.index import folder
from wayfinder.index.build import KEPT_RELEASES, build
from wayfinder.index.live import LiveIndex
from wayfinder.index.snapshot import Snapshot


def publish(root: Path, release: int) -> Path:
    services = sorted(made_up.directory(release, 5), key=lambda service: service.id)
    return build(services, made_up.NEEDS, root, release=release, released_at="2026-11-21")


def eventually(live: LiveIndex[Snapshot], release: int) -> bool:
    deadline = time.monotonic() + 10
    while live.current().meta.release != release and time.monotonic() < deadline:
        time.sleep(0.01)
    return live.current().meta.release == release


def test_before_the_first_release_it_says_that_it_is_not_ready(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="reindex"):
        LiveIndex(tmp_path, Snapshot).current()


def test_a_new_release_is_taken_up_and_the_old_one_still_answers(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, Snapshot)
    held = live.current()
    for release in range(2, KEPT_RELEASES + 4):
        publish(tmp_path, release)
        assert eventually(live, release)
    assert not held.folder.exists(), "the oldest release was swept away"
    assert held.service(0).name, "a request that still holds it is answered"


def test_a_build_that_dies_leaves_the_release_and_is_swept_later(tmp_path: Path) -> None:
    publish(tmp_path, 1)

    def dies() -> object:
        yield made_up.directory(9, 1)[0]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        build(dies(), made_up.NEEDS, tmp_path, release=2, released_at="")  # type: ignore[arg-type]
    assert LiveIndex(tmp_path, Snapshot).current().meta.release == 1
    (half_built,) = tmp_path.glob("building-*")
    publish(tmp_path, 3)
    assert not half_built.exists()


def test_an_older_release_never_takes_the_place_of_a_newer_one(tmp_path: Path) -> None:
    newer = publish(tmp_path, 2)
    with pytest.raises(NotReady, match="newer release"):
        publish(tmp_path, 1)
    assert folder.current(tmp_path) == newer


def test_building_a_release_again_never_writes_into_the_one_in_use(tmp_path: Path) -> None:
    seen = [publish(tmp_path, 1) for _ in range(2 * KEPT_RELEASES)]
    assert len(set(seen)) == len(seen), "also after the first ones are swept away"
    assert folder.current(tmp_path) == seen[-1]


def test_a_release_that_cannot_be_opened_is_logged_and_the_one_before_answers_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, Snapshot)
    live.current()
    (tmp_path / folder.POINTER).write_text("release-of-nowhere")
    deadline = time.monotonic() + 10
    while not caplog.records and time.monotonic() < deadline:
        assert live.current().meta.release == 1
        time.sleep(0.01)
    assert "cannot be opened" in caplog.text
    publish(tmp_path, 2)
    assert eventually(live, 2)


def test_where_an_earlier_release_answers_from_the_start_the_newest_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    trouble = {2}

    def opened(folder: Path) -> Snapshot:
        snapshot = Snapshot(folder)
        if snapshot.meta.release in trouble:
            raise NotReady("too many open files")
        return snapshot

    live = LiveIndex(tmp_path, opened, retry_s=0)
    assert live.current().meta.release == 1
    assert "too many open files" in caplog.text
    trouble.clear()
    assert eventually(live, 2)


def test_where_no_thread_can_be_had_the_release_before_answers_and_the_next_request_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, Snapshot)
    live.current()
    publish(tmp_path, 2)

    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as crowded:
        crowded.setattr(threading.Thread, "start", refused)
        assert live.current().meta.release == 1
    assert "can't start new thread" in caplog.text
    assert eventually(live, 2)


def test_whatever_goes_wrong_with_a_new_release_is_logged_and_the_next_one_is_taken_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also what nobody foresaw: rules that are wrong in a new way, a fault of our own."""

    def opened(folder: Path) -> Snapshot:
        snapshot = Snapshot(folder)
        if snapshot.meta.release == 2:
            raise KeyError("unforeseen")
        return snapshot

    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, opened)
    live.current()
    publish(tmp_path, 2)
    deadline = time.monotonic() + 10
    while not caplog.records and time.monotonic() < deadline:
        assert live.current().meta.release == 1
        time.sleep(0.01)
    assert "cannot be opened" in caplog.text
    assert "unforeseen" in caplog.text
    publish(tmp_path, 3)
    assert eventually(live, 3)


def test_releases_of_the_same_needs_share_one_phrase_book(tmp_path: Path) -> None:
    first, second = (Snapshot(publish(tmp_path, release)) for release in (1, 2))
    assert first.book is second.book


def test_an_index_of_another_version_asks_for_a_reindex(tmp_path: Path) -> None:
    installed = publish(tmp_path, 1)
    meta = installed / "meta.json"
    meta.write_text(meta.read_text().replace('"format_version":', '"format_version":9'))
    with pytest.raises(NotReady, match="reindex"):
        LiveIndex(tmp_path, Snapshot).current()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def remove(path: Path) -> None:
    path.unlink()


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a short array": lambda at: cut(at / "row_service.npy"),
    "a missing array": lambda at: remove(at / "term_rows.npy"),
    "short texts": lambda at: cut(at / "hits.bin"),
    "a shorter array that is whole in itself": lambda at: np.save(at / "cost.npy", np.zeros(1)),
    "no needs": lambda at: remove(at / "needs.json"),
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_release_is_never_opened_and_the_one_before_answers(
    tmp_path: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(publish(tmp_path, 1))
    with pytest.raises(NotReady, match="wayfinder reindex"):
        LiveIndex(tmp_path, Snapshot).current()
    publish(tmp_path, 2)
    damage(publish(tmp_path, 3))
    assert LiveIndex(tmp_path, Snapshot).current().meta.release == 2
    assert "an earlier release answers" in caplog.text


@pytest.mark.parametrize("left", [b"", b"\0" * 30, b"release-0000", b"\xff"])
def test_what_a_fault_left_of_a_pointer_leads_to_the_newest_whole_release(
    tmp_path: Path, left: bytes
) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    (tmp_path / folder.POINTER).write_bytes(left)
    assert LiveIndex(tmp_path, Snapshot).current().meta.release == 2
    publish(tmp_path, 3)
    assert LiveIndex(tmp_path, Snapshot).current().meta.release == 3


def test_everything_is_on_the_disk_before_the_pointer_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: list[int] = []
    before: list[set[int]] = []
    really, replace = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        really(handle)
        on_disk.append(os.fstat(handle).st_ino)

    def noted(self: Path, target: Path) -> Path:
        before.append(set(on_disk))
        assert self.stat().st_ino in on_disk, "the new pointer"
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", noted)
    installed = publish(tmp_path, 1)
    needed = {path.stat().st_ino for path in (tmp_path, installed, *installed.iterdir())}
    assert [needed - early for early in before] == [set()]
    assert on_disk[-1] == tmp_path.stat().st_ino, "and last of all that it moved"


def test_who_was_told_of_a_release_elsewhere_waits_for_it_and_who_asks_goes_on(
    tmp_path: Path,
) -> None:
    opening, may_open = threading.Event(), threading.Event()

    def opened(folder: Path) -> Snapshot:
        snapshot = Snapshot(folder)
        if snapshot.meta.release > 1:
            opening.set()
            assert may_open.wait(10)
        return snapshot

    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, opened)
    assert live.newest().meta.release == 1
    publish(tmp_path, 2)
    live.look()
    assert opening.wait(10), "a look is enough: nobody has asked"
    assert live.current().meta.release == 1, "who searches does not wait"
    told: list[int] = []
    waiting = threading.Thread(target=lambda: told.append(live.newest().meta.release))
    waiting.start()
    publish(tmp_path, 3)
    assert told == []
    may_open.set()
    waiting.join(10)
    assert told == [3], "not the one that was being opened when it asked: the one pointed at"


def test_a_look_opens_nothing_where_nothing_is_open_and_minds_no_fault(tmp_path: Path) -> None:
    opened: list[Path] = []
    live = LiveIndex(tmp_path / "not there", opened.append)
    live.look()
    publish(tmp_path / "not there", 1)
    live.look()
    assert opened == []


def test_what_could_not_be_opened_is_tried_again_and_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No open file to be had, say: the release must not wait for the next one."""
    tried: list[int] = []

    def opened(folder: Path) -> Snapshot:
        snapshot = Snapshot(folder)
        tried.append(snapshot.meta.release)
        if tried.count(2) in (1, 2, 3):
            raise OSError("Too many open files")
        return snapshot

    publish(tmp_path, 1)
    live = LiveIndex(tmp_path, opened, retry_s=0)
    live.current()
    publish(tmp_path, 2)
    assert eventually(live, 2)
    assert tried == [1, 2, 2, 2, 2]
    assert caplog.text.count("Too many open files") == 1
    live.look()
    assert tried == [1, 2, 2, 2, 2], "and then there is peace"
