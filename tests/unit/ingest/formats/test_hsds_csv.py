"""HSDS packages of CSV tables: joined, bounded, and whatever belongs to nothing told of."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from wayfinder.domain.hours import Session
from wayfinder.domain.service import Service, TaxonomyTerm
from wayfinder.errors import FeedError
from wayfinder.ingest.formats import hsds_csv, hsds_joining
from wayfinder.ingest.reading import Limits
from wayfinder.ingest.records import Context, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

Tables = dict[str, str]
Read = Callable[..., list[Row]]

SERVICES = "id,organization_id,name,status,url\ns1,o1,Advice,active,https://x.example\n"
WHOLE: Tables = {
    "services": SERVICES + "s2,o1,Befriending,active,\n",
    "organizations": "id,name,website\no1,Friends,https://friends.example\n",
    "organization_identifiers": "id,organization_id,identifier_type,identifier\n"
    "i1,o1,charity-ew,123456\n",
    "locations": "id,location_type,name,latitude,longitude\nl1,physical,Hall,51.75,-0.33\n",
    "addresses": "id,location_id,address_1,city,postal_code\na1,l1,1 High St,St Albans,AL1 3JE\n",
    "service_at_locations": "id,service_id,location_id\nx1,s1,l1\nx2,s2,l1\n",
    "schedules": "id,service_at_location_id,freq,byday,opens_at,closes_at\n"
    "h1,x1,WEEKLY,MO,09:00,17:00\n",
    "contacts": "id,service_id,title\nc1,s1,Desk\n",
    "phones": "id,contact_id,service_id,number\np1,c1,,01727 866100\np2,,s2,116 123\n",
    "service_areas": "id,service_id,name\nv1,s1,Hertfordshire\n",
    "languages": "id,service_id,code\ng1,s1,pl\n",
    "cost_options": "id,service_id,amount\nk1,s1,2.50\n",
    "required_documents": "id,service_id,document\nd1,s1,Proof of address\n",
    "attributes": "id,link_id,link_entity,taxonomy_term_id\nt1,s1,service,e1\n",
    "taxonomy_terms": "id,code,name,taxonomy_id\ne1,242,Libraries,y1\n",
    "taxonomies": "id,name\ny1,esdServiceType\n",
    "service_capacities": "id,service_id,unit_id,available\nq1,s1,u1,3\n",
    "units": "id,name\nu1,bed\n",
}


def folder_of(tables: Tables, at: Path) -> Path:
    for name, text in tables.items():
        (at / f"{name}.csv").write_text(text)
    return at


def zip_of(tables: Tables, inside: str = "") -> BytesIO:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{inside}{name}.csv", text)
    return held


@pytest.fixture
def read(context: Context) -> Read:
    def rows(where: Path | BytesIO, limits: Limits = Limits()) -> list[Row]:  # noqa: B008
        with hsds_csv.opened(where, "package", limits) as feed:
            return list(hsds_csv.read(feed, context))

    return rows


def services(rows: list[Row]) -> list[Service]:
    return [row.service for row in rows if isinstance(row, StagedRecord) and row.service]


def told(rows: list[Row]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, StagedRejection)]


@pytest.mark.parametrize("packed", ["folder", "zip", "zip with a folder in it"])
def test_tables_are_joined_into_services(read: Read, tmp_path: Path, packed: str) -> None:
    where = folder_of(WHOLE, tmp_path) if packed == "folder" else zip_of(
        WHOLE, "export/" if "with" in packed else ""
    )  # fmt: skip
    rows = read(where)
    advice, befriending = services(rows)
    assert told(rows) == []
    assert [row.row for row in rows] == [2, 3]
    assert advice.organization.name == "Friends"
    assert advice.organization.identifiers[0].value == "123456"
    (at,) = advice.locations
    assert (at.location.postcode, at.location.lat_deg) == ("AL1 3JE", 51.75)
    assert at.sessions == (Session(0, 540, 1020),)
    assert [(one.number, one.description) for one in advice.phones] == [("01727 866100", "Desk")]
    assert advice.coverage.rules[0].area_codes == ("E10000015",)
    assert (advice.languages, advice.costs[0].amount) == (("pl",), 2.5)
    assert advice.eligibility.documents == ("Proof of address",)
    assert advice.taxonomy_terms == (TaxonomyTerm("esdServiceType", "242", "Libraries"),)
    assert advice.extensions["capacities"][0]["unit"]["name"] == "bed"
    assert [one.number for one in befriending.phones] == ["116 123"]
    assert befriending.locations[0].sessions == ()


def test_a_service_alone_is_enough(read: Read, tmp_path: Path) -> None:
    (found,) = services(read(folder_of({"services": "id,name\ns1,Advice\n"}, tmp_path)))
    assert found.organization.name == "Advice"


def test_a_row_that_belongs_to_nothing_is_refused_by_its_file_and_row(
    read: Read, tmp_path: Path
) -> None:
    tables = {
        "services": SERVICES,
        "phones": "id,service_id,number\np1,s1,01727 866100\np2,s9,116 123\np3,,116 123\n",
        "service_at_locations": "id,service_id,location_id\nx1,s1,l9\n",
    }
    rows = read(folder_of(tables, tmp_path))
    (kept,) = services(rows)
    assert len(kept.phones) == 1
    assert kept.locations == ()
    assert told(rows) == [
        "services.csv, row 2: organization_id 'o1' is no organization of the package, "
        "so it was left out",
        "service_at_locations.csv, row 2: location_id 'l9' is no location of the package, "
        "so it was left out",
        "phones.csv, row 3: service_id 's9' is no service of the package, so it was left out",
        "phones.csv, row 4: it does not say what it belongs to, so it was left out",
    ]
    refused = [row for row in rows if isinstance(row, StagedRejection)]
    assert len({row.row for row in rows}) == len(rows)
    assert {row.record_id for row in refused} == {None}


def test_rows_that_belong_to_nothing_are_not_told_of_without_end(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hsds_joining, "MAX_TOLD", 2)
    phones = "service_id,number\n" + "s9,116 123\n" * 5
    rows = read(folder_of({"services": "id,name\ns1,Advice\n", "phones": phones}, tmp_path))
    assert len(told(rows)) == 3
    assert "more than 2 rows" in told(rows)[-1]


def test_terms_that_describe_each_other_go_in_no_circle(read: Read, tmp_path: Path) -> None:
    circle = "a1,e1,taxonomy_term,e1\na2,a2,attribute,e1\na3,s1,service,e1\n"
    tables = {
        "services": "id,name\ns1,Advice\n",
        "attributes": f"id,link_id,link_entity,taxonomy_term_id\n{circle}",
        "taxonomy_terms": "id,code\ne1,242\n",
    }
    rows = read(folder_of(tables, tmp_path))
    assert [term.code for term in services(rows)[0].taxonomy_terms] == ["242"]
    assert told(rows) == []


def test_a_description_names_the_tables(read: Read, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "export-1.csv").write_text(SERVICES)
    resources = [
        {"name": "services", "path": "data/export-1.csv"},
        {"name": "phones", "path": "../../etc/passwd"},
        {"name": "contacts", "path": "https://x.example/contacts.csv"},
        "odd",
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    (found,) = services(read(tmp_path))
    assert found.name == "Advice"


def test_an_archive_is_no_larger_than_it_may_be_whatever_it_says(read: Read) -> None:
    bomb = zip_of({"services": SERVICES, "phones": "id,number\n" + "1,2\n" * 3_000_000})
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(FeedError, match="more than 1,000,000 bytes unpacked"):
        read(bomb, Limits(total_bytes=1_000_000))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"id,name\n", "neither a folder nor a zip archive"),
        (zip_of({"phones": "id\n"}).getvalue(), "no services.csv"),
        (zip_of({"services": "id,name\n"}).getvalue(), "no services.csv with a row"),
        (zip_of(WHOLE).getvalue()[:200], "neither a folder nor a zip archive"),
        (zip_of({"services": 'id,name\ns1,"Adv'}).getvalue(), "services.csv, row 2"),
        (zip_of({f"t{n}": "" for n in range(201)}).getvalue(), "more than 200 files"),
    ],
)
def test_what_is_no_package_says_so(read: Read, content: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        read(BytesIO(content))


def damaged(method: int, at: int, size: int) -> bytes:
    """A package whose services have `size` bytes of 0xff from `at` on in their packed content."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr("services.csv", SERVICES * 99)
    content = bytearray(held.getvalue())
    begin = content.find(b"services.csv") + len("services.csv") + at
    content[begin : begin + size] = b"\xff" * size
    return bytes(content)


def described(flags: int = 0, content: bytes = b"") -> bytes:
    """A package whose description has these flags, and begins, packed, with other content."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", SERVICES)
        archive.writestr("datapackage.json", json.dumps({"resources": []}))
    packed = bytearray(held.getvalue())
    packed[packed.rfind(b"PK\x03\x04") + 6] |= flags
    packed[packed.rfind(b"PK\x01\x02") + 8] |= flags
    begin = packed.find(b"datapackage.json") + len("datapackage.json")
    packed[begin : begin + len(content)] = content
    return bytes(packed)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(described(flags=1), "datapackage.json cannot be read.*encrypted", id="locked"),
        pytest.param(
            described(content=b"\xff" * 4), "datapackage.json cannot be read", id="no deflate"
        ),
        pytest.param(damaged(zipfile.ZIP_LZMA, 12, 18), "services.csv cannot be read", id="LZMA"),
        pytest.param(
            damaged(zipfile.ZIP_LZMA, 4, 5), "services.csv cannot be read", id="LZMA properties"
        ),
        pytest.param(damaged(zipfile.ZIP_LZMA, 2, 2), "services.csv cannot be", id="LZMA size"),
        pytest.param(damaged(zipfile.ZIP_BZIP2, 5, 25), "services.csv cannot be read", id="bzip2"),
        pytest.param(damaged(zipfile.ZIP_DEFLATED, 0, 9), "services.csv cannot be", id="deflate"),
    ],
)
def test_a_damaged_or_locked_archive_names_the_file_and_its_fault(
    read: Read, content: bytes, says: str
) -> None:
    with pytest.raises(FeedError, match=says):
        read(BytesIO(content))


def test_a_table_that_is_not_there_is_a_missing_file(read: Read, tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="neither a folder nor a zip archive"):
        read(tmp_path / "nowhere.zip")
