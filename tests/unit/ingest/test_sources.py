"""The manifest of sources, and errors that name the entry at fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wayfinder.domain.service import Sector
from wayfinder.errors import DirectoryError
from wayfinder.ingest.sources import load_sources, source_id_fault

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
        ('sector = "voluntary"', 'sector = "vcse"', r"source 1 \(ours\): .*vcse"),
        ('id = "council"', 'id = "ours"', r"source id 'ours' is used twice"),
        ("[[source]]", "[[sauce]]", "sauce"),
        ('id = "ours"', "id = ours", r"sources\.toml"),
    ],
)
def test_a_fault_is_told_by_entry(tmp_path: Path, before: str, after: str, says: str) -> None:
    manifest = tmp_path / "sources.toml"
    manifest.write_text(GOOD.replace(before, after), encoding="utf-8")
    with pytest.raises(DirectoryError, match=says):
        load_sources(manifest, FORMATS)


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
