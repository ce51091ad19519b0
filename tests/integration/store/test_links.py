"""The queue of pairs: paged by the database, in an order that judging does not disturb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.integration.store.making import (
    CHARITY,
    COUNCIL,
    MONDAY,
    place,
    records,
    service,
    stage,
    uuid_of,
)
from wayfinder.archive import Archive
from wayfinder.domain.links import Judgement, Pair, PairCursor, PairIds, pair_ids
from wayfinder.store.directory import first_seen, services_by_id, sources_of
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import held, take_out
from wayfinder.store.links import judge, keep_pairs, pairs, pairs_to_judge, word_on, words
from wayfinder.store.records import StagedRecord
from wayfinder.store.withheld import flagged_services

BEYOND_A_DATABASE = 40_000
"""More than SQLite takes parameters (32,766), and psycopg (65,535 with 16 bits) takes in pairs."""
SIZE = 3_000


@pytest.fixture
def archive(engine: Engine) -> Iterator[Archive]:
    with closing(Archive(engine.url.render_as_string(hide_password=False))) as archive:
        yield archive


def fill(engine: Engine) -> list[Pair]:
    """Thousands of pairs of two sources, and one that a source has twice."""
    ours, theirs = ([f"{side}{n}" for n in range(SIZE)] for side in "ab")
    stage(engine, records(*ours), source=COUNCIL)
    stage(engine, records(*theirs, source=CHARITY), source=CHARITY)
    made = [
        pair(*it, score=round(0.5 + n % 400 / 1_000, 3), reasons=("a", "b", "c")[: n % 3 + 1])
        for n, it in enumerate(zip(ours, theirs, strict=True))
    ]
    twice = pair("a0", "a1", score=0.999)
    with transaction(engine) as connection:
        keep_pairs(connection, [*made, twice])
    return made


def pair(one: str, other: str, *, score: float = 0.7, reasons: tuple[str, ...] = ()) -> Pair:
    left, right = pair_ids(uuid_of(one), uuid_of(other))
    return Pair(left_id=left, right_id=right, score=score, verdict="doubtful", reasons=reasons)


def word(pair: PairIds, *, same: bool | None) -> Judgement:
    left, right = pair
    return Judgement(left_id=left, right_id=right, same=same, judged_by="x", judged_at=MONDAY)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def test_pages_hold_each_pair_once_the_best_first_though_some_are_judged(engine: Engine) -> None:
    made = fill(engine)
    seen: list[Pair] = []
    cursor: PairCursor | None = None
    with transaction(engine) as connection:
        while page := pairs_to_judge(connection, "doubtful", 700, cursor):
            seen += [it for _, it in page]
            cursor = page[-1][0]
            judged = seen[-1].left_id, seen[-1].right_id
            judge(connection, word(judged, same=False))
        assert PairCursor.read(str(cursor)) == cursor
    assert {it.left_id for it in seen} == {it.left_id for it in made}
    assert [(it.score, len(it.reasons)) for it in seen] == sorted(
        ((it.score, len(it.reasons)) for it in made), reverse=True
    )


def test_a_page_costs_as_many_statements_as_a_small_directory(
    engine: Engine, archive: Archive
) -> None:
    fill(engine)
    flagged = [
        StagedRecord(
            f"f{n}",
            n,
            "offered",
            None,
            service(f"f{n}", COUNCIL, locations=(place(f"p{n}", confidential=True),)),
        )
        for n in range(200)
    ]
    stage(engine, [*records(*(f"a{n}" for n in range(SIZE))), *flagged])
    with counted(archive._engine) as said:
        page = archive.pairs("doubtful", 50)
    assert (len(page.pairs), page.total) == (50, SIZE)
    assert len(said) < 60
    following = archive.pairs("doubtful", 50, PairCursor.read(page.next or ""))
    assert not {it.left.id for it in page.pairs} & {it.left.id for it in following.pairs}


def steps_of(engine: Engine, size: int) -> int:
    """How many thousand steps SQLite takes for a page of that many pairs."""
    taken: list[None] = []
    with transaction(engine) as connection:
        keep_pairs(connection, pairs(connection)[:size])
    with reading(engine) as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: taken.append(None), 1_000)
        assert len(pairs_to_judge(connection, "doubtful", 50)) == 50
        driver.set_progress_handler(None, 0)
    return len(taken)


def test_what_a_page_costs_grows_no_faster_than_the_pairs(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("SQLite counts its steps")
    fill(engine)
    whole = steps_of(engine, SIZE)
    assert whole <= 3 * steps_of(engine, SIZE // 2)
    assert whole <= SIZE


def test_more_ids_than_a_database_takes_parameters(engine: Engine) -> None:
    stage(engine, records("a", "b"))
    ids = [uuid_of(f"nobody {n}") for n in range(BEYOND_A_DATABASE)] + [uuid_of("a")]
    with transaction(engine) as connection:
        assert sources_of(connection, ids) == {uuid_of("a"): COUNCIL.id}
        assert first_seen(connection, ids).keys() == {uuid_of("a")}
        assert [it.name for it in services_by_id(connection, ids)] == ["a"]
        assert held(connection, ids) == {}
        take_out(connection, ids)


def test_flagged_services_are_read_together(engine: Engine) -> None:
    told = [
        service(f"f{n}", COUNCIL, name=f"f{n}", locations=(place(f"p{n}", confidential=True),))
        for n in range(40)
    ]
    stage(engine, [StagedRecord(it.name, n, "offered", None, it) for n, it in enumerate(told)])
    stage(engine, records("between", source=CHARITY), source=CHARITY)
    with reading(engine) as connection, counted(engine) as said:
        flagged = list(flagged_services(connection))
    assert {it.name for it in flagged} == {it.name for it in told}
    assert all(it.has_confidential_place for it in flagged)
    assert len(said) < 25


def test_the_latest_word_on_a_pair_counts(engine: Engine) -> None:
    both = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
    with transaction(engine) as connection:
        for same in (True, None, False):
            judge(connection, word(both, same=same))
            latest = word_on(connection, both)
            assert (latest and latest.same) == same
            assert [it.same for it in words(connection)] == ([] if same is None else [same])


def test_what_speaks_against_a_pair_is_kept_as_such(engine: Engine) -> None:
    told = pair("a", "b", reasons=("Same phone 1", "Other postcodes: A and B"))
    against = Pair(
        **{name: getattr(told, name) for name in told.__struct_fields__ if name != "against"},
        against=told.reasons[1:],
    )
    with transaction(engine) as connection:
        keep_pairs(connection, [against])
        assert pairs(connection) == (against,)
