"""Where a refuge stands cannot be found out: wherever in its district it is, everything that
leaves the house is the same, byte for byte."""

from __future__ import annotations

import json
import logging
import random
import re
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from tests.caller import Caller
from tests.integration.conftest import workroom_of
from wayfinder.app import create_app
from wayfinder.archive import Archive
from wayfinder.cli import main
from wayfinder.desk import Desk
from wayfinder.domain.enquiry import Enquiry, Filters, Person
from wayfinder.domain.source import Source
from wayfinder.errors import WayfinderError
from wayfinder.settings import Settings
from wayfinder.store.engine import open_engine, reading

FIRST = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLOCKS = ("workroom", "intake", "desk", "archive", "api.match", "api.services")


class Site(msgspec.Struct, frozen=True):
    """One place where the refuge may stand."""

    address: str
    postcode: str
    lat_deg: float
    lon_deg: float


SITES = (
    Site("12 Quillwort Lane", "SG1 1EH", 51.903747, -0.202506),
    Site("7 Zebrafinch Close", "SG2 9TH", 51.895746, -0.156695),  # at the edge of the district
    Site("Flat 3, 88 Ptarmigan Road", "SG1 4AB", 51.924239, -0.211912),
)
COLUMNS = "id,name,organization,summary,address,city,postcode,latitude,longitude,confidential"
REFUGE = "Safe at Last"
SOURCES = ("others", "council", "trust", "hope", "lettings", "charities")


def told_openly(site: Site) -> str:
    """The council's list, which does not know that the place is confidential; in other spelling."""
    spelt = site.address.upper().replace(",", "")
    summary = f"Somewhere to stay. Come to {site.address} {site.postcode}."
    place = f'"{spelt}",Stevenage,{site.postcode.lower().replace(" ", "")},,,no'
    row = f'r,"{REFUGE.upper()}",Haven Trust,"{summary}",{place},within 5 miles,refuge'
    return f"{COLUMNS},coverage,needs\n{row}\n"


def flagged(site: Site) -> str:
    """The trust's own list."""
    place = f'"{site.address}",Stevenage,{site.postcode},{site.lat_deg},{site.lon_deg},yes'
    return (
        f"{COLUMNS},coverage,needs\n"
        f'own,{REFUGE},Haven Trust,"Somewhere safe to stay",{place},,refuge\n'
        f'near,{REFUGE} for families,Haven Trust,"Safe to stay",{place},within 10 miles,refuge\n'
    )


def registered(name: str, owner: str, site: Site, *, is_flagged: bool) -> str:
    """A feed of one service, whose owner is told by the number of its charity."""
    location = {
        "id": f"{owner} 1",
        "latitude": site.lat_deg,
        "longitude": site.lon_deg,
        "confidential": is_flagged,
        "addresses": [
            {"address_1": site.address, "city": "Stevenage", "postal_code": site.postcode}
        ],
    }
    number = {"identifier_scheme": "GB-CHC", "identifier": "1234567"}
    service = {
        "id": name,
        "name": name,
        "status": "active",
        "description": f"We are at {site.address}, {site.postcode}.",
        "organization": {"id": owner, "name": owner, "organization_identifiers": [number]},
        "service_at_locations": [{"id": f"{owner} at", "location": location}],
    }
    return json.dumps({"contents": [service]})


def under_another_name(site: Site) -> str:
    """A list that shares no word with the trust's; only a person can know that it is the same."""
    place = f'"{site.address}",Stevenage,{site.postcode},{site.lat_deg},{site.lon_deg},no'
    hours = f'"Ring at {site.address}, {site.postcode}"'
    return (
        f"{COLUMNS},hours_text,phones\n"
        f'u,Rooms to let,Borough Lettings,"Ring at {site.address}",{place},{hours},\n'
    )


def others() -> str:
    """Thirty services around Stevenage, whose order among the refuge's could tell something."""
    rng = random.Random(5)
    rows = (
        f"o{n},Somewhere to stay {n},Trust {n},Advice,{n} High Street,,,"
        f"{51.9 + rng.uniform(-0.2, 0.2):.5f},{-0.2 + rng.uniform(-0.3, 0.3):.5f},no,refuge"
        for n in range(30)
    )
    return "\n".join((f"{COLUMNS},needs", *rows)) + "\n"


class House:
    """A directory with the refuge at one site, and all that can be got out of it."""

    def __init__(self, settings: Settings, site: Site, clock: list[datetime]) -> None:
        self.settings, self.site = settings, site
        feeds = (
            ("others", "csv", others()),
            ("council", "csv", told_openly(site)),
            ("trust", "csv", flagged(site)),
            ("hope", "oruk", registered("Hope House", "Hope Trust", site, is_flagged=True)),
            ("lettings", "csv", under_another_name(site)),
            ("charities", "oruk", registered("Move on", "Esperance", site, is_flagged=False)),
        )
        with closing(workroom_of(settings)) as workroom:
            self.summaries = []
            for day, (name, format, feed) in enumerate(feeds):
                clock[0] = FIRST + timedelta(days=day)
                file = settings.data_dir / f"{name}.{'csv' if format == 'csv' else 'json'}"
                file.write_text(feed, "utf-8")
                source = Source(id=name, name=name, format=format)
                publish = name not in ("others", "lettings")
                done = workroom.import_feed(source, str(file), publish=publish)
                self.summaries.append(msgspec.json.encode(done))
                file.unlink()
                if name == "lettings":
                    self.judge()
        clock[0] = FIRST + timedelta(days=9)
        self.desk = Desk(
            index_dir=settings.index_dir,
            gazetteer_path=settings.gazetteer_path,
            directory=settings.directory,
        )
        self.caller = Caller(create_app(settings))

    def judge(self) -> None:
        """Somebody knows that the lettings are the refuge."""
        with closing(Archive(self.settings.database)) as archive:
            same = self.record("trust", "own"), self.record("lettings", "u")
            archive.judge(*same, True, "maria", None)

    def record(self, source: str, record_id: str) -> str:
        """The id of the service that a record of a source speaks of."""
        engine = open_engine(self.settings.database)
        query = text(
            "SELECT service_id FROM source_records WHERE source_id = :s AND record_id = :r"
        )
        with reading(engine) as connection:
            found: str = connection.execute(query, {"s": source, "r": record_id}).scalar_one()
        engine.dispose()
        return found

    def ask(self, as_of: datetime | None = None, /, **asked: Any) -> bytes:
        """The whole answer, or the whole refusal."""
        told: dict[str, Any] = {"need": "a women's refuge", "limit": 50}
        enquiry = Enquiry(**told | asked)
        try:
            return msgspec.json.encode(self.desk.answer(enquiry, as_of))
        except WayfinderError as wrong:
            return f"{wrong.code} {wrong.detail}".encode()

    def kept(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the index, and what is published out of the database."""
        for path in sorted(self.settings.index_dir.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.settings.index_dir)), path.read_bytes()
        engine = open_engine(self.settings.database)
        with reading(engine) as connection:
            for table in ("joint_services", "joint_members", "changes", "releases", "link_pairs"):
                rows = connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
                yield table, repr(rows).encode()
        engine.dispose()


def said(house: House, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, bytes]]:
    """Everything that anybody can get to know, however often they ask."""
    yield from enumerate_named("summary", house.summaries)
    yield from enumerate_named("point", (house.ask(**asked) for asked in from_everywhere()))
    home: dict[str, Any] = {"latitude": 51.9, "longitude": -0.19}
    yield from enumerate_named(
        "bisected",
        (house.ask(**home, filters=Filters(max_distance_m=m)) for m in range(100, 30_000, 450)),
    )
    yield from enumerate_named("page", (house.ask(**home, offset=n, limit=1) for n in range(12)))
    for number, site in enumerate(SITES):
        point: dict[str, Any] = {"latitude": site.lat_deg, "longitude": site.lon_deg}
        for asked in (point, {"postcode": site.postcode}):
            for most_m in (None, 100, 5_000):
                wishes = Filters(max_distance_m=most_m)
                yield f"at site {number} {most_m} {list(asked)}", house.ask(**asked, filters=wishes)
    for day in range(10):
        yield f"as of day {day}", house.ask(FIRST + timedelta(days=day, hours=1), **home)
    yield from over_http(house)
    yield "terminal", on_the_terminal(capsys, "match", "a women's refuge", "--postcode", "SG1 2DE")
    yield from to_keepers(house, capsys)


def to_keepers(house: House, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, bytes]]:
    """What the people who keep the directory can ask, by command and with a key."""
    commands: list[tuple[str, ...]] = [("quality", kind) for kind in ("--json", "--csv")]
    commands.append(("quality", "--source", "council"))
    commands += [("links", "list"), ("links", "list", "--certain"), ("links", "list", "--json")]
    commands += [("service", own, *kind) for own in refuges(house) for kind in ((), ("--json",))]
    for command in commands:
        yield " ".join(command), on_the_terminal(capsys, *command)
    with closing(Archive(house.settings.database)) as archive:
        key = {"authorization": f"Bearer {archive.create_key('maria')}"}
    asked = [f"/v1/quality?source={source}" for source in SOURCES]
    for url in ("/v1/quality", *asked, "/v1/links", "/v1/links?verdict=certain"):
        answer = house.caller.get(url, headers=key)
        assert answer.status_code == 200, url
        yield url, answer.content
    for url in ("/quality", *(f"/quality?source={source}" for source in SOURCES)):
        yield url, page(house, url)
    for own in refuges(house):
        yield f"/services/{own}", page(house, f"/services/{own}")


def page(house: House, url: str) -> bytes:
    """A page, without what is new each time it is asked for."""
    answer = house.caller.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    return re.sub(rb"nonce[^ >]*", b"", answer.content)


def refuges(house: House) -> list[str]:
    """The ids of all listings of refuges, under whichever name."""
    body = {"postcode": "SG1 2DE", "limit": 50}
    found = {}
    for need in ("safe at last", "hope house", "move on", "rooms to let"):
        for each in house.caller.post("/v1/match", json=body | {"need": need}).json()["matches"]:
            found[each["service"]["id"]] = each["service"]["name"].lower()
    named = (REFUGE.lower(), "hope house", "move on", "rooms to let")
    return sorted(own for own, name in found.items() if any(it in name for it in named))


def on_the_terminal(capsys: pytest.CaptureFixture[str], *arguments: str) -> bytes:
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(sys, "argv", ["wayfinder", *arguments])
        main()
    return capsys.readouterr().out.encode()


def enumerate_named(
    name: str, answers: Iterator[bytes] | list[bytes]
) -> Iterator[tuple[str, bytes]]:
    for number, answer in enumerate(answers):
        yield f"{name} {number}", answer


def from_everywhere() -> Iterator[dict[str, Any]]:
    """Two hundred points in and around the district, and what else can be asked there."""
    rng = random.Random(8)
    for number in range(200):
        wishes = Filters(
            max_distance_m=rng.choice([None, None, rng.uniform(50, 40_000)]),
            free=rng.random() < 0.1,
            open_now=rng.random() < 0.1,
        )
        yield {
            "latitude": 51.9 + rng.uniform(-0.25, 0.25),
            "longitude": -0.19 + rng.uniform(-0.4, 0.4),
            "need": rng.choice(["a women's refuge", "safe at last", "haven trust"]),
            "filters": wishes,
            "person": Person(age=rng.choice([None, 30])),
            "include_near_misses": number % 2 == 0,
        }
    for postcode in ("SG1 2DE", "SG2 8DP", "SG1", "SG2", "AL1 3JE"):
        yield {"postcode": postcode}
    yield {"need": "a women's refuge in Stevenage"}


def over_http(house: House) -> Iterator[tuple[str, bytes]]:
    match = {"need": "a women's refuge", "postcode": "SG1 2DE", "limit": 50}
    answer = house.caller.post("/v1/match", json=match)
    yield "match", answer.content
    ids = [each["service"]["id"] for each in answer.json()["matches"]]
    names = [each["service"]["name"] for each in answer.json()["matches"]]
    hidden = [own for own, name in zip(ids, names, strict=True) if REFUGE.lower() in name.lower()]
    assert len(hidden) == 3
    for own in hidden:
        yield f"service {own}", house.caller.get(f"/v1/services/{own}").content
        for as_of in ("2026-11-03", "2026-11-04"):
            then = f"/v1/services/{own}?as_of={as_of}"
            yield f"then {own}", house.caller.get(then, follow_redirects=True).content
        for postcode in ("SG1 2DE", "SG2 8DP", "AL1 3JE", "SG8"):
            for limit_m in (None, 400, 1_000, 9_000, 30_000):
                body: dict[str, Any] = {"need": "safe", "postcode": postcode}
                body |= {"filters": {"max_distance_m": limit_m}} if limit_m else {}
                check = house.caller.post(f"/v1/services/{own}/check", json=body)
                assert check.status_code == 200
                yield f"check {own} {postcode} {limit_m}", check.content
    yield "changes", house.caller.get("/v1/changes?since=0").content
    with closing(Archive(house.settings.database)) as archive:
        pairs = [archive.pairs("doubtful", 50), archive.pairs("certain", 50)]
        yield "links", msgspec.json.encode(pairs)
    form = {"need": "a women's refuge", "postcode": "SG1 2DE"}
    yield "search page", re.sub(rb"nonce[^ >]*", b"", house.caller.post("/", data=form).content)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A clock that stands where it is set."""
    at = [FIRST]
    for module in CLOCKS:
        monkeypatch.setattr(f"wayfinder.{module}.this_moment", lambda: at[0])
    return at


def house_at(
    site: Site, own: Settings, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> House:
    folder = own.data_dir / site.postcode.replace(" ", "")
    folder.mkdir()
    (folder / "gazetteer").symlink_to(own.gazetteer_path.resolve())
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(folder))
    return House(Settings(), site, clock)


def test_wherever_in_its_district_a_refuge_stands_all_is_the_same(
    own: Settings,
    clock: list[datetime],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    transcripts = []
    for site in SITES:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="wayfinder"):
            house = house_at(site, own, clock, monkeypatch)
            told = dict(said(house, capsys)) | dict(house.kept())
        logged = [each for each in caplog.records if each.name.startswith("wayfinder")]
        messages = "\n".join(
            each.getMessage() for each in logged if each.name != "wayfinder.access"
        )
        told["log"] = messages.encode()
        for name in (each for each in told if not each.startswith("at site")):
            assert traces(site, told[name]) == [], name
        transcripts.append(told)
    first, *rest = transcripts
    assert len(first) > 400
    for other in rest:
        assert other.keys() == first.keys()
        assert [name for name in first if first[name] != other[name]] == []


def traces(site: Site, told: bytes) -> list[bytes]:
    """What of the address stands in these bytes, in any of the ways in which it could."""
    ways = [site.address, site.address.upper(), site.address.split()[-2]]
    ways += [f"{site.lat_deg:.{n}f}" for n in (5, 6)] + [f"{site.lon_deg:.{n}f}" for n in (5, 6)]
    written = [each.encode() for each in ways]
    for value in (site.lat_deg, site.lon_deg):
        written += [struct.pack(f"{order}{kind}", value) for order in "<>" for kind in "df"]
        written += [struct.pack(f"{order}i", round(value * 1_000_000)) for order in "<>"]
    return [each for each in written if each in told]


def test_the_district_is_told_and_nothing_else(
    own: Settings, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_at(SITES[0], own, clock, monkeypatch)
    wide = Filters(max_distance_m=60_000)
    near, far = (
        {
            each["service"]["id"]: each
            for each in json.loads(house.ask(postcode=postcode, filters=wide))["matches"]
            if REFUGE.lower() in each["service"]["name"].lower()
        }
        for postcode in ("SG1 1EH", "AL1 3JE")
    )
    assert len(near) == len(far) == 3
    words = "In Stevenage: the address is confidential, contact them first."
    for own_id, match in near.items():
        assert (match["location"], match["distance_m"]) == (None, None)
        assert words in [each["text"] for each in match["reasons"]]
        assert (far[own_id]["location"], far[own_id]["distance_m"]) == (None, 24140)
    told = json.loads(house.caller.get(f"/v1/services/{next(iter(near))}").content)
    (place,) = told["locations"]
    assert (place["district"], place["postcode"], place["address"]) == ("Stevenage", None, [])


def test_what_is_open_of_the_same_owner_and_what_stands_beside_it_stay_open(
    own: Settings, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_at(SITES[0], own, clock, monkeypatch)
    feed = (
        f"{COLUMNS}\n"
        "hall,Town Hall,Stevenage Council,Council tax,12 Quillwort Lane,,SG1 1EH,,,no\n"
        "office,Haven Trust advice,Haven Trust,Advice,99 High Street,,SG1 4AB,,,no\n"
    )
    with closing(workroom_of(house.settings)) as workroom:
        file = house.settings.data_dir / "more.csv"
        file.write_text(feed, "utf-8")
        clock[0] += timedelta(days=1)
        workroom.import_feed(Source(id="more", name="more", format="csv"), str(file))
    for name in ("Town Hall", "Haven Trust advice"):
        answer = json.loads(house.ask(need=name, postcode="SG1 1EH"))
        found = [each for each in answer["matches"] if each["service"]["name"] == name]
        assert found[0]["location"]["postcode"]
