"""Linking within releases: what is merged, undone and remembered."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from tests.integration.store.making import MONDAY
from wayfinder.domain.changes import Cursor
from wayfinder.domain.links import Judgement
from wayfinder.domain.service import Organization, Service
from wayfinder.ingest.publishing import publish
from wayfinder.store.changes import changes_after
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import joint_services, members
from wayfinder.store.links import judge, pairs
from wayfinder.store.releases import latest_release

COLUMNS = "id,name,organization,phones,address,postcode\n"
COUNTY = COLUMNS + (
    'lib,Oak Library,Herts County Council,01438 312345,"7 High Street, Oak",SG1 1HD\n'
    "walk,Oak Walkers,Oak Walkers,01438 312346,,SG1 1HD\n"
)
CHARITY = COLUMNS + (
    'x7,The Oak Library,Hertfordshire County Council,+44 1438 312345,"7 High St, Oak",sg11hd\n'
    "x8,Oak Rooms,Oak Rooms Trust,,,SG1 1HD\n"
)


def joint(engine: Engine) -> dict[str, Service]:
    with reading(engine) as connection:
        return {it.id: it for it in joint_services(connection)}


def test_a_merge_that_a_person_undoes_gives_both_back_as_they_were(
    run_import: Import, engine: Engine, offered: Callable[[], dict[str, Service]]
) -> None:
    run_import(COUNTY, source="county")
    run_import(CHARITY, source="charity", day=2)
    told = offered()
    one, other = told["Oak Library"], told["The Oak Library"]
    merged = joint(engine)
    with reading(engine) as connection:
        assert members(connection) in ({one.id: other.id}, {other.id: one.id})
        (pair,) = pairs(connection, "certain")
    assert len(merged) == 3
    assert "Same phone +441438312345" in pair.reasons

    with transaction(engine) as connection:
        judge(connection, word(pair.left_id, pair.right_id, same=False))
    run_again(engine)

    again = joint(engine)
    assert {own: unowned(it) for own, it in again.items()} == {
        it.id: unowned(it) for it in told.values()
    }
    council = {again[it.id].organization.id for it in (one, other)}
    assert len(council) == 1, "two services of one council, still"
    with reading(engine) as connection:
        assert members(connection) == {}
        assert pairs(connection) == ()

    with transaction(engine) as connection:
        judge(connection, word(pair.left_id, pair.right_id, same=None))
    run_again(engine)
    assert joint(engine).keys() == merged.keys()


def test_what_a_person_joins_is_merged(run_import: Import, engine: Engine) -> None:
    run_import(COUNTY, source="county")
    run_import(CHARITY, source="charity", day=2)
    by_name = {it.name: it.id for it in joint(engine).values()}
    walkers, rooms = sorted((by_name["Oak Walkers"], by_name["Oak Rooms"]))
    with transaction(engine) as connection:
        judge(connection, word(walkers, rooms, same=True))
    run_again(engine)
    assert len(joint(engine)) == 2


def unowned(service: Service) -> Service:
    """The service but for its organisation, which all sources tell of as one."""
    only = {"*": service.origin("*")}
    whose = Organization(id="o", name="Any")
    return replace(service, organization=whose, origins=only, conflicts={})


def word(left_id: str, right_id: str, *, same: bool | None) -> Judgement:
    return Judgement(
        left_id=left_id, right_id=right_id, same=same, judged_by="Ann", judged_at=MONDAY
    )


def run_again(engine: Engine) -> None:
    """The next release, of the same records."""
    with transaction(engine) as connection:
        publish(connection, MONDAY)


def test_nothing_changes_when_nothing_is_said(run_import: Import, engine: Engine) -> None:
    run_import(COUNTY, source="county")
    run_import(CHARITY, source="charity", day=2)
    with transaction(engine) as connection:
        first, again = publish(connection, MONDAY), publish(connection, MONDAY)
        told = changes_after(connection, Cursor.behind(first.number), 99, again.number)
    assert told == ()


def test_a_service_goes_on_under_another_id_when_its_first_source_leaves(
    run_import: Import, engine: Engine
) -> None:
    run_import(COUNTY, source="county")
    run_import(CHARITY, source="charity", day=2)
    merged = joint(engine)
    rest = COLUMNS + "walk,Oak Walkers,Oak Walkers,01438 312346,,SG1 1HD\n"
    run_import(rest, source="county", day=3)
    with reading(engine) as connection:
        latest = latest_release(connection)
        assert latest
        told = changes_after(connection, Cursor.behind(latest.number - 1), 99, latest.number)
    gone = [it for it in told if it.kind in ("withdrawn", "merged")]
    now = joint(engine)
    assert [(it.kind, it.merged_into in now) for it in gone] == [("merged", True)]
    assert gone[0].service_id in merged
