"""What a resident writes reaches no log, whatever goes wrong."""

from __future__ import annotations

import json
import logging

import pytest

from tests.caller import Caller
from tests.desk import ToldDesk, assembled
from wayfinder.errors import NotReady, UnknownPostcode

NEED = "zebrafinch is frightened of her husband"
POSTCODE = "SG1 1EH"
TRACES = ("zebrafinch", "frightened", "SG1", "1EH", "sg11eh")

DESKS = {
    "answered": ToldDesk(),
    "unknown postcode": ToldDesk(UnknownPostcode(f"{POSTCODE} is not known")),
    "not ready": ToldDesk(NotReady("no release")),
    "fault": ToldDesk(RuntimeError(f"cannot cope with {NEED!r} at {POSTCODE}")),
}


@pytest.mark.parametrize("desk", DESKS.values(), ids=DESKS)
def test_nothing_of_an_enquiry_reaches_the_log(
    desk: ToldDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caller = Caller(assembled(desk))
    with caplog.at_level(logging.DEBUG):
        caller.post("/v1/match", json={"need": NEED, "postcode": POSTCODE})
        caller.post("/v1/match", json={"need": NEED, "postcode": POSTCODE, "limit": 0})
        caller.post("/v1/match", json={"need": NEED * 100, "postcode": POSTCODE * 10})
        caller.post("/v1/match", content=f'{{"need": "{NEED}", "postcode": "{POSTCODE}"'.encode())
        caller.post("/", data={"need": NEED, "postcode": POSTCODE, "age": "9"})
        caller.post("/", data={"need": NEED, "postcode": POSTCODE, "age": NEED})
        caller.get(f"/v1/places/{POSTCODE}")
        caller.get(f"/{NEED}/{POSTCODE}?need={NEED}")
    ours = [each for each in caplog.records if each.name != "httpx"]
    logged = " ".join(f"{each.getMessage()} {each.exc_text or ''}" for each in ours)
    assert len([each for each in ours if each.name == "wayfinder.access"]) == 8
    assert [trace for trace in TRACES if trace in logged] == []


@pytest.mark.parametrize(
    "body",
    [
        {"need": NEED, "postcode": POSTCODE, "limit": 0},
        {"need": NEED * 100, "postcode": POSTCODE * 10},
        {"need": [NEED], "postcode": [POSTCODE]},
        {"need": NEED, "postcode": POSTCODE, "latitude": 51},
        {"need": NEED, "postcode": POSTCODE, "person": {"age": 999}},
        {"need": NEED, "postcode": POSTCODE, "unknown": NEED},
    ],
)
def test_a_refusal_does_not_repeat_what_was_sent(body: dict[str, object]) -> None:
    said = Caller(assembled(ToldDesk())).post("/v1/match", json=body).json()
    told = json.dumps(said).replace('for example \\"SG1 1EH\\"', "")
    assert [trace for trace in TRACES if trace in told] == []


def test_the_access_log_tells_the_route_and_not_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caller = Caller(assembled(ToldDesk()))
    with caplog.at_level(logging.INFO, "wayfinder.access"):
        caller.get(f"/v1/places/{POSTCODE}?x=1")
        caller.get("/static/wayfinder.css")
        caller.get("/nowhere")
    lines = [json.loads(r.getMessage()) for r in caplog.records if r.name == "wayfinder.access"]
    assert [(each["method"], each["route"], each["status"]) for each in lines] == [
        ("GET", "/v1/places/{postcode}", 200),
        ("GET", "/static", 200),
        ("GET", "unmatched", 404),
    ]
    assert all(each["duration_ms"] >= 0 for each in lines)


def test_a_fault_is_logged_by_its_class_and_its_lines(caplog: pytest.LogCaptureFixture) -> None:
    Caller(assembled(DESKS["fault"])).post("/v1/match", json={"need": NEED})
    (fault,) = (r.getMessage() for r in caplog.records if r.name == "wayfinder.faults")
    assert fault.startswith("RuntimeError at ")
    assert "api/match.py:" in fault
