"""Whatever mixture of faults a live feed has, its true set of services is read, each once."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tests.feed_server import (
    TROUBLES,
    Directory,
    Envelope,
    FeedServer,
    Habits,
    random_edits,
    serving,
)
from tests.host import HERE, Watch
from wayfinder.errors import FeedError
from wayfinder.ingest.fetching.asking import Asking
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.formats.oruk_feed import services
from wayfinder.ingest.formats.oruk_json import UNREAD
from wayfinder.ingest.formats.oruk_paging import MAX_PASSES

MANNERS = replace(HERE, per_page=6)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def read(server: FeedServer, manners: Manners = MANNERS) -> list[dict[str, Any]]:
    with Watch().web().visit("s", manners, None, NOW) as visit:
        found = list(services(Asking(server.url, visit.fetching, visit.kept)))
    visit.kept.close()
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [str(item["id"]) for item in found]


def habits_of(dice: random.Random) -> Habits:
    """Oddities that leave a reader a way to the whole list."""
    envelopes: tuple[Envelope, ...] = ("3.0", "3.0", "1.0", "data", "bare")
    envelope = dice.choice(envelopes)
    enveloped = envelope in ("3.0", "1.0")
    return Habits(
        envelope=envelope,
        first_number=dice.choice([1, 1, 0]),
        page_size=dice.choice([1, 3, 4, 7]),
        honours_per_page=dice.random() < 0.2,
        shallow=dice.random() < 0.5,
        details=dice.choice(["all", "all", "wrapped"]),
        integer_ids=dice.random() < 0.3,
        totals=dice.choice(["right", "right", "high", "low", "none"]),
        last_flag=dice.choice(["right", "always", "never", "none"]),
        beyond=dice.choice(["empty", "404", "clamp"]),
        lists_twice=dice.random() < 0.2,
        hole=dice.choice([None, None, 1]) if enveloped else None,
        packed=dice.random() < 0.3,
    )


def spread(dice: random.Random, requests: int) -> dict[int, Any]:
    """Troubles, never the first request and never more in a row than a reader's patience."""
    found = {at: dice.choice(TROUBLES) for at in range(2, requests) if dice.random() < 0.08}
    return {at: trouble for at, trouble in found.items() if at - 1 not in found}


@pytest.mark.parametrize("seed", range(60))
def test_the_true_set_is_read_whatever_goes_wrong(seed: int) -> None:
    dice = random.Random(seed)
    habits = habits_of(dice)
    size = dice.randint(12, 30)
    directory = Directory(size, integer_ids=habits.integer_ids)
    with serving(directory, habits) as server:
        server.edits = random_edits(dice, size, requests=30)
        server.troubles = spread(dice, 40)
        found = ids(read(server))
    assert len(found) == len(set(found))
    assert directory.lasting <= set(found)
    pages = size + 10 if habits.page_size == 1 else size // habits.page_size + 6
    assert len(server.asked) < MAX_PASSES * (pages + 4) + 2 * size + len(server.troubles)


@pytest.mark.parametrize("seed", range(20))
def test_a_list_in_another_order_each_time_is_read_whole(seed: int) -> None:
    dice = random.Random(seed)
    directory = Directory(12)
    with serving(directory, Habits(shallow=False, page_size=4)) as server:
        server.edits = dict.fromkeys(range(200), lambda d: dice.shuffle(d.records))
        found = ids(read(server))
    assert sorted(found) == sorted(directory.ids)


def test_a_still_list_is_read_twice_and_no_more() -> None:
    with serving(Directory(12), Habits(shallow=False)) as server:
        assert ids(read(server)) == server.directory.ids
    assert len(server.asked) == 4 + 3


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.remove(0),
        lambda d: d.insert(0),
        lambda d: d.move(0, 11),
        lambda d: d.move(11, 0),
        lambda d: (d.remove(0), d.insert(11)),
    ],
    ids=["removed", "inserted", "moved back", "moved forward", "one for another"],
)
@pytest.mark.parametrize("envelope", ["3.0", "bare"])
def test_a_list_that_shifts_between_two_pages_loses_nobody(edit: Any, envelope: Any) -> None:
    with serving(Directory(12), Habits(envelope=envelope, shallow=False)) as server:
        server.edits = {0: edit}
        found = ids(read(server))
    assert server.directory.lasting <= set(found)
    assert len(found) == len(set(found))


def test_a_record_gone_between_list_and_detail_is_left_out_if_the_list_says_too_little() -> None:
    with serving(Directory(6), Habits()) as server:
        server.edits = {6: lambda d: d.remove(5)}
        found = ids(read(server))
    assert "svc-0006" not in found
    assert len(found) == 5


def test_a_detail_page_that_always_fails_costs_one_record_its_news_not_the_feed() -> None:
    with serving(Directory(6), Habits()) as server:
        server.failing = {"svc-0003"}
        found = read(server)
    (unread,) = [item for item in found if UNREAD in item]
    assert unread["id"] == "svc-0003"
    assert "status 500" in unread[UNREAD]
    assert len(found) == 6


def test_detail_pages_that_all_fail_fail_the_feed() -> None:
    with serving(Directory(40), Habits(page_size=20)) as server:
        server.failing = set(server.directory.ids)
        with pytest.raises(FeedError, match="status 500"):
            read(server)
    assert len(server.asked) < 50


def test_a_feed_without_detail_pages_is_taken_at_its_lists_word() -> None:
    with serving(Directory(40), Habits(details="none", page_size=20)) as server:
        assert ids(read(server)) == server.directory.ids
    assert sum("/services/" in asked for asked in server.asked) == 20


def test_a_feed_that_gives_the_same_page_for_ever_is_not_taken_for_whole() -> None:
    stuck = Habits(ignores_page=True)
    with serving(Directory(12), stuck) as server, pytest.raises(FeedError, match="5 of 12"):
        read(server)
    with serving(Directory(5), replace(stuck, shallow=False)) as server:
        assert len(read(server)) == 5


def test_a_feed_that_never_stands_still_is_left_within_bounds() -> None:
    dice = random.Random(1)
    restless = Habits(envelope="bare", page_size=3, shallow=False)
    with serving(Directory(9), restless) as server:
        server.edits = dict.fromkeys(range(1000), lambda d: d.insert(dice.randrange(9)))
        with pytest.raises(FeedError, match=r"did not stand still|more than"):
            read(server, replace(MANNERS, max_pages=30))
    assert len(server.asked) < MAX_PASSES * 40
