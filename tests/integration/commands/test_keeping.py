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


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (("--same", "--different", "--by", "maria"), "give one of the two"),
        (("--same", "--by", ""), "1 to 64 letters"),
        (("--same", "--by", "a\nb"), "1 to 64 letters"),
        (("--by", "maria"), "no word to take back"),
    ],
)
def test_a_word_that_cannot_count_is_refused(
    run: Run, pair: tuple[str, str], said: tuple[str, ...], message: str
) -> None:
    code, _, wrong = run("links", "judge", *pair, *said)
    assert code != 0
    assert message in " ".join(wrong.split())
    code, out, told = run("links", "judged")
    assert (code, out, "Nobody has judged" in told) == (0, "", True)


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


def test_an_answer_that_cannot_be_understood_is_asked_again(
    run: Run, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(("x", "yellow", "no"))
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    _, out, _ = run("links", "review", "--by", "maria")
    assert "'x' is none of y, n, s and q" in out
    assert "'yellow' is none of" in out
    (word,) = msgspec.json.decode(run("links", "judged", "--json")[1])
    assert (word["left_id"], word["same"]) == (pair[0], False)


def test_nobody_goes_through_pairs_without_a_name(run: Run, pair: tuple[str, str]) -> None:
    code, out, _ = run("links", "review", "--by", " ")
    assert (code, pair[0] in out) == (2, False)


FLAGGED = (
    "id,name,organization,phones,address,city,postcode,confidential\n"
    "{0},{1},{2},01438 111111,3 Marmalade Row,Stevenage,SG1 3AB,{3}\n"
)


@pytest.fixture
def hiding(run: Run, own: Settings) -> tuple[str, str]:
    """Two records of which linking doubts that they are one; one hides the other's place."""
    told = (
        ("council", "c1", "Orchid Place Outreach Hub", "Orchids", "no"),
        ("vol", "v1", "Orchid Place", "Orchid Trust", "yes"),
    )
    for source, *cells in told:
        feed = own.data_dir / f"{source}.csv"
        feed.write_text(FLAGGED.format(*cells))
        assert run("import", str(feed), "--format", "csv", "--source", source)[0] == 0
    (laid,) = msgspec.json.decode(run("links", "list", "--json")[1])["pairs"]
    return laid["left"]["id"], laid["right"]["id"]


def test_what_hides_a_place_whatever_is_judged_is_named_by_its_record(
    run: Run, own: Settings, hiding: tuple[str, str]
) -> None:
    feed = own.data_dir / "old.csv"
    feed.write_text(FLAGGED.format("o7", "Orchid Place Outreach Hub", "Orchids", "yes"))
    assert run("import", str(feed), "--format", "csv", "--source", "old")[0] == 0
    word = run("links", "judge", *hiding, "--different", "--by", "maria", "--show-place")
    told = " ".join((word[1] + word[2]).split())
    assert "still withheld, on the word of old, record o7" in told
    assert "Marmalade" not in told


def test_a_word_that_shows_a_withheld_place_has_to_say_so(
    run: Run, hiding: tuple[str, str]
) -> None:
    _, out, _ = run("links", "list")
    assert "[address withheld]" in out
    code, out, wrong = run("links", "judge", *hiding, "--different", "--by", "maria")
    assert (code, "--show-place" in wrong, "Marmalade" in out + wrong) == (2, True, False)
    assert run("links", "judge", *hiding, "--different", "--by", "maria", "--show-place")[0] == 0


@pytest.mark.parametrize("sure", [False, True])
def test_going_through_pairs_shows_no_place_unawares(
    run: Run, hiding: tuple[str, str], monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "n")
    monkeypatch.setattr("typer.confirm", lambda *_, **__: sure)
    _, out, _ = run("links", "review", "--by", "maria")
    assert "would be shown to everybody" in " ".join(out.split())
    words = msgspec.json.decode(run("links", "judged", "--json")[1])
    assert [(it["left_id"], it["same"]) for it in words] == [(hiding[0], False)] * sure


def test_a_pair_is_shown_with_what_agrees_and_what_differs(
    run: Run, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, _ = run("links", "list")
    name, *_ = [line for line in out.splitlines() if "Chair Exercise" in line]
    assert "differs" in name
    assert "Walking Football" in name
    assert "For: The same phone." in out
    assert all(own in out for own in pair)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x1b[31m", "a" * 300])
def test_a_key_has_an_owner_whose_name_can_be_read(run: Run, own: Settings, name: str) -> None:
    code, out, wrong = run("keys", "create", name)
    assert (code, out) == (2, "")
    assert "name: is 1 to 64 letters" in " ".join(wrong.split())
    with closing(Archive(own.database)) as archive:
        assert archive.keys() == ()


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
