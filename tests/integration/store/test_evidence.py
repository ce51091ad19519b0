"""What quality is measured by: one state of the store, and a sign of when it is another."""

from __future__ import annotations

from sqlalchemy import Engine

from tests.integration.store.making import (
    CHARITY,
    COUNCIL,
    MONDAY,
    TUESDAY,
    records,
    stage,
    uuid_of,
)
from wayfinder.domain.links import Judgement, Pair, pair_ids
from wayfinder.store.alerts import raise_alert
from wayfinder.store.engine import reading, transaction
from wayfinder.store.evidence import LatestImport, evidence, state
from wayfinder.store.links import judge, keep_pairs
from wayfinder.store.records import StagedRejection


def test_every_source_with_its_latest_import_and_what_that_refused(engine: Engine) -> None:
    refused = StagedRejection(3, None, "name", "name: is missing", "x")
    stage(engine, records("a", "b"), [refused], now=MONDAY)
    stage(engine, records("a"), [refused], now=TUESDAY)
    stage(engine, records("c", source=CHARITY), source=CHARITY, now=MONDAY)
    with reading(engine) as connection:
        found = evidence(connection)
        assert [each.id for each in found.sources] == [CHARITY.id, COUNCIL.id]
        assert found.imports == {
            COUNCIL.id: LatestImport(TUESDAY, withdrawn=1),
            CHARITY.id: LatestImport(MONDAY, withdrawn=0),
        }
        assert found.rejections == {COUNCIL.id: (refused,), CHARITY.id: ()}
        assert sorted(each.name for each in found.services) == ["a", "c"]
        assert list(found.joint) == []


def test_pairs_that_somebody_judged_do_not_wait(engine: Engine) -> None:
    stage(engine, records("a", "b", "c"))
    ids = [pair_ids(uuid_of("a"), uuid_of(other)) for other in ("b", "c")]
    with transaction(engine) as connection:
        keep_pairs(
            connection,
            [
                Pair(left_id=left, right_id=right, score=0.7, verdict="doubtful", reasons=())
                for left, right in ids
            ],
        )
        left, right = ids[0]
        judge(
            connection,
            Judgement(left_id=left, right_id=right, same=False, judged_by="x", judged_at=MONDAY),
        )
    with reading(engine) as connection:
        assert [(it.left_id, it.right_id) for it in evidence(connection).pairs] == ids[1:]


def test_an_import_and_an_alert_make_it_another_state(engine: Engine) -> None:
    states = []
    for step in (
        lambda: None,
        lambda: stage(engine, records("a")),
        lambda: stage(engine, records("a", "b"), now=TUESDAY),
        lambda: alert(engine),
    ):
        step()
        with reading(engine) as connection:
            assert state(connection) == state(connection)
            states.append(state(connection))
    assert len(set(states)) == len(states)


def alert(engine: Engine) -> None:
    with transaction(engine) as connection:
        raise_alert(connection, COUNCIL.id, "feed_shrank", "100 to 3", TUESDAY)
