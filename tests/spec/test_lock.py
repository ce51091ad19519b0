"""The lock: every declared dependency is pinned, with hashes, and names no package index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
SEMANTIC: list[str] = PROJECT["project"]["optional-dependencies"]["semantic"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
PIN = re.compile(r"^(?P<name>[\w.\[\]-]+)==(?P<version>[^ \\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, set[str]]:
    """Name to pinned versions: more than one where the Python version decides."""
    versions: dict[str, set[str]] = {}
    for pin in PIN.finditer((ROOT / "requirements" / lock).read_text("utf-8")):
        versions.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return versions


DECLARED = [
    *(("runtime.txt", line) for line in RUNTIME),
    *(("semantic.txt", line) for line in RUNTIME + SEMANTIC),
    *(("dev.txt", line) for line in RUNTIME + SEMANTIC + GROUPS["dev"]),
    *(("build.txt", line) for line in PROJECT["build-system"]["requires"] + GROUPS["build"]),
]


@pytest.mark.parametrize(("lock", "line"), DECLARED, ids=str)
def test_a_declared_dependency_is_pinned_within_its_bounds(lock: str, line: str) -> None:
    wanted = Requirement(line)
    pinned = pins(lock).get(canonicalize_name(wanted.name), set())
    assert pinned, f"{wanted.name} is not in requirements/{lock}: run 'make lock'"
    assert all(wanted.specifier.contains(version) for version in pinned), (
        f"requirements/{lock} pins {wanted.name} to {pinned}, outside {line}: run 'make lock'"
    )


@pytest.mark.parametrize("lock", ["build.txt", "runtime.txt", "semantic.txt", "dev.txt"])
def test_a_lock_pins_every_file_by_hash_and_names_no_index(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\w)", text.partition("make lock\n")[2])
    unhashed = [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry]
    assert entries
    assert not unhashed
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize(
    ("lock", "wider"), [("runtime.txt", "semantic.txt"), ("semantic.txt", "dev.txt")]
)
def test_tests_run_on_the_versions_that_are_shipped(lock: str, wider: str) -> None:
    shipped, tested = pins(lock), pins(wider)
    assert {name: tested.get(name) for name in shipped} == shipped


def test_what_the_extra_brings_is_not_installed_without_it() -> None:
    assert not {canonicalize_name(Requirement(line).name) for line in SEMANTIC} & set(
        pins("runtime.txt")
    )


def test_every_shipped_package_has_its_licence_named() -> None:
    attributions = (ROOT / "docs/attributions.md").read_text("utf-8")
    unnamed = [name for name in pins("semantic.txt") if not re.search(rf"\b{name}\b", attributions)]
    assert not unnamed
