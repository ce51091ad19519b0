"""directory/sources.toml: the starter files are read, the public feeds wait to be switched on."""

from __future__ import annotations

import tomllib

import pytest

from tests.unit.directory.rows import DIRECTORY, FILES

FORMATS = {"csv", "ods-gp", "ods-dental", "oruk", "libraries"}


@pytest.fixture(scope="module")
def sources() -> list[dict[str, object]]:
    loaded = tomllib.loads((DIRECTORY / "sources.toml").read_text("utf-8"))
    return list(loaded["source"])


def test_a_source_is_fully_declared(sources: list[dict[str, object]]) -> None:
    needed = {"id", "name", "publisher", "format", "trust", "enabled", "notes"}
    assert [source["id"] for source in sources if needed - set(source)] == []
    assert len({source["id"] for source in sources}) == len(sources)
    assert {str(source["format"]) for source in sources} <= FORMATS
    assert [s["id"] for s in sources if ("file" in s) == ("url" in s)] == []
    assert [s["id"] for s in sources if not 0 <= float(str(s["trust"])) <= 1] == []


def test_the_starter_files_are_on_and_each_is_read_once(sources: list[dict[str, object]]) -> None:
    enabled = sorted(str(source["file"]) for source in sources if source["enabled"])
    assert enabled == [f"services/{path.name}" for path in FILES]


def test_public_files_and_feeds_are_declared_and_off(sources: list[dict[str, object]]) -> None:
    waiting = {str(source["format"]) for source in sources if not source["enabled"]}
    assert waiting == {"ods-gp", "ods-dental", "libraries", "oruk"}
