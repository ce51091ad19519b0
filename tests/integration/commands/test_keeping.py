"""The keepers' commands: a service with its sources, pairs to judge, keys."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import msgspec
import pytest

from tests.integration.commands.conftest import Run
from wayfinder.archive import Archive
from wayfinder.domain.links import Pair
from wayfinder.settings import Settings
from wayfinder.store.directory import offered_services
from wayfinder.store.engine import open_engine, reading, transaction
from wayfinder.store.links import judgements, keep_pairs

HEADER = "id,name,organization,phones,summary\n"
SAID = {
    "ours": "A1,Chair Exercise,Steady Trust,01438 000000,Seated exercise\n",
    "theirs": "B1,Walking Football,Gentle Trust,01462 111111,Football at a walk\n",
}


@pytest.fixture
def pair(run: Run, own: Settings) -> tuple[str, str]:
    """Two services that linking is unsure of."""
    for source, row in SAID.items():
        feed = own.data_dir / f"{source}.csv"
        feed.write_text(HEADER + row)
        assert run("import", str(feed), "--format", "csv", "--source", source)[0] == 0
    engine = open_engine(own.database)
    with transaction(engine) as connection:
        one, other = sorted(it.id for it in offered_services(connection))
        pair = Pair(
            left_id=one,
            right_id=other,
            score=0.7,
            verdict="doubtful",
            reasons=("The same phone.",),
        )
        keep_pairs(connection, [pair])
    engine.dispose()
    return one, other


def test_a_service_is_shown_with_where_each_field_is_from(run: Run, pair: tuple[str, str]) -> None:
    _, out, _ = run("service", pair[0])
    assert "Seated exercise" in out or "Football at a walk" in out
    assert "ours" in out or "theirs" in out
    _, out, _ = run("service", pair[0], "--json")
    assert msgspec.json.decode(out)["provenance"]["phones"]["source"] in SAID
    assert run("service", "5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a01")[0] == 2


def test_a_pair_that_was_judged_is_not_asked_again(run: Run, pair: tuple[str, str]) -> None:
    _, out, _ = run("links", "list", "--json")
    (waiting,) = msgspec.json.decode(out)["pairs"]
    assert (waiting["left"]["id"], waiting["right"]["id"]) == pair
    assert run("links", "judge", *reversed(pair), "--different", "--by", "maria")[0] == 0
    assert msgspec.json.decode(run("links", "list", "--json")[1])["pairs"] == []
    (word,) = msgspec.json.decode(run("links", "judged", "--json")[1])
    assert (word["same"], word["judged_by"]) == (False, "maria")
    assert run("links", "judge", *pair, "--by", "maria")[0] == 0
    assert msgspec.json.decode(run("links", "list", "--json")[1])["total"] == 1


def test_a_pair_is_two_records_that_are_known(run: Run, pair: tuple[str, str]) -> None:
    nobody = "5f4d2f6c-0f43-4a52-8c2b-3d6a0e8b9a01"
    assert run("links", "judge", pair[0], pair[0], "--same", "--by", "maria")[0] == 2
    assert run("links", "judge", pair[0], nobody, "--same", "--by", "maria")[0] == 2


def test_pairs_are_gone_through_one_by_one(
    run: Run, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch, own: Settings
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "y")
    _, out, _ = run("links", "review", "--by", "maria")
    assert "The same phone." in out
    engine = open_engine(own.database)
    with reading(engine) as connection:
        assert judgements(connection) == {pair: True}
    engine.dispose()


def test_a_key_is_shown_once_and_opens_until_it_is_revoked(run: Run, own: Settings) -> None:
    _, out, _ = run("keys", "create", "maria")
    key = out.strip()
    with closing(Archive(own.database)) as archive:
        assert archive.holder(key) == "maria"
        assert archive.holder(key + "x") is None
        assert run("keys", "create", "maria")[0] == 2
        assert run("keys", "revoke", "maria")[0] == 0
        assert archive.holder(key) is None
    (listed,) = msgspec.json.decode(run("keys", "list", "--json")[1])
    assert listed["name"] == "maria"
    assert datetime.fromisoformat(listed["revoked_at"]) <= datetime.now(UTC)
    assert key not in run("keys", "list", "--json")[1]
