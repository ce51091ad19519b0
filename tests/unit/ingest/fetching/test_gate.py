"""Turns at a host, in a time of the tests' own."""

from __future__ import annotations

import threading

import pytest

from tests.host import Watch
from wayfinder.ingest.fetching.gate import Gate
from wayfinder.ingest.fetching.manners import Manners


def starts(watch: Watch, *asked: tuple[str, float]) -> list[float]:
    """When each request to a host, at its own pace, would begin."""
    gate = Gate(watch.time, watch.sleep)
    begun = []
    for host, requests_per_s in asked:
        with gate.turn(host, Manners(requests_per_s=requests_per_s)):
            begun.append(watch.now_s)
    return begun


def test_requests_to_one_host_keep_their_distance(watch: Watch) -> None:
    assert starts(watch, *[("a", 2.0)] * 4) == [0.0, 0.5, 1.0, 1.5]


def test_another_host_need_not_wait(watch: Watch) -> None:
    assert starts(watch, ("a", 1.0), ("b", 1.0), ("a", 1.0), ("b", 1.0)) == [0.0, 0.0, 1.0, 1.0]


def test_the_slowest_pace_at_a_host_holds_for_all(watch: Watch) -> None:
    assert starts(watch, ("a", 10.0), ("a", 0.5), ("a", 10.0)) == pytest.approx([0.0, 0.1, 2.1])


def test_time_that_has_gone_by_is_not_waited_for_again(watch: Watch) -> None:
    gate = Gate(watch.time, watch.sleep)
    for _ in range(3):
        with gate.turn("a", Manners(requests_per_s=2.0)):
            watch.now_s += 60
    assert watch.slept == []


def test_no_more_than_so_many_are_at_a_host_at_once(watch: Watch) -> None:
    gate = Gate(watch.time, watch.sleep)
    inside, most, lock, together = 0, 0, threading.Lock(), threading.Barrier(2)

    def ask() -> None:
        nonlocal inside, most
        with gate.turn("a", Manners(at_once=2)):
            with lock:
                inside += 1
                most = max(most, inside)
            together.wait(timeout=30)  # Two must come in at once, or this breaks.
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, together.broken) == (2, False)
