"""Real captures, the standards' own examples, and whatever else a feed could say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.source import Source
from wayfinder.ingest.formats.oruk import read
from wayfinder.ingest.reading import Feed
from wayfinder.ingest.records import Context, Format, Row
from wayfinder.store.staging import StagedRecord, StagedRejection

CAPTURES = ("bristol-service-detail.json", "bristol-services-page1.json",
            "validator_mock_services.json")  # fmt: skip


@pytest.mark.parametrize("capture", CAPTURES)
def test_real_captures_are_read_whole(shared_dir: Path, context: Context, capture: str) -> None:
    content = (shared_dir / "data" / "oruk" / capture).read_bytes()
    found = list(read(Feed(capture, iter([content])), context))
    records = [row for row in found if isinstance(row, StagedRecord)]
    assert records
    assert all(isinstance(row, StagedRecord) or row.field for row in found)
    told = b"".join(msgspec.json.encode(row.service) for row in records if row.service)
    assert b"assured_by" not in told
    assert b"assurer" not in told
    if capture.startswith("bristol"):
        assert records[0].service is not None
        assert "pc_targetAudience" in records[0].service.extensions


def exemplary(schema: dict[str, Any]) -> Any:
    """The value that a JSON schema gives as its own example, whole."""
    if "properties" in schema:
        return {key: exemplary(one) for key, one in schema["properties"].items()}
    if "items" in schema:
        return [exemplary(schema["items"])]
    return schema.get("example", next(iter(schema.get("enum", ())), None))


@pytest.mark.parametrize("standard", ["hsds-3.0", "oruk-3.0-profile"])
def test_the_standards_own_example_is_read(
    shared_dir: Path, rows: Callable[[Format, str], list[Row]], standard: str
) -> None:
    folder = shared_dir / "standards" / "specs" / standard / "schema" / "compiled"
    example = exemplary(json.loads((folder / "service.json").read_text()))
    kept, *_ = rows(read, json.dumps(example))
    assert isinstance(kept, StagedRecord), kept
    found = kept.service
    assert found is not None
    assert found.name == example["name"]
    assert found.organization.name == example["organization"]["name"]
    assert found.url == example["url"]
    assert found.locations
    assert found.taxonomy_terms
    assert found.eligibility.minimum_age == float(example["minimum_age"])
    assert found.sessions == ()  # The example's schedule ran out in 2005.
    assert "assurer_email" not in found.extensions
    assert "metadata" not in found.extensions


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["2026-13-01", "10:00", "MO", "{", "<p>", "0", "-1", "geojson"]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["name", "id", "value", "type", "number"]), inner,
                      max_size=2),
    max_leaves=5,
)  # fmt: skip
PARTS: dict[str, Any] = {
    "organization": ["id", "name", "website", "organization_identifiers", "locations"],
    "phones": ["number", "description", "extension", "type"],
    "contacts": ["phones", "title"],
    "schedules": ["byday", "freq", "opens_at", "closes_at", "valid_from", "dtstart", "interval"],
    "service_areas": ["name", "extent", "extent_type", "uri"],
    "service_at_locations": ["location", "location_id", "schedules", "service_areas"],
    "locations": ["id", "latitude", "addresses", "location_type", "accessibility"],
    "eligibilitys": ["eligibility", "minimum_age", "maximum_age"],
    "cost_options": ["amount", "currency", "option"],
    "attributes": ["taxonomy_term"],
}
PLAIN = ("description", "status", "url", "email", "minimum_age", "maximum_age", "assured_date",
         "last_modified", "alert", "fees", "languages", "eligibility", "additional_urls", "extra",
         "required_documents", "holiday_schedules", "taxonomy_terms", "wait_time")  # fmt: skip


def part(keys: list[str]) -> st.SearchStrategy[Any]:
    whole = st.fixed_dictionaries({}, optional=dict.fromkeys(keys, ANYTHING))
    return ANYTHING | whole | st.lists(whole, max_size=2)


@given(
    st.fixed_dictionaries(
        {"id": ANYTHING, "name": ANYTHING | st.just("Café")},
        optional=dict.fromkeys(PLAIN, ANYTHING) | {key: part(keys) for key, keys in PARTS.items()},
    )
)
def test_nothing_a_feed_says_stops_its_reading(item: dict[str, Any]) -> None:
    context = Context(source=Source(id="s", name="s"), areas=lambda _: None)
    first, *others = read(Feed("odd", iter([msgspec.json.encode(item)])), context)
    assert isinstance(first, StagedRecord | StagedRejection)
    assert all(isinstance(one, StagedRejection) and one.field for one in others)
    if isinstance(first, StagedRecord):
        msgspec.json.encode(first)
