"""An address that one source holds to be confidential is shown by no other as long as nobody has
judged whether their records are one; and no word opens it unawares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import Engine

from tests.integration.ingest.conftest import Import
from wayfinder.archive import Archive
from wayfinder.errors import PlaceWouldShow
from wayfinder.ingest.publishing import publish
from wayfinder.store.engine import reading, transaction
from wayfinder.store.joint import joint_services
from wayfinder.store.links import pairs

COLUMNS = "id,name,organization,phones,url,address,city,postcode,confidential\n"
ADDRESS = "3 Marmalade Row"
AT = f"{ADDRESS},Stevenage,SG1 3AB"
OPEN = {
    # The same name but for the town; nothing else in common but the place.
    "reordered": f"SC20,Stevenage Orchid Place,Borough Lettings,01438 222222,,{AT},no\n",
    # Another name and owner; the same phone and website: linking only doubts.
    "doubtful": f"SC20,Orchid Place Outreach Hub,Orchids,01438 111111,,{AT},no\n",
    "certain": f"SC20,Orchid Place,Orchid Trust Ltd,01438 111111,https://o.example,{AT},no\n",
    "elsewhere": "SC20,Orchid Place Outreach Hub,Orchids,01438 111111,,9 High St,Ware,SG12 9AA,\n",
}
FLAGGED = f"v10,Orchid Place,Orchid Trust,01438 111111,https://o.example,{AT},yes\n"
LATER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def archive(engine: Engine) -> Iterator[Archive]:
    with closing(Archive(engine.url.render_as_string(hide_password=False))) as archive:
        yield archive


def shown(engine: Engine) -> str:
    """All that the latest release tells."""
    with reading(engine) as connection:
        return msgspec.json.encode(list(joint_services(connection))).decode()


def publish_again(engine: Engine) -> None:
    with transaction(engine) as connection:
        publish(connection, LATER)


def verdicts(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [it.verdict for it in pairs(connection)]


def ids(engine: Engine) -> tuple[str, str]:
    with reading(engine) as connection:
        (pair,) = pairs(connection)
    return pair.left_id, pair.right_id


@pytest.mark.parametrize("kind", ["reordered", "doubtful", "certain"])
@pytest.mark.parametrize("first", ["council", "vol"])
def test_it_is_shown_in_no_release_before_somebody_has_judged(
    run_import: Import, engine: Engine, kind: str, first: str
) -> None:
    feeds = {"council": OPEN[kind], "vol": FLAGGED}
    run_import(COLUMNS + feeds.pop(first), source=first, publish=False)
    ((other, feed),) = feeds.items()
    run_import(COLUMNS + feed, source=other, day=2)
    for _ in range(3):
        assert ADDRESS not in shown(engine)
        publish_again(engine)


def test_another_address_is_shown(run_import: Import, engine: Engine) -> None:
    run_import(COLUMNS + OPEN["elsewhere"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    assert "doubtful" in verdicts(engine)
    assert "9 High St" in shown(engine)


def test_it_stays_hidden_when_the_flagged_record_is_withdrawn(
    run_import: Import, engine: Engine
) -> None:
    run_import(COLUMNS + OPEN["doubtful"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    rest = "v11,Walking Football,Kickers,01462 333333,,1 Low Road,Hitchin,SG5 1AA,no\n"
    run_import(COLUMNS + rest, source="vol", day=3)
    for _ in range(3):
        assert ADDRESS not in shown(engine)
        publish_again(engine)


def test_two_services_is_a_word_that_shows_it_and_has_to_say_so(
    run_import: Import, engine: Engine, archive: Archive
) -> None:
    run_import(COLUMNS + OPEN["doubtful"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    pair = ids(engine)
    with pytest.raises(PlaceWouldShow) as refused:
        archive.judge(*pair, False, "maria", None)
    assert ADDRESS not in refused.value.detail
    assert archive.judged() == ()
    archive.judge(*pair, False, "maria", None, show_place=True)
    publish_again(engine)
    assert ADDRESS in shown(engine)


def test_what_is_named_alike_goes_on_hiding_it_whatever_is_said_of_the_pair(
    run_import: Import, engine: Engine, archive: Archive
) -> None:
    run_import(COLUMNS + OPEN["certain"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    archive.judge(*ids(engine), False, "maria", None)
    publish_again(engine)
    assert ADDRESS not in shown(engine)


def test_a_word_that_is_taken_back_leaves_a_doubt(
    run_import: Import, engine: Engine, archive: Archive
) -> None:
    apart = f"SC20,Rooms to let,Borough Lettings,01438 222222,,{AT},no\n"
    run_import(COLUMNS + apart, source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    assert ADDRESS in shown(engine), "another owner in the same house is shown"
    with reading(engine) as connection:
        one, other = (it.id for it in joint_services(connection))
    archive.judge(one, other, True, "maria", None)
    publish_again(engine)
    assert verdicts(engine) == ["certain"]
    archive.judge(one, other, None, "maria", None)
    for _ in range(2):
        publish_again(engine)
        assert verdicts(engine) == ["doubtful"], "it waits for a person again"
        assert ADDRESS not in shown(engine)
    with pytest.raises(PlaceWouldShow):
        archive.judge(one, other, False, "maria", None)


def test_a_word_on_a_pair_that_hides_nothing_needs_no_more(
    run_import: Import, engine: Engine, archive: Archive
) -> None:
    run_import(COLUMNS + OPEN["elsewhere"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED, source="vol", day=2)
    assert archive.judge(*ids(engine), False, "maria", None).same is False


@pytest.mark.parametrize("status", ["active", "temporarily closed"])
@pytest.mark.parametrize("kind", ["doubtful", "certain"])
def test_a_refuge_that_is_closed_for_a_month_hides_as_well(
    run_import: Import, engine: Engine, kind: str, status: str
) -> None:
    flagged = FLAGGED.replace(",yes\n", f",yes,{status}\n")
    run_import(COLUMNS + OPEN[kind], source="council", publish=False)
    run_import(
        COLUMNS.replace("confidential", "confidential,status") + flagged, source="vol", day=2
    )
    for _ in range(2):
        assert ADDRESS not in shown(engine)
        publish_again(engine)
    assert verdicts(engine) == [kind]


def test_reasons_found_before_a_place_was_hidden_do_not_tell_it(
    run_import: Import, archive: Archive
) -> None:
    run_import(COLUMNS + OPEN["doubtful"], source="council", publish=False)
    run_import(COLUMNS + FLAGGED.replace(",yes", ",no"), source="vol", day=2)
    (before,) = archive.pairs("doubtful", 9).pairs
    assert "Same postcode SG1 3AB" in before.reasons
    run_import(COLUMNS + FLAGGED, source="vol", day=3)
    (told,) = archive.pairs("doubtful", 9).pairs
    assert told.left.address_withheld
    assert told.right.address_withheld
    assert not [it for it in told.reasons if "SG1" in it or "number 3" in it or "address" in it]


LODGINGS = "{0},Wrenfield Lodgings,Wrenfield Lets,01438 555222{1},{2},Stevenage,SG1 1EH,no,{3}\n"
HUB = (
    "3,Wrenfield Lodgings hub,Orchid Trust,01438 555111,12 Quillwort Lane,Stevenage,SG1 1EH,yes,\n"
)


def test_what_hides_only_by_being_merged_loses_its_own_spelling_of_the_place(
    run_import: Import, engine: Engine
) -> None:
    columns = "id,name,organization,phones,address,city,postcode,confidential,description\n"
    told = {
        "b": LODGINGS.format(2, "; 01438 555111", "12 Quillwort Lane", "Rooms"),
        "c": LODGINGS.format(1, "", "Quillwort House", "Lodgings. We are in Quillwort House."),
        "d": LODGINGS.format(7, "", "9 Mallow Court", "Lodgings. We are in 9 Mallow Court."),
        "a": HUB,
    }
    for day, (source, row) in enumerate(told.items(), start=1):
        run_import(columns + row, source=source, day=day)
    for _ in range(2):
        assert not [it for it in ("Quillwort", "Mallow", "SG1") if it in shown(engine)]
        publish_again(engine)


@pytest.mark.parametrize(
    ("wrong", "is_open_before"),
    [("food-parcels", False), ("food-parcels", True), ("food-parcels,extra", False)],
)
def test_a_slip_in_a_flagged_row_shows_its_place_in_no_other_source(
    engine: Engine, run_import: Import, wrong: str, is_open_before: bool
) -> None:
    columns = COLUMNS.replace("\n", ",assured_date\n")
    if is_open_before:
        run_import(COLUMNS + FLAGGED.replace(",yes", ",no"), source="trust")
    run_import(COLUMNS + OPEN["certain"], source="council", day=2)
    assert ADDRESS in shown(engine)
    done = run_import(f"{columns}{FLAGGED.rstrip()},{wrong}\n", source="trust", day=3)
    assert ADDRESS not in shown(engine)
    assert (done.read, done.rejected, len(done.rejections)) == (1, 0, 1)
    assert ADDRESS not in done.rejections[0].excerpt
