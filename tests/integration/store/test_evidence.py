"""What quality is measured by: one state of the store, and a sign of when it is another."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Engine

from tests.integration.store.making import (
    CHARITY,
    COUNCIL,
    MONDAY,
    TUESDAY,
    place,
    record,
    records,
    stage,
    uuid_of,
)
from wayfinder.domain.links import Judgement, Pair, pair_ids
from wayfinder.domain.source import Source
from wayfinder.ingest.publishing import publish
from wayfinder.store.alerts import raise_alert
from wayfinder.store.engine import reading, transaction
from wayfinder.store.evidence import LatestImport, evidence, state
from wayfinder.store.links import judge, keep_pairs
from wayfinder.store.records import StagedRejection
from wayfinder.store.sources import keep_declared


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
        assert sorted(each.service.name for each in found.listed) == ["a", "c"]
        assert (list(found.merged), found.services) == ([], None)


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


def test_of_one_source_there_is_what_concerns_it_and_no_more(engine: Engine) -> None:
    """Two sources list "b" and "x" of one owner, which are one by a person's word; a third has a
    pair that is nobody else's."""
    third = Source(id="third", name="A third")
    stage(engine, records("a", "b"), now=MONDAY)
    stage(engine, [record("x", source=CHARITY, description="Another")], source=CHARITY, now=MONDAY)
    refused = StagedRejection(3, None, "name", "name: is missing", "x")
    stage(engine, records("y", "z", source=third), [refused], source=third, now=MONDAY)
    with transaction(engine) as connection:
        left, right = pair_ids(uuid_of("b"), uuid_of("x"))
        judge(
            connection,
            Judgement(left_id=left, right_id=right, same=True, judged_by="m", judged_at=MONDAY),
        )
        publish(connection, TUESDAY)
        pairs = [pair_ids(uuid_of(one), uuid_of(other)) for one, other in ("ax", "yz", "az")]
        keep_pairs(
            connection,
            [
                Pair(left_id=left, right_id=right, score=0.7, verdict="doubtful", reasons=())
                for left, right in sorted(pairs)
            ],
        )
    with reading(engine) as connection:
        whole = evidence(connection)
        assert (len(list(whole.listed)), len(list(whole.merged)), whole.services) == (5, 1, 4)
        for source, names, merged, its_pairs, services in (
            (COUNCIL, ["a", "b"], 1, {pairs[0], pairs[2]}, 2),
            (CHARITY, ["x"], 1, {pairs[0]}, 1),
            (third, ["y", "z"], 0, {pairs[1], pairs[2]}, 2),
        ):
            found = evidence(connection, source.id)
            assert len(found.sources) == 3
            assert sorted(each.service.name for each in found.listed) == names
            assert len(list(found.merged)) == merged
            assert {(it.left_id, it.right_id) for it in found.pairs} == its_pairs
            assert found.services == services
            assert list(found.rejections) == [source.id]


def test_what_one_source_hides_and_another_shows_is_marked_at_the_one_that_shows_it(
    engine: Engine,
) -> None:
    told: dict[str, Any] = {"address_lines": ("12 Hidden Lane",), "postcode": "SG14 1ZZ"}
    hidden = place("door", confidential=True, **told)
    hers = record("Hope House", source=CHARITY, description="12 Hidden Lane", locations=(hidden,))
    stage(engine, [hers], source=CHARITY)
    shown: dict[str, dict[str, Any]] = {
        "Hope House": {"locations": (place("open door", **told),)},
        "Advice": {"description": "Ask at 12 Hidden Lane, SG14 1ZZ"},
        "Walks": {"description": "Every Monday"},
    }
    stage(engine, [record(f"c {name}", name=name, **more) for name, more in shown.items()])
    with reading(engine) as connection:
        found = list(evidence(connection).listed)
    marked = {(it.service.origin("*").source_id, it.service.name) for it in found if it.gives_away}
    assert marked == {(COUNCIL.id, "Hope House"), (COUNCIL.id, "Advice")}
    assert "Hidden" not in str(found)


def test_an_import_an_alert_and_the_manifest_make_it_another_state(engine: Engine) -> None:
    states = []
    for step in (
        lambda: None,
        lambda: stage(engine, records("a")),
        lambda: stage(engine, records("a", "b"), now=TUESDAY),
        lambda: alert(engine),
        lambda: licensed(engine),
    ):
        step()
        with reading(engine) as connection:
            assert state(connection) == state(connection)
            states.append(state(connection))
    assert len(set(states)) == len(states)


def licensed(engine: Engine) -> None:
    with transaction(engine) as connection:
        keep_declared(connection, [replace(COUNCIL, licence="OGL-UK-3.0")], TUESDAY)


def alert(engine: Engine) -> None:
    with transaction(engine) as connection:
        raise_alert(connection, COUNCIL.id, "feed_shrank", "100 to 3", TUESDAY)
