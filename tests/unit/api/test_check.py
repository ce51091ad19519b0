"""`POST /v1/services/{id}/check` and `?as_of=` at the edge."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tests.caller import Caller
from tests.desk import FALLS, ToldDesk, an_answer, assembled, checked_of
from tests.unit.api.test_contract import declared, validator
from wayfinder.domain.answer import Answer
from wayfinder.domain.checked import Checked
from wayfinder.domain.enquiry import Enquiry, Person
from wayfinder.errors import ReleaseNotKept

CHECK = f"/v1/services/{FALLS.id}/check"
MARCH = datetime(2026, 3, 3, 23, 59, 59, 999_999, UTC)


def ask(body: object, desk: ToldDesk | None = None, address: str = CHECK) -> Any:
    return Caller(assembled(desk or ToldDesk())).post(address, json=body)


def test_a_check_is_sent_as_the_matching_gave_it_and_never_cached() -> None:
    response = ask({"need": "falls"})
    assert response.status_code == 200
    assert msgspec.json.decode(response.content, type=Checked) == checked_of(an_answer())
    assert response.headers["cache-control"] == "no-store"


def test_it_is_as_declared() -> None:
    validator(declared("/v1/services/{id}/check", "post", "200")).validate(
        ask({"need": "x"}).json()
    )


def test_its_body_is_that_of_a_match() -> None:
    desk = ToldDesk()
    ask({"need": "falls", "postcode": "SG1 1EH", "person": {"age": 81}}, desk)
    assert desk.asked == [Enquiry(need="falls", postcode="SG1 1EH", person=Person(age=81))]


def test_an_unknown_service_is_a_problem_with_help() -> None:
    class Nowhere(ToldDesk):
        def check(
            self, service_id: str, enquiry: Enquiry, as_of: datetime | None = None
        ) -> Checked:
            self.service(service_id)
            raise AssertionError(f"{service_id} {enquiry} {as_of}")

    problem = ask({"need": "x"}, Nowhere(), "/v1/services/unknown/check").json()
    assert (problem["status"], problem["code"]) == (404, "not_found")


@pytest.mark.parametrize("address", ["/v1/match", CHECK])
@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("", None),
        ("?as_of=", None),
        ("?as_of=2026-03-03", MARCH),
        ("?as_of=2026-03-03T23:59:59.999999Z", MARCH),
    ],
)
def test_the_moment_reaches_the_desk(address: str, as_of: str, moment: datetime | None) -> None:
    desk = ToldDesk()
    assert ask({"need": "x"}, desk, address + as_of).status_code == 200
    assert desk.moments[-1] == moment


def test_a_service_can_be_read_as_of_a_day() -> None:
    desk = ToldDesk()
    caller = Caller(assembled(desk))
    assert caller.get(f"/v1/services/{FALLS.id}?as_of=2026-03-03").status_code == 200
    assert caller.get(f"/v1/services/{FALLS.id}").status_code == 200
    assert desk.moments == [MARCH, None]


class Forgetful(ToldDesk):
    """Keeps nothing old, but answers of today."""

    def answer(self, enquiry: Enquiry, as_of: datetime | None = None) -> Answer:
        if as_of is not None:
            raise ReleaseNotKept("No release that old.", facts={"oldest_kept": "2026-06-01"})
        return super().answer(enquiry)


@pytest.mark.parametrize("address", ["/v1/match", CHECK])
@pytest.mark.parametrize(
    ("as_of", "status", "code"),
    [
        ("2026-03-03", 404, "release_not_kept"),
        ("soon", 422, "invalid_input"),
        ("2999-01-01", 422, "invalid_input"),
    ],
)
def test_a_day_that_cannot_be_asked_hides_neither_danger_nor_doors(
    address: str, as_of: str, status: int, code: str
) -> None:
    problem = ask({"need": "x"}, Forgetful(), f"{address}?as_of={as_of}").json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["urgent"]
    assert problem["front_doors"]
    assert problem.get("oldest_kept") == ("2026-06-01" if status == 404 else None)
    assert [each["field"] for each in problem.get("errors", ())] == ["as_of"] * (status == 422)
    path = "/v1/match" if address == "/v1/match" else "/v1/services/{id}/check"
    validator(declared(path, "post", str(status))).validate(problem)


def test_nothing_of_a_check_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    body = {"need": "zebrafinch is frightened", "postcode": "CB10 1AA"}
    with caplog.at_level(logging.DEBUG):
        for desk in (ToldDesk(), ToldDesk(RuntimeError("zebrafinch at CB10 1AA"))):
            ask(body, desk)
            ask(body | {"limit": 0}, desk)
    ours = [each for each in caplog.records if each.name != "httpx"]
    logged = " ".join(f"{each.getMessage()} {each.exc_text or ''}" for each in ours)
    assert "/v1/services/{id}/check" in logged
    assert not [trace for trace in ("zebrafinch", "CB10", "frightened") if trace in logged]
