"""The manifest of sources, and errors that name the entry at fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wayfinder.domain.service import Sector
from wayfinder.errors import DirectoryError
from wayfinder.ingest.fetching.manners import Manners
from wayfinder.ingest.sources import DEFAULT_TERMS, load_sources, source_id_fault

FORMATS = frozenset(("csv", "oruk"))
GOOD = """
[[source]]
id = "ours"
name = "Our list"
format = "csv"
file = "services/ours.csv"
trust = 0.3
enabled = true
sector = "voluntary"
coverage = ["E10000015"]

[[source]]
id = "council"
name = "The council's feed"
format = "oruk"
url = "https://example.org/v3"
"""


def test_entries_keep_their_order_and_know_where_to_read(tmp_path: Path) -> None:
    manifest = tmp_path / "sources.toml"
    manifest.write_text(GOOD, encoding="utf-8")
    ours, council = load_sources(manifest, FORMATS)
    assert ours.enabled
    assert ours.sector is Sector.VOLUNTARY
    assert ours.where(tmp_path) == str(tmp_path / "services/ours.csv")
    assert ours.source.trust == 0.3
    assert not council.enabled
    assert council.where(tmp_path) == "https://example.org/v3"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('format = "oruk"', 'format = "xml"', r"source 2 \(council\): format 'xml' is none of csv"),
        ('url = "https://example.org/v3"', "", r"source 2 \(council\): give either url or file"),
        ("trust = 0.3", "trust = 3", r"source 1 \(ours\): trust 3 is not between 0 and 1"),
        ('name = "Our list"', "", r"source 1 \(ours\): .*`name`"),
        ("enabled = true", "enabld = true", r"source 1 \(ours\): .*`enabld`"),
        (
            'sector = "voluntary"',
            'sector = "charity"',
            r"\(ours\): sector: .*'charity'.* there are nhs, local_authority, voluntary, ",
        ),
        ('id = "council"', 'id = "ours"', r"source id 'ours' is used twice"),
        ("trust = 0.3", "max_shrink = 20", r"source 1 \(ours\): max_shrink 20 is no share"),
        ("trust = 0.3", "requests_per_s = 0", r"requests_per_s 0 is not above 0"),
        ("trust = 0.3", 'schedule = "nightly"', r"schedule: 'nightly' is no schedule; right would"),
        ("trust = 0.3", 'fields = { title = "Title" }', r'fields: there is no column "title"'),
        ("trust = 0.3", 'fields = { id = "Ref" }', r"fields: name is missing"),
        ("trust = 0.3", "fields = { id = 3 }", r"source 1 \(ours\): .*fields"),
        ("https://example.org", "ftp://example.org", r"url: .* begins with https:// or http://"),
        ("https://example.org", "https://me:pw@example.org", r"url: .*name or password"),
        ("[[source]]", "[[sauce]]", "sauce"),
        ('id = "ours"', "id = ours", r"sources\.toml"),
    ],
)
def test_a_fault_is_told_by_entry(tmp_path: Path, before: str, after: str, says: str) -> None:
    manifest = tmp_path / "sources.toml"
    manifest.write_text(GOOD.replace(before, after), encoding="utf-8")
    with pytest.raises(DirectoryError, match=says):
        load_sources(manifest, FORMATS)


def test_how_a_source_is_asked_and_read_is_declared(tmp_path: Path) -> None:
    told = """trust = 0.3
schedule = "weekly sunday 03:00"
max_shrink = 0.5
allow_private = true
requests_per_s = 2
fields = { id = "Ref", name = "Service title", organization = "Provider" }"""
    manifest = tmp_path / "sources.toml"
    manifest.write_text(GOOD.replace("trust = 0.3", told), encoding="utf-8")
    ours, council = load_sources(manifest, FORMATS)
    assert ours.terms.fields["name"] == "Service title"
    assert (ours.terms.max_shrink, ours.terms.accept_shrink) == (0.5, False)
    assert ours.terms.manners == Manners(allow_private=True, requests_per_s=2)
    assert council.terms == DEFAULT_TERMS
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert ours.is_due(None, now)
    assert not ours.is_due(now, now)
    assert not council.is_due(None, now)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"sources\.toml: cannot be read"):
        load_sources(tmp_path / "sources.toml", FORMATS)


@pytest.mark.parametrize("own", ["a", "herts-libraries", "ons.2026_1", "9", "a" * 64])
def test_a_plain_id_is_taken(own: str) -> None:
    assert source_id_fault(own) is None


@pytest.mark.parametrize("own", ["", "a/b", "../a", "A", "-a", ".a", "a b", "é", "a\n", "a" * 65])
def test_any_other_id_is_refused_by_its_rule(own: str, tmp_path: Path) -> None:
    assert "1 to 64 of a-z, 0-9, dot, dash" in (source_id_fault(own) or "")
    manifest = tmp_path / "sources.toml"
    manifest.write_text(GOOD.replace('"ours"', json.dumps(own)), encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"(?s)source 1 .*1 to 64"):
        load_sources(manifest, FORMATS)


def manifest_with(folder: Path, file: str) -> Path:
    manifest = folder / "sources.toml"
    manifest.write_text(GOOD.replace('"services/ours.csv"', json.dumps(file)), encoding="utf-8")
    return manifest


@pytest.mark.parametrize(
    "file",
    ["../secret", "/etc/passwd", "services/../../secret", "link", "linked/secret", ".", "", "a\0b"],
)
def test_a_file_lies_below_the_manifest_whatever_leads_to_it(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret").write_text("id,name,organization\n")
    folder = tmp_path / "directory"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "linked").symlink_to(tmp_path)
    with pytest.raises(DirectoryError, match=r"source 1 \(ours\): file: .* such as file = "):
        load_sources(manifest_with(folder, file), FORMATS)


@pytest.mark.parametrize("file", ["ours.csv", "a/b/ours.csv", "a/../ours.csv", "link", "round"])
def test_a_file_may_lie_anywhere_below_it(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "directory"
    folder.mkdir()
    (folder / "link").symlink_to(folder / "ours.csv")
    (folder / "round").symlink_to(folder / "round")
    (tmp_path / "current").symlink_to(folder)
    ours, _ = load_sources(manifest_with(tmp_path / "current", file), FORMATS)
    assert ours.file == file
