"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The read-only test material; tests that need it skip where it is absent."""
    named = os.environ.get("WAYFINDER_SHARED")
    candidates = [Path(named)] if named else [REPO.parent / "shared", Path("/work/shared")]
    for folder in candidates:
        if folder.is_dir():
            return folder
    pytest.skip("the shared test material is not here (WAYFINDER_SHARED)")
