"""For complaints and audits: what was told on an earlier day is told again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests import made_up
from tests.caller import Caller
from tests.integration.commands.conftest import written
from tests.integration.conftest import workroom_of
from wayfinder.app import create_app
from wayfinder.domain.hours import Session
from wayfinder.domain.service import Service
from wayfinder.domain.source import Source
from wayfinder.index.build import build
from wayfinder.settings import Settings

MONDAYS, ALWAYS = (Session(0, 540, 1020),), tuple(Session(day, 0, 1440) for day in range(7))
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = FIRST + timedelta(days=14)

OLD = made_up.service("Damp help", needs=("damp",), sessions=MONDAYS, assured_date=date(2026, 3, 1))
GONE = made_up.service("Damp group", needs=("damp",))
NEW = msgspec.structs.replace(OLD, name="Damp help, renamed")


def publish(root: Path, number: int, moment: datetime, *services: Service) -> None:
    ordered = sorted(services, key=lambda service: service.id)
    build(ordered, made_up.NEEDS, root, release=number, released_at=moment.isoformat())


@pytest.fixture
def caller(own: Settings) -> Iterator[Caller]:
    publish(own.index_dir, 1, FIRST, OLD, GONE)
    publish(own.index_dir, 2, SECOND, NEW)
    yield Caller(create_app(own))


def match(caller: Caller, as_of: str = "") -> dict[str, str]:
    """The names found, each with what is said of its opening; and the release."""
    response = caller.post(f"/v1/match{as_of}", json={"needs": ["damp"]})
    answer = response.json()
    told = {each["service"]["name"]: each["opening"]["status"] for each in answer["matches"]}
    return told | {"release": str(answer["release"])}


def test_each_day_is_answered_from_its_own_release(caller: Caller) -> None:
    before = {"Damp help": "closed", "Damp group": "unknown", "release": "1"}
    assert match(caller, "?as_of=2026-03-02") == before, "the end of that day"
    assert match(caller, "?as_of=2026-03-15") == before
    assert match(caller, "?as_of=2026-03-16") == {"Damp help, renamed": "closed", "release": "2"}
    assert set(match(caller)) == {"Damp help, renamed", "release"}


def test_it_is_open_or_closed_as_it_was_then(caller: Caller) -> None:
    """9 March is a Monday; on the 30th the clocks have gone forward."""
    opening = {
        written: match(caller, f"?as_of={written}")
        for written in ("2026-03-09T09:00Z", "2026-03-09T08:59Z", "2026-03-10T09:00Z")
    }
    assert [told["Damp help"] for told in opening.values()] == ["open", "closed", "closed"]
    assert match(caller, "?as_of=2026-03-30T08:00Z")["Damp help, renamed"] == "open"


def test_a_service_that_was_withdrawn_can_be_read_and_checked_as_of_then(caller: Caller) -> None:
    address, body = f"/v1/services/{GONE.id}", {"needs": ["damp"]}
    assert caller.get(address).status_code == 404
    assert caller.get(f"{address}?as_of=2026-03-15").json()["name"] == "Damp group"
    assert caller.post(f"{address}/check", json=body).status_code == 404
    then = caller.post(f"{address}/check?as_of=2026-03-15", json=body).json()
    assert (then["in_results"], then["release"]) == (True, 1)


def test_a_day_before_all_that_is_kept_is_a_problem_that_says_how_far_back(caller: Caller) -> None:
    for path in ("/v1/match", f"/v1/services/{OLD.id}/check"):
        problem = caller.post(f"{path}?as_of=2026-03-01", json={"needs": ["damp"]}).json()
        assert (problem["code"], problem["oldest_kept"]) == ("release_not_kept", FIRST.isoformat())
        assert problem["front_doors"]
    problem = caller.get(f"/v1/services/{OLD.id}?as_of=2026-03-01").json()
    assert (problem["status"], problem["code"]) == (404, "release_not_kept")


def test_after_a_restart_and_another_release_it_is_told_the_same(
    caller: Caller, own: Settings
) -> None:
    before = match(caller, "?as_of=2026-03-15")
    publish(own.index_dir, 3, SECOND + timedelta(days=1), NEW, GONE)
    assert match(caller, "?as_of=2026-03-15") == before
    assert match(Caller(create_app(own)), "?as_of=2026-03-15") == before


def test_as_many_releases_stay_as_the_setting_says(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYFINDER_KEPT_RELEASES", "2")
    hall = Source(id="hall", name="hall", format="csv")
    with closing(workroom_of(Settings())) as workroom:
        for number in range(1, 5):
            workroom.import_feed(hall, written(tmp_path, f"{number},Class {number},Trust,,,,,"))
    kept = {path.name.split("-")[1] for path in own.index_dir.glob("release-*")}
    assert kept == {"00000003", "00000004"}
